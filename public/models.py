"""What readers of the public pages send to those who run the site, and what they could read there."""

from public.changes.models import Comparison, PublicRecord
from public.error_reports.models import ErrorReport

__all__ = ["Comparison", "ErrorReport", "PublicRecord"]
