"""The schema says exactly what the API answers."""

import json

import jsonschema_rs  # at once there, where jsonschema takes a second
import pytest
from django.core.management import call_command

from public.api.resources import RESOURCES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def check(name, answer, schema):
    """ValidationError unless `answer` is what the component `name` says."""
    rules = {"$ref": f"#/components/schemas/{name}", "components": schema["components"]}
    jsonschema_rs.Draft202012Validator(rules).validate(answer)


def conforms(ask, schema):
    for name, resource in RESOURCES.items():
        kind = resource.table.kind.capitalize()
        check(f"{kind}List", ask(f"/api/v1/{name}/?limit=100"), schema)
        get = schema["paths"][f"/api/v1/{name}/"]["get"]
        assert {parameter["name"] for parameter in get["parameters"]} == set(resource.parameters)
        check(f"{kind}List", get["responses"]["200"]["content"]["application/json"]["example"], schema)
    check("Root", ask("/api/v1/"), schema)
    check("Problem", ask("/api/v1/pairs/?x=1", 400), schema)


def test_the_published_rows_are_as_it_says(ask, published):
    conforms(ask, ask("/api/schema/"))


def test_those_of_a_running_action_too(ask, running):
    conforms(ask, ask("/api/schema/"))


def test_every_operation_is_described(ask, running):
    for path, operations in ask("/api/schema/")["paths"].items():
        get = operations["get"]
        assert get["summary"] and get["description"] and {"200", "400", "406", "429", "500"} <= set(get["responses"])
        in_path = {parameter["name"] for parameter in get["parameters"] if parameter["in"] == "path"}
        assert in_path == {part.strip("{}") for part in path.split("/") if part.startswith("{")}
        assert all(parameter["description"] for parameter in get["parameters"])


def test_drf_spectacular_has_nothing_to_warn_of(db, tmp_path):
    file = tmp_path / "schema.json"
    call_command("spectacular", fail_on_warn=True, file=str(file), format="openapi-json")
    assert json.loads(file.read_text())["openapi"].startswith("3.1")
