from .acts.models import Act, ActRow, DeletedRecord
from .jobs.models import Job
from .lockouts import Lock
from .outbox.models import Letter
from .workflow import StateChange

__all__ = ["Act", "ActRow", "DeletedRecord", "Job", "Letter", "Lock", "StateChange"]
