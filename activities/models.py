"""What pairs promise and do, under the mechanisms of their action."""

from activities.activities.models.activity import Activity
from activities.activities.models.deleted_files import DeletedFile
from activities.activities.models.doubts import DismissedDoubt
from activities.activities.models.editing import Measure
from activities.activities.models.evidence import Evidence
from activities.activities.models.kept_uploads import KeptUpload
from activities.activities.models.proposals import Correction, Merge
from activities.activities.models.question_answers import QuestionAnswer
from activities.activities.models.states import COUNTED, KnownBy, LoggingSide, PublicState, Stage, Status
from activities.activities.models.totals import Tally, Total
from activities.activities.models.unsent_texts import UnsentText
from activities.agreements.models import Acceptance, Agreement, Commitment
from activities.catalogue.models import ActivityKind, Indicator, KindIndicator, Mechanism
from activities.employment.models import EmploymentSnapshot, GraduateGroup
from activities.sheets.models import ColumnMemory, Sheet

__all__ = [
    "COUNTED",
    "Acceptance",
    "Activity",
    "ActivityKind",
    "Agreement",
    "ColumnMemory",
    "Commitment",
    "Correction",
    "DeletedFile",
    "DismissedDoubt",
    "EmploymentSnapshot",
    "Evidence",
    "GraduateGroup",
    "Indicator",
    "KeptUpload",
    "KindIndicator",
    "KnownBy",
    "LoggingSide",
    "Measure",
    "Mechanism",
    "Merge",
    "Stage",
    "Status",
    "Sheet",
    "Tally",
    "PublicState",
    "QuestionAnswer",
    "Total",
    "UnsentText",
]
