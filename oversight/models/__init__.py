"""What the ministry makes of it: bulletins, inspections, good practice, notes and reminders."""

from .adoption import Adoption, Citation
from .bulletin import Bulletin
from .bulletin_note import BulletinNote
from .checklist import Checklist, ChecklistItem
from .figure import BulletinFigure
from .finding import Finding, FindingState
from .inspection import Answer, Inspection, InspectionState, Verdict
from .note import GuidanceNote, NoteReading
from .practice import Practice, PracticeState
from .reminder import Duty, LetterState, Reminder, ReminderLetter, ReminderRule
from .round import Draw, InspectionRound

__all__ = [
    "Adoption",
    "Answer",
    "Bulletin",
    "BulletinFigure",
    "BulletinNote",
    "Checklist",
    "ChecklistItem",
    "Citation",
    "Draw",
    "Duty",
    "Finding",
    "FindingState",
    "GuidanceNote",
    "NoteReading",
    "Inspection",
    "InspectionRound",
    "InspectionState",
    "LetterState",
    "Practice",
    "PracticeState",
    "Reminder",
    "ReminderLetter",
    "ReminderRule",
    "Verdict",
]
