"""The views of the API: what there is, each table page by page, and one row of it."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.views import APIView

from core import data_version
from core.access import match_of, public
from core.parameters import Parameters
from opendata.api import problems, schema
from opendata.api.paging import page_of_records, page_of_rows
from opendata.api.projection import Place
from opendata.columns import in_language
from pairs.pairs.batch_tables import RIGHTS

from .parameters import Asked, takes_none
from .resources import RESOURCES

ROOT = "/api/v1/"
NOWHERE = _("There is no such resource; /api/v1/ lists all there are.")


def place_of(request):
    return Place(f"{request.scheme}://{request.get_host()}", ROOT)


def example_place():
    """Where the examples of the schema stand."""
    return Place(settings.SITE["address"] or "https://example.org", ROOT)


def answer(facts):
    body = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(body, content_type="application/json")


def version():
    return {"data_version": data_version.current().number}


class RootView(APIView):
    """Which tables there are, where, and how many rows each has."""

    def get(self, request):
        takes_none(request.GET)
        return answer(self.found(place_of(request)))

    def found(self, place):
        resources = {name: self.about(resource, place) for name, resource in RESOURCES.items()}
        rights = {"rights": in_language("zh-hans", RIGHTS), "rights_en": in_language("en", RIGHTS)}
        more = {"documentation": f"{place.site}/api/docs/", "schema": f"{place.site}/api/schema/"}
        more["changes"] = f"{place.site}{place.root}changes"
        return {"resources": resources, **more, **rights, **version()}

    def about(self, resource, place):
        table = resource.table
        titles = {"title": in_language("zh-hans", table.title), "title_en": in_language("en", table.title)}
        return {"url": place.list(table.name), **titles, "count": resource.count()}

    def operation(self):
        return {
            "operationId": "root",
            "tags": ["root"],
            "summary": "资源一览 · All resources",
            "description": "各资源的地址和行数。\n\nWhere each resource is, and how many rows it has.",
            "parameters": [],
            "responses": schema.responses(schema.reference("Root"), self.found(example_place()), 400),
        }


class ListView(APIView):
    """One table, page by page."""

    resource = None

    def get(self, request):
        return answer(self.found(Asked(self.resource, request.GET), place_of(request)))

    def found(self, asked, place):
        page, rows = self.page(asked)
        neighbours = {name: asked.address(place, getattr(page, name)) for name in ("next", "previous")}
        rows = self.resource.projection.objects(rows, place)
        return {"count": page.count, **neighbours, **version(), "rows": rows}

    def page(self, asked):
        """The page that is asked for, and its rows."""
        if self.resource.is_short:
            page = page_of_rows(self.resource.rows_asked(asked.listing), asked.after, asked.limit)
            return page, page.records
        page = page_of_records(asked.records, asked.count(), asked.after, asked.limit)
        return page, self.resource.table.rows(page.records)

    def operation(self):
        resource = self.resource
        table, name = resource.full_table, schema.component_name(resource.table)
        parameters = [*schema.filters(table, resource.filters, resource.free), *schema.paging()]
        example = self.found(Asked(resource, QueryDict("limit=1")), example_place())
        answers = schema.responses(schema.reference(f"{name}List"), example, 400)
        return schema.operation(table, f"list_{table.name}", "{} · {}", parameters, answers)


class ItemView(APIView):
    """One row of a table, found by its name."""

    resource = None

    def get(self, request, **parts):
        takes_none(request.GET)
        rows = self.resource.rows_named("/".join(map(str, parts.values())))
        if not rows:
            raise Http404
        return answer(self.resource.projection.object(rows[0], place_of(request)))

    def operation(self):
        table, name = self.resource.full_table, schema.component_name(self.resource.table)
        parameters = [schema.in_path(column) for column in table.columns if column.key in table.key]
        first = ListView(resource=self.resource).found(Asked(self.resource, QueryDict("limit=1")), example_place())
        example = next(iter(first["rows"]), None)
        answers = schema.responses(schema.reference(name), example, 400, 404, *self.resource.errors)
        return schema.operation(table, f"get_{table.kind}", "{}：一项 · {}: one of them", parameters, answers)


class SchemaView(SpectacularJSONAPIView):
    """The schema, with the columns and choices there are today."""

    def get(self, request, *args, **kwargs):
        takes_none(request.GET)
        return super().get(request, *args, **kwargs)


def view_of(View, names=(), free=(), state=None, **facts):  # noqa: N803 - it is a class
    """The view of an address that everybody may read; it knows these parameters and no other."""
    view = View.as_view(**facts)
    return opened(view, names, free, state)


def opened(view, names=(), free=(), state=None):
    """`view` for everybody, with errors as problems; it knows these parameters and sees to others itself."""
    view.tells_problems = True
    known = frozenset(names), frozenset(free)
    view.parameters = Parameters(*known, strict=True, limited=True, state=state)
    return public(view)


def unknown(request, rest=""):
    """Whatever else is asked for under the address of the API; where a stroke was left out it leads on."""
    meant = match_of(f"{request.path}/")
    if meant.url_name != "api_unknown":
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{request.path}/?{query}" if query else f"{request.path}/")
    return problems.answer(404, NOWHERE)
