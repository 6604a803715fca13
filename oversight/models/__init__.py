"""What the ministry makes of it: bulletins, inspections, good practice, notes and reminders."""

from .bulletin import Bulletin, BulletinFigure

__all__ = ["Bulletin", "BulletinFigure"]
