"""What pairs promise and do, under the mechanisms of their action."""

from activities.activities.models.activity import Activity
from activities.activities.models.correction import Correction
from activities.activities.models.evidence import Evidence
from activities.activities.models.figures import Measure
from activities.activities.models.merge import Merge
from activities.activities.models.states import COUNTED, LoggingSide, Stage, Status
from activities.activities.models.totals import Tally, Total
from activities.activities.models.visibility import KnownBy, PublicState
from activities.agreements.models.agreement import Acceptance, Agreement
from activities.agreements.models.commitment import Commitment
from activities.catalogue.models.activity_kind import ActivityKind, Indicator, KindIndicator
from activities.catalogue.models.mechanism import Mechanism
from activities.employment.models import EmploymentSnapshot, GraduateGroup

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
    "PublicState",
    "Total",
]
