from .acts.models import Act, ActRow, DeletedRecord
from .audit.models import AuditCount, AuditEntry
from .backup.models import Backup
from .data_version import DataVersion
from .jobs.models import Job
from .lockouts import Lock
from .outbox.models import Letter
from .workflow import StateChange

__all__ = [
    "Act",
    "ActRow",
    "AuditCount",
    "AuditEntry",
    "Backup",
    "DataVersion",
    "DeletedRecord",
    "Job",
    "Letter",
    "Lock",
    "StateChange",
]
