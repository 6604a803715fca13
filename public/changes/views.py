"""The API's list of what changed in public, for whoever keeps a copy."""

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from rest_framework.views import APIView

from core.numbers import MAX_STORED, whole_number
from opendata.api import schema
from public.api.parameters import NO_MARK, fault, refuse, wrong_names
from public.api.resources import RESOURCES
from public.api.views import answer, example_place, place_of, version
from public.open_data import NAMED

from .models import Comparison, PublicRecord

PARAMETERS = ("since", "after", "limit")
LIMIT, MOST = 100, 1000
NO_LIMIT = _("A page has from 1 to 1000 rows.")
NO_VERSION = _("This is no version that the record of changes knows. Delete your copy and begin with 0.")
TABLES = {NAMED[name].kind: name for name in RESOURCES}


class AskedChanges:
    """The part of the record that an address asks for; ProblemError with all that is wrong with it.

    It begins after version `since`, or within that version after the record with the key `after`.
    """

    def __init__(self, query, last):
        self.since = whole_number(query.get("since", "0"), at_most=MAX_STORED)
        self.after = whole_number(query.get("after", "0"), at_most=MAX_STORED)
        self.limit = whole_number(query.get("limit", str(LIMIT)), at_least=1, at_most=MOST)
        refuse([*wrong_names(query, PARAMETERS)], [*self.wrong(query, last)])
        self.records = PublicRecord.objects.between(self.since, self.after, last.version)

    def wrong(self, query, last):
        if self.since is None or self.since and not last.begun <= self.since <= last.version:
            yield fault(query, "since", NO_VERSION)
        if self.after is None:
            yield fault(query, "after", NO_MARK)
        if self.limit is None:
            yield fault(query, "limit", NO_LIMIT)

    def page(self):
        """The records of the page, and what the next one asks for: None on the last."""
        found = list(self.records[: self.limit + 1])
        here = found[: self.limit]
        if len(found) == len(here):
            return here, None
        return here, {"since": here[-1].version, "after": here[-1].pk, "limit": self.limit}


class ChangesView(APIView):
    """What changed in public after a version, what was withdrawn included; never what it says."""

    def get(self, request):
        return answer(self.found(request.GET, place_of(request)))

    def found(self, query, place):
        last = Comparison.last()
        asked = AskedChanges(query, last)
        records, following = asked.page()
        return {
            "count": asked.records.order_by().count(),
            "next": following and f"{place.site}{place.root}changes?{urlencode(following)}",
            "since": asked.since,
            "version": last.version,
            **version(),
            "rows": [row(record, place) for record in records],
        }

    def operation(self):
        answers = schema.responses(CHANGES, self.found(QueryDict("limit=2"), example_place()), 400)
        return {
            "operationId": "list_changes",
            "tags": ["changes"],
            "summary": "变化 · Changes",
            "description": ABOUT,
            "parameters": [*parameters()],
            "responses": answers,
        }


def row(record, place):
    return {
        "kind": record.kind,
        "key": record.key,
        "change": "gone" if record.gone else "changed",
        "version": record.version,
        "time": localtime(record.changed_at).isoformat(timespec="seconds"),
        "url": None if record.gone else place.of(TABLES[record.kind], record.key),
    }


def parameters():
    about = "从哪一版之后开始；0 为从头开始。\n\nAfter which version to begin; 0 is from nothing."
    yield schema.in_query("since", schema.MARK | {"default": 0}, about)
    about = "从 next 中取得。\n\nTaken from “next”."
    yield schema.in_query("after", schema.MARK, about)
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
    yield schema.in_query("limit", limit, "每页行数。\n\nRows on a page.")


ABOUT = (
    "自某一版以来公开数据的变化，包括撤回，供保存副本：读取 changed 各行的 url，删去 gone 各行，"
    "再以 version 作为下次的 since。\n\n"
    "What changed in the public data after a version, what was withdrawn included, to keep a copy: read the url of "
    "what changed, delete what is gone, and begin with version the next time."
)
NUMBER = {"type": "integer"}
CHANGES = schema.closed(
    {
        "count": NUMBER | {"description": "从这里起的行数。\n\nHow many rows there are from here on."},
        "next": schema.or_null(schema.ADDRESS),
        "since": NUMBER,
        "version": NUMBER | {"description": "完整记录到哪一版。\n\nUp to which version the record is complete."},
        "data_version": NUMBER | {"description": "现在的版本。\n\nThe version of the data now."},
        "rows": {
            "type": "array",
            "items": schema.closed(
                {
                    "kind": {"type": "string", "enum": [*TABLES]},
                    "key": {"type": "string"},
                    "change": {"type": "string", "enum": ["changed", "gone"]},
                    "version": NUMBER,
                    "time": {"type": "string", "format": "date-time"},
                    "url": schema.or_null(schema.ADDRESS),
                }
            ),
        },
    }
)
