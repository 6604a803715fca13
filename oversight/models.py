"""What the ministry makes of it: bulletins, inspections, good practice, notes and reminders."""

from oversight.bulletins.models.bulletin import Bulletin, BulletinNote
from oversight.bulletins.models.bulletin_figure import BulletinFigure
from oversight.calendars.models import CalendarKey
from oversight.inspections.models.checklist import Checklist, ChecklistItem
from oversight.inspections.models.finding import Finding, FindingState
from oversight.inspections.models.finding_file import FindingFile
from oversight.inspections.models.inspection import Answer, Inspection, InspectionState, Verdict
from oversight.inspections.models.inspection_round import Draw, InspectionRound
from oversight.notes.models import GuidanceNote, NoteReading
from oversight.notices.models import DailyLetter, LetterChoice, LetterRound, NoticeMark
from oversight.obligations.models import LetterState, NilReturn, ObligationKind, Reminder, ReminderLetter, ReminderRule
from oversight.practices.models.citations import Adoption, Citation
from oversight.practices.models.practice import Practice, PracticeState
from oversight.robots.models import Robot, RobotService

__all__ = [
    "Adoption",
    "Answer",
    "Bulletin",
    "BulletinFigure",
    "BulletinNote",
    "CalendarKey",
    "Checklist",
    "ChecklistItem",
    "Citation",
    "DailyLetter",
    "Draw",
    "ObligationKind",
    "Finding",
    "FindingFile",
    "FindingState",
    "GuidanceNote",
    "NoteReading",
    "Inspection",
    "InspectionRound",
    "InspectionState",
    "LetterChoice",
    "LetterRound",
    "LetterState",
    "NilReturn",
    "NoticeMark",
    "Practice",
    "PracticeState",
    "Reminder",
    "ReminderLetter",
    "ReminderRule",
    "Robot",
    "RobotService",
    "Verdict",
]
