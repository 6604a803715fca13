"""Merging two records of one university: what both say, what refers to them, and carrying it out."""

from .merge import KIND, Merge, merge, undone
from .relations import relations

__all__ = ["KIND", "Merge", "merge", "relations", "undone"]
