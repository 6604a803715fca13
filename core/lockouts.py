"""Locks: counts of wrong passwords and codes, and codes already used, in a table that no flood washes away."""

from datetime import timedelta

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, models
from django.utils import timezone

LONGEST = timedelta(days=2)  # no lock, no count and no used code is kept for longer than a day


class LockQuerySet(models.QuerySet):
    def ended(self):
        """Those past their time, and those that a clock gone wrong has put off for longer than any lock lasts."""
        now = timezone.now()
        return self.filter(models.Q(expires__lt=now) | models.Q(expires__gt=now + LONGEST))


class Lock(models.Model):
    """A row of the cache below. A table of the portal's own, so that no installation can forget to make it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    objects = LockQuerySet.as_manager()

    class Meta:
        db_table = "portal_locks"

    def __str__(self):
        return self.cache_key


class LocksCache(DatabaseCache):
    """Django's database cache, which throws away what has ended and nothing else, however full it is.

    Django's own throws away a third, the lowest keys first, once there are more than MAX_ENTRIES: who fills it with
    made-up sign-ins unlocks every account.
    """

    def _cull(self, db, cursor, now, num):
        ended = connections[db].ops.adapt_datetimefield_value(now)
        cursor.execute(f"DELETE FROM {connections[db].ops.quote_name(self._table)} WHERE expires < %s", [ended])
