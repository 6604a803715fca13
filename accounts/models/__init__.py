"""Who speaks for whom."""

from .invitation import Invitation
from .post import Membership, Role
from .user import PortalUserManager, User

__all__ = ["Invitation", "Membership", "PortalUserManager", "Role", "User"]
