"""What readers of the public pages send to those who run the site, what they could read there and take away."""

from public.changes.models import Comparison, PublicRecord
from public.error_reports.models import ErrorReport
from public.packages.models import DataPackage

__all__ = ["Comparison", "DataPackage", "ErrorReport", "PublicRecord"]
