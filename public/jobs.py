"""The kinds of jobs of this app."""

from public.packages import jobs as of_packages

__all__ = ["of_packages"]
