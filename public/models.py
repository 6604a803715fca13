"""What readers of the public pages send to those who run the site."""

from public.error_reports.models import ErrorReport

__all__ = ["ErrorReport"]
