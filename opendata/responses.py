"""A table as the answer to a request."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import writers
from .citing import cite

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}

PAGE = "page"  # of the list that a file belongs to: the file holds all of them

MADE_UP = "演示数据"  # heads the name of every file from a demonstration


def respond(form, title, columns, rows, **facts):
    """`rows` under `columns` as a file named by `title` and today; `form` is a key of FORMS.

    The answer is whole before its first byte is sent: a download is complete or it is an error, never cut short.
    `facts` (source, rights, filters …) stand at the head of JSON and on the cover of XLSX; CSV holds the table only.
    """
    today = timezone.localdate()
    title = named(title)
    if form == "csv":
        body = writers.as_csv(columns, rows)
    else:
        rows = list(rows)
        facts = described(title, today, facts) | {"sha256": writers.sha256(columns, rows)}
        body = writers.DESCRIBED[form](columns, rows, **facts)
    response = HttpResponse(body, content_type=FORMS[form])
    response["Content-Disposition"] = content_disposition_header(form != "json", f"{title}-{today:%Y%m%d}.{form}")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def described(title, day, facts):
    """`facts` with title and day before them, and how to cite the table where its version and address are known."""
    facts = {"title": title, "generated": day} | facts
    if {"data_version", "address"} <= facts.keys():
        title_en = facts.get("title_en", title)
        facts |= cite(title, title_en, day, facts["data_version"], facts["address"])
    return facts


def named(title):
    """What a file is called; one from a demonstration says so first."""
    return f"{MADE_UP}-{title}" if settings.DEMO else title


def refuse(form, find_problems):
    """The answer 400 to an address that asks for something unknown, in both languages: files have none of their own.

    `find_problems()` gives what is wrong, each with field, value and message, in the language in which it is called.
    """
    told = [
        told_in_both(*pair) for pair in zip(found("zh-hans", find_problems), found("en", find_problems), strict=True)
    ]
    if form == "json":
        return JsonResponse({"errors": told}, status=400, json_dumps_params={"ensure_ascii": False})
    lines = [f"{one['field']}: {one[name]}\n" for name in ("message", "message_en") for one in told]
    return HttpResponseBadRequest("".join(lines), content_type="text/plain; charset=utf-8")


def found(language, find_problems):
    with override(language):
        return [{name: str(problem[name]) for name in ("field", "value", "message")} for problem in find_problems()]


def told_in_both(problem, in_english):
    return problem | {"message_en": in_english["message"]}


def unknown_names(query, known):
    """A problem for each name in `query` that is not among the `known` ones, which it lists."""
    if known:
        message = _("This is no parameter of this file. It knows: %(names)s.") % {"names": ", ".join(known)}
    else:
        message = _("This file takes no parameters.")
    return [{"field": name, "value": query[name], "message": message} for name in query if name not in (*known, PAGE)]
