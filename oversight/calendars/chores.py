"""What the worker does about calendars by itself."""

from core.worker import chore

from .models import CalendarKey


@chore
def end_with_posts():
    """Delete the keys of people whose last post has ended, so that a later post does not open the calendar again."""
    CalendarKey.objects.without_post().delete()
