"""The kinds of jobs of this app."""

from pairs.directory import jobs as of_registers

__all__ = ["of_registers"]
