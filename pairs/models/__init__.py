"""Who is paired with whom."""

from .action import Action, Batch, DeclaredCount, PeriodChange, Side
from .list_import import ListImport
from .pair import Milestone, Pair
from .university import Level, Ownership, Tier, University, UniversityName

__all__ = [
    "Action",
    "Batch",
    "DeclaredCount",
    "Level",
    "ListImport",
    "Milestone",
    "Ownership",
    "Pair",
    "PeriodChange",
    "Side",
    "Tier",
    "University",
    "UniversityName",
]
