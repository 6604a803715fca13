"""The history of a table: simple-history's, with the number of the request that each line was written in."""

from collections import defaultdict
from functools import cache

from django.db import connections, models, router
from django.utils import timezone
from simple_history import manager
from simple_history import models as simple_history
from simple_history.utils import get_change_reason_from_object

from core.model_fields import RequestNumberField

CHUNK = 500  # rows in one statement


class HistoryManager(manager.HistoryManager):
    """Its class, which has the methods of a queryset, is made once and not for every line that is written or read."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)

    def bulk_history_create(
        self,
        objs,
        batch_size=CHUNK,
        update=False,
        default_user=None,
        default_change_reason="",
        default_date=None,
        custom_historical_attrs=None,
    ):
        """As simple-history's, for rows that have just been written: the database copies them as they stand there.

        Written line by line from the records, their history took a third of an import.
        """
        told, now = defaultdict(list), default_date or timezone.now()
        for one in objs:
            by = getattr(one, "_history_user", default_user or self.model.get_default_history_user(one))
            reason = get_change_reason_from_object(one) or default_change_reason
            told[by, getattr(one, "_history_date", now), reason].append(one.pk)
        facts = {"history_type": "~" if update else "+", **(custom_historical_attrs or {})}
        for (by, at, reason), keys in told.items():
            line = self.model(history_user=by, history_date=at, history_change_reason=reason, **facts)
            for start in range(0, len(keys), batch_size or CHUNK):
                self._copy(line, keys[start : start + (batch_size or CHUNK)])

    def _copy(self, line, keys):
        """Insert a line for each of the rows with these keys; what is no column of theirs is as in `line`."""
        connection, table = connections[router.db_for_write(self.model)], self.model.instance_type._meta
        copied = [field.column for field in self.model.tracked_fields]
        own = [field for field in self.model._meta.concrete_fields if field.column not in {*copied, "history_id"}]
        values = [field.get_db_prep_save(field.pre_save(line, add=True), connection) for field in own]
        quote = connection.ops.quote_name
        into = ", ".join(map(quote, [*copied, *(field.column for field in own)]))
        what = ", ".join([*map(quote, copied), *["%s"] * len(own)])
        key, places = quote(table.pk.column), ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(self.model._meta.db_table)} ({into}) SELECT {what}"
                f" FROM {quote(table.db_table)} WHERE {key} IN ({places}) ORDER BY {key}",
                [*values, *keys],
            )


class HistoricalRecords(simple_history.HistoricalRecords):
    """Who, when, why, before and after; and in which request, by which the audit log is found."""

    def __init__(self, **options):
        super().__init__(history_manager=HistoryManager, **options)

    def get_extra_fields(self, model, fields):
        return super().get_extra_fields(model, fields) | {"history_request_id": RequestNumberField()}

    def get_meta_options(self, model):
        number = models.Index(fields=["history_request_id"], name=f"{model._meta.model_name[:22]}_request")
        options = super().get_meta_options(model)
        return options | {"indexes": [*options.get("indexes", ()), number]}
