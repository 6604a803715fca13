"""schemathesis asks whatever the schema lets it ask, and what it does not: no fault, and nothing undocumented.

A short run belongs to every test run; SOAK=1 (`make soak-api`) makes it long, on both databases.
"""

import os

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks as openapi

from public.api.resources import RESOURCES
from public.changes.comparison import compare

CASES = 2_000 if os.environ.get("SOAK") else 200
MODES = list(GenerationMode)


# What every answer of the portal has, to protect its readers, for caches, and for scripts of other sites
EVERYWHERE = {
    "access-control-allow-origin", "access-control-expose-headers", "allow", "cache-control", "content-encoding",
    "content-language", "content-length", "content-security-policy", "content-type", "cross-origin-opener-policy",
    "cross-origin-resource-policy", "permissions-policy", "referrer-policy", "vary", "x-content-type-options",
    "x-frame-options",
}  # fmt: skip


def headers_are_documented(_context, response, case):
    documented = case.operation.definition.raw["responses"][str(response.status_code)]["headers"]
    assert set(response.headers) - EVERYWHERE <= {name.lower() for name in documented}


CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.negative_data_rejection,
    headers_are_documented,
]


@pytest.fixture
def schema(published, client, settings):
    """The schema of the published data, with the portal to be asked."""
    settings.API_LIMIT = 0
    compare()
    schema = schemathesis.openapi.from_dict(client.get("/api/schema/").json())
    schema.app = WSGIHandler()
    for signal in (
        request_started,
        request_finished,
    ):  # the connection of the test stays open
        signal.disconnect(close_old_connections)
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def names(schema):
    """The names of rows that there are, by the name of their table."""
    return {name: names_of(resource.table) for name, resource in RESOURCES.items()}


def names_of(table):
    return [{part: row[part] for part in table.key} for row in table.everything()][:50]


def cases(schema, names, mode):
    """Cases of every operation; of those about one row also such as name a row that there is."""
    for found in schema.get_all_operations():
        operation = found.ok()
        yield operation.as_strategy(mode)
        there = names.get(operation.path.split("/")[3]) if "{" in operation.path else None
        if there:
            yield st.sampled_from(there).flatmap(lambda parts, ask=operation.as_strategy: ask(path_parameters=parts))


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_nothing_is_answered_that_the_schema_does_not_say(schema, names, mode):
    @settings(max_examples=CASES // len(MODES), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=st.one_of(*cases(schema, names, mode)))
    def ask(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    ask()
