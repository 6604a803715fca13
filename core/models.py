from .outbox.models import Letter

__all__ = ["Letter"]
