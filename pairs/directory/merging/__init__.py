"""Merging two records of one university: what both say, what refers to them, and carrying it out."""

from .merge import KIND, UniversityMerge, merge
from .relations import relations

__all__ = ["KIND", "UniversityMerge", "merge", "relations"]
