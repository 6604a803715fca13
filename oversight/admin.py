"""The admin pages of oversight: rules and checklists that editors change, and records that are read there only."""

from oversight.bulletins import admin as bulletins
from oversight.inspections import admin as inspections
from oversight.notes import admin as notes
from oversight.obligations import admin as obligations
from oversight.practices import admin as practices
from oversight.robots import admin as robots

__all__ = ["bulletins", "inspections", "notes", "obligations", "practices", "robots"]
