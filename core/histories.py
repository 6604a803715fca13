"""The history of a table: simple-history's, with the number of the request that each line was written in."""

from functools import cache

from django.db import models
from simple_history import manager
from simple_history import models as simple_history

from core.model_fields import RequestNumberField


class HistoryManager(manager.HistoryManager):
    """Its class, which has the methods of a queryset, is made once and not for every line that is written or read."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


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
