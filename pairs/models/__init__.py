"""Who is paired with whom."""

from .action import Action, Batch, DeclaredCount, PeriodChange, Side
from .list_import import ListImport
from .pair import Milestone, Pair
from .register_import import RegisterImport
from .statement import BatchStatement, InferredRecipient
from .university import Level, Ownership, Tier, University, UniversityName

__all__ = [
    "Action",
    "Batch",
    "BatchStatement",
    "DeclaredCount",
    "InferredRecipient",
    "Level",
    "ListImport",
    "Milestone",
    "Ownership",
    "Pair",
    "PeriodChange",
    "RegisterImport",
    "Side",
    "Tier",
    "University",
    "UniversityName",
]
