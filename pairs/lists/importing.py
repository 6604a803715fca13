"""From a list that was read to pairs: what it would change, what is wrong with it, and doing exactly that."""

from .diff import make_plan
from .plan import Change, FieldChange, NewPair, Plan

__all__ = ["Change", "FieldChange", "NewPair", "Plan", "make_plan"]
