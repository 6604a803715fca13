"""The kinds of jobs of this app."""

from pairs.directory import jobs as of_registers
from pairs.lists import jobs as of_lists

__all__ = ["of_lists", "of_registers"]
