"""The pages of the admin for what readers send."""

from public.error_reports import admin as error_reports

__all__ = ["error_reports"]
