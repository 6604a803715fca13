"""All that carries the number of one request: entries of the log, transitions, lines of every history."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from core.acts.relations import page_of
from core.admin.history import KINDS
from core.workflow import StateChange

from .models import AuditEntry

MOST = 200  # of each; an import writes thousands


@dataclass
class HistoryLine:
    """One line of a history: when, by whom, what became of which record, and where its page is."""

    when: datetime
    who: object
    kind: str
    what: str
    key: str
    url: str


def done_in(number):
    """{"entries", "transitions", "lines"} of the request with this number, at most MOST of each, in their order."""
    entries = AuditEntry.objects.of_request(number).for_rows().order_by("at", "pk")
    changes = StateChange.objects.filter(request_id=number).select_related("by", "content_type").order_by("at", "pk")
    return {"entries": list(entries[:MOST]), "transitions": list(changes[:MOST]), "lines": lines_of(number)}


def lines_of(number):
    """The lines of all histories, found by one statement."""
    some, *others = [strand(model, number) for model in models_with_history()]
    found = list(some.union(*others, all=True).order_by("history_date")[:MOST])
    people = get_user_model().objects.in_bulk({row["history_user_id"] for row in found} - {None})
    return [line(row, people) for row in found]


def models_with_history():
    return [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]


def strand(model, number):
    facts = {"table": Value(model._meta.label_lower, CharField()), "key": Cast("id", CharField())}
    rows = model.history.filter(history_request_id=number).order_by().annotate(**facts)
    return rows.values("history_date", "history_user_id", "history_type", "table", "key")


def line(row, people):
    model = apps.get_model(row["table"])
    return HistoryLine(
        when=timezone.localtime(row["history_date"]),
        who=people.get(row["history_user_id"]),
        kind=KINDS[row["history_type"]],
        what=str(model._meta.verbose_name),
        key=row["key"],
        url=page_of(model, row["key"]),
    )
