"""Figures that are kept added up: which of them are asked for, and how they are brought in step."""

from django.db import models
from django.db.models.functions import Coalesce


class StoredQuerySet(models.QuerySet):
    """Rows that hold what a fresh count says; a kind names its KEY, FIGURES and AMOUNT, and counts in `fresh()`."""

    KEY = FIGURES = ()
    AMOUNT = ""  # the figure that is added up over rows

    def public(self):
        """Those of published pairs."""
        return self.filter(pair__batch__published_at__isnull=False)

    def of_pairs(self, pairs):
        """Those of `pairs`, given as their keys or as a query of them."""
        return self.filter(pair__in=pairs)

    def under(self, mechanism):
        """Those under one mechanism; of all when there is none."""
        return self.filter(mechanism=mechanism) if mechanism else self

    def between(self, since=None, until=None):
        """Those of the months from `since` to `until`, given by their first days; None is open."""
        found = self.filter(month__gte=since) if since else self
        return found.filter(month__lte=until) if until else found

    def grown(self):
        """Those of events only: reports on a stretch of time would draw a jump at its end."""
        return self.filter(period=False)

    def summed(self, *keys):
        """For each value of `keys` the `sum`, how much of it comes from `reports` on periods, and how many `pairs`."""
        return self.order_by().values(*keys).annotate(**self.sums())

    def sums(self):
        return {
            "sum": models.Sum(self.AMOUNT),
            "reports": Coalesce(models.Sum(self.AMOUNT, filter=models.Q(period=True)), 0),
            "pairs": models.Count("pair", distinct=True),
        }

    @classmethod
    def columns(cls):
        return [f"{name}_id" if name in ("pair", "mechanism", "indicator") else name for name in cls.KEY]

    def compared(self, fresh):
        """What is stored otherwise than the rows of `fresh` say: (key, stored, fresh), None where there is none."""
        width = len(self.KEY)
        stored = {row[:width]: row[width:] for row in self.order_by().values_list(*self.columns(), *self.FIGURES)}
        counted = {row[:width]: row[width:] for row in fresh}
        keys = sorted(stored.keys() | counted.keys())
        return [(key, stored.get(key), counted.get(key)) for key in keys if stored.get(key) != counted.get(key)]

    def recount(self, **whose):
        """Bring what is stored in step, those of `whose` alone where it is given; what differed, as `compared`."""
        return self.filter(**whose).settle(self.fresh(**whose))

    def differences(self):
        """Return what is stored otherwise than a fresh count says: (key, stored, fresh), None where there is none."""
        return self.compared(self.fresh())

    def settle(self, fresh):
        """Store what the rows of `fresh` say; what differed, as `compared`."""
        differences, new = self.compared(fresh), []
        for key, stored, counted in differences:
            names = dict(zip(self.columns(), key, strict=True))
            figures = dict(zip(self.FIGURES, counted or (), strict=bool(counted)))
            if counted is None:
                self.filter(**names).delete()
            elif stored is None:
                new.append(self.model(**names, **figures))
            else:
                self.filter(**names).update(**figures)
        self.model.objects.bulk_create(new, batch_size=500)
        return differences
