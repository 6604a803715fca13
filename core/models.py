from .locks import Lock
from .outbox.models import Letter

__all__ = ["Letter", "Lock"]
