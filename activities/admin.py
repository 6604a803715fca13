"""The admin pages of what pairs do: what the ministry edits, and what it reads."""

from activities.activities import admin as activities
from activities.catalogue import admin as catalogue
from activities.employment import admin as employment

__all__ = ["activities", "catalogue", "employment"]
