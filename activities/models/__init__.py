"""What pairs promise and do, under the six mechanisms."""

from .activity import Activity
from .agreement import Acceptance, Agreement
from .commitment import Commitment
from .correction import Correction
from .evidence import Evidence
from .kind import ActivityKind, Indicator, KindIndicator
from .measure import Measure
from .mechanism import Mechanism
from .merge import Merge
from .snapshot import EmploymentSnapshot, GraduateGroup
from .states import COUNTED, LoggingSide, Stage, Status
from .tally import Tally
from .told import KnownBy, Told
from .total import Total

__all__ = [
    "COUNTED",
    "Acceptance",
    "Activity",
    "ActivityKind",
    "Agreement",
    "Commitment",
    "Correction",
    "EmploymentSnapshot",
    "Evidence",
    "GraduateGroup",
    "Indicator",
    "KindIndicator",
    "KnownBy",
    "LoggingSide",
    "Measure",
    "Mechanism",
    "Merge",
    "Stage",
    "Status",
    "Tally",
    "Told",
    "Total",
]
