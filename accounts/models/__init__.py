"""Who speaks for whom."""

from .browser_session import BrowserSession
from .invitation import Invitation
from .post import Membership, Role
from .user import PortalUserManager, User

__all__ = ["BrowserSession", "Invitation", "Membership", "PortalUserManager", "Role", "User"]
