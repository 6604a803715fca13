"""What the public could read when it was compared last: a digest of each row, never the row itself."""

from django.db import models
from django.db.models import Q


class PublicRecordQuerySet(models.QuerySet):
    def between(self, since, after, until):
        """Those that changed after version `since` and no later than version `until`, in that order.

        Those of version `since` itself belong to them from the key `after` on, where there is one.
        """
        begin = Q(version__gt=since) | Q(version=since, pk__gt=after) if after else Q(version__gt=since)
        return self.filter(begin, version__lte=until).order_by("version", "pk")


class PublicRecord(models.Model):
    """One row of one public table, as it was when it last changed; it stays when the row is public no more."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=32)
    version = models.BigIntegerField()
    gone = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    objects = PublicRecordQuerySet.as_manager()

    class Meta:
        default_permissions = []
        indexes = [models.Index(fields=["version", "id"], name="publicrecord_order")]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="publicrecord_named_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"


class Comparison(models.Model):
    """How far the records are complete: one row, no more.

    `parts` counts what was written, so that of two who compare at once only one goes on.
    """

    version = models.BigIntegerField(default=0)
    day = models.DateField(null=True)  # what is public may depend on the day
    begun = models.BigIntegerField(default=0)  # the version of the first comparison: nothing is known of before
    parts = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = []

    def __str__(self):
        return str(self.version)

    @classmethod
    def last(cls):
        """The last comparison; version 0 where there was none."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def state(cls):
        """Changes with each comparison."""
        return cls.last().parts
