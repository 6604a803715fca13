"""LOG_FORMAT=json: one object a line, which holds what the line of text holds."""

import json
import logging
import sys

from django.test import RequestFactory

from core.logs import AccessJsonLines, JsonLines
from core.middleware import RequestFilter, numbered
from pairing_portal.env import Environment


def record(message, *args, **facts):
    made = logging.LogRecord("core.worker", logging.ERROR, __file__, 1, message, args, facts.get("exc_info"))
    RequestFilter().filter(made)
    return made


def test_a_line_is_one_object_with_the_number_of_its_request():
    lines = []

    def view(request):
        lines.append(JsonLines().format(record("两行\n“%s”", 'a "text"')))
        return {}

    number = numbered(view)(RequestFactory().get("/"))["X-Request-ID"]
    found = json.loads(lines[0])
    assert "\n" not in lines[0] and found.pop("time").endswith("+00:00")
    assert found == {
        "level": "ERROR",
        "logger": "core.worker",
        "request_id": number,
        "message": '两行\n“a "text"”',
    }


def test_a_fault_has_its_traceback_in_the_same_line():
    try:
        raise ValueError("wrong")
    except ValueError:
        line = JsonLines().format(record("It failed", exc_info=sys.exc_info()))
    assert "\n" not in line and "ValueError: wrong" in json.loads(line)["exception"]
    assert json.loads(line)["request_id"] == "-"


def test_the_access_log_tells_what_was_answered_and_nothing_of_the_visitor():
    atoms = {"{x-request-id}o": "abc", "m": "GET", "U": '/pairs/"\\', "s": "200", "B": 12, "M": 3}
    atoms |= {"h": "192.0.2.7", "q": "q=somebody", "a": "a browser", "u": "ed", "f": "https://from.example/"}
    made = logging.LogRecord("gunicorn.access", logging.INFO, "", 0, "%(m)s", (atoms,), None)
    found = json.loads(AccessJsonLines().format(made))
    del found["time"]
    assert found == {
        **{"level": "INFO", "logger": "gunicorn.access", "request_id": "abc", "method": "GET"},
        **{"path": '/pairs/"\\', "status": 200, "bytes": 12, "milliseconds": 3},
    }


def test_a_form_of_the_log_that_does_not_exist_is_refused_with_those_that_do():
    odd = Environment({"LOG_FORMAT": "xml"})
    assert odd.choice("LOG_FORMAT", ["line", "json"]) == "line"
    assert "line, json" in str(odd.faults[0].remedy)
    assert Environment({}).choice("LOG_FORMAT", ["line", "json"]) == "line"
    assert Environment({"LOG_FORMAT": "json"}).choice("LOG_FORMAT", ["line", "json"]) == "json"
