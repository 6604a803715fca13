from .lockouts import Lock
from .outbox.models import Letter
from .workflow import StateChange

__all__ = ["Letter", "Lock", "StateChange"]
