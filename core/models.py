from .acts.models import Act, ActRow
from .lockouts import Lock
from .outbox.models import Letter
from .workflow import StateChange

__all__ = ["Act", "ActRow", "Letter", "Lock", "StateChange"]
