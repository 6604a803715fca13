"""Who is paired with whom."""

from pairs.directory.models.class_list import ClassEntry, ClassList
from pairs.directory.models.facts import UniversityFacts
from pairs.directory.models.register_change import RegisterChange
from pairs.directory.models.register_import import RegisterImport
from pairs.directory.models.university import Level, Ownership, Tier, University, UniversityName
from pairs.lists.models import ListImport, NameDecision
from pairs.pairs.models.action import Action, SupporterRole
from pairs.pairs.models.batch import Batch, DeclaredCount, PeriodChange, Side
from pairs.pairs.models.batch_statement import BatchStatement, InferredRecipient
from pairs.pairs.models.pair import Milestone, Pair
from pairs.pairs.models.publication_request import PublicationRequest

__all__ = [
    "Action",
    "Batch",
    "BatchStatement",
    "ClassEntry",
    "ClassList",
    "DeclaredCount",
    "InferredRecipient",
    "Level",
    "ListImport",
    "Milestone",
    "NameDecision",
    "Ownership",
    "Pair",
    "PeriodChange",
    "PublicationRequest",
    "RegisterChange",
    "RegisterImport",
    "Side",
    "SupporterRole",
    "Tier",
    "University",
    "UniversityFacts",
    "UniversityName",
]
