from .lockouts import Lock
from .outbox.models import Letter

__all__ = ["Letter", "Lock"]
