"""Whatever the API does not know is refused, all of it at once, in one shape and both languages."""

import pytest

from public.api import views

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LANGUAGES = ("detail", "detail_en")


def is_problem(response, status):
    """The body of an error in the one shape that all have."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-cache", "no proxy answers it for what may be published in a minute"
    body = response.json()
    assert body["status"] == status and body["type"] == "about:blank" and body["title"]
    assert body["detail"] != body["detail_en"] and body["detail_en"].isascii() or "“" in body["detail_en"]
    return body


def test_all_that_is_wrong_is_said_at_once_with_what_is_known(client, published):
    body = is_problem(client.get("/api/v1/pairs/?batches=2&batch=9&status=gone&limit=1000&after=x"), 400)
    errors = {error["parameter"]: error for error in body["errors"]}
    assert set(errors) == {"batches", "batch", "status", "limit", "after"}
    assert "batch" in errors["batches"]["known"] and errors["batch"]["known"] == ["1", "2"]
    assert errors["batch"]["value"] == "9" and errors["batch"]["detail"] != errors["batch"]["detail_en"]


def test_a_parameter_given_twice_is_refused(client, db):
    is_problem(client.get("/api/v1/pairs/?limit=1&limit=2"), 400)


def test_a_parameter_without_a_value_is_refused(client, db):
    assert is_problem(client.get("/api/v1/pairs/?batch="), 400)["errors"][0]["parameter"] == "batch"


ONE_WRONG = ["pairs/?limit=", "pairs/?after=x&after=y", "changes?since=", "changes?since=0&since=x"]


@pytest.mark.parametrize("query", ONE_WRONG)
def test_each_parameter_is_complained_of_once(client, db, query):
    assert len(is_problem(client.get(f"/api/v1/{query}"), 400)["errors"]) == 1


def test_what_messengers_add_is_left_out_of_account(client, db):
    assert client.get("/api/v1/pairs/?utm_source=mail&from=timeline").status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/pairs/2-11/", "/api/schema/", "/pairs/2-11.json"])
def test_addresses_without_parameters_take_none(client, published, path):
    is_problem(client.get(f"{path}?lang=en"), 400)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/pairs/9-9/",
        "/api/v1/pairs/x/",
        "/api/v1/nothing/",
        "/api/v1/mechanisms/none/1/",
        "/api/v1/mechanisms/none/99999999999999999999/",
        "/api/v1/commitments/99999999999999999999/",
        "/api/v1/figures/a/b/c/",
        "/pairs/9-9.json",
        "/activities/99999999999999999999.json",
    ],
)
def test_what_is_not_there_is_not_found(client, db, path):
    is_problem(client.get(path), 404)


def test_a_forgotten_stroke_leads_on(client, db):
    response = client.get("/api/v1/pairs?batch=2")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/pairs/?batch=2")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only(client, db, method):
    response = getattr(client, method)("/api/v1/pairs/")
    is_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(("accepted", "status"), [("text/html", 406), ("text/csv;q=1", 406), ("*/*;q=0.1", 200)])
def test_it_speaks_json_alone(client, db, accepted, status):
    assert client.get("/api/v1/pairs/", headers={"Accept": accepted}).status_code == status


def test_a_sign_that_no_text_holds_is_refused_in_the_same_shape(client, db):
    is_problem(client.get("/api/v1/pairs/?q=%00"), 400)


def test_a_fault_of_the_code_has_the_shape_too(client, db, monkeypatch):
    monkeypatch.setattr(views, "place_of", lambda request: 1 / 0)
    client.raise_request_exception = False
    assert is_problem(client.get("/api/v1/pairs/"), 500)["request"]


def test_scripts_of_other_sites_may_read_it_and_nothing_else(client, published):
    for path in ("/api/v1/", "/api/v1/pairs/", "/pairs/2-11.json", "/pairs.csv"):
        response = client.get(path, headers={"Origin": "https://example.org"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in response
        preflight = client.options(path, headers={"Access-Control-Request-Method": "GET"})
        assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
        known = client.get(path, headers={"If-None-Match": response["ETag"]})
        assert (known.status_code, known["Access-Control-Allow-Origin"]) == (304, "*")
    page = client.get("/pairs/")
    assert "Access-Control-Allow-Origin" not in page and page["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/pairs.csv?batches=1", "/feeds/events.ics?batch=1", "/feeds/batches/99/events.ics"])
def test_scripts_read_why_a_file_was_refused_and_no_proxy_keeps_it(client, db, path):
    response = client.get(path)
    assert response.status_code in (400, 404)
    assert (response["Access-Control-Allow-Origin"], response["Cache-Control"]) == ("*", "no-cache")


WRONG_VALUES = [
    "pairs.json?batch=99",
    "pairs.json?nothing=1",
    "activities.json?since=soon",
    "statistics/parts.json?batch=99",
]


@pytest.mark.parametrize("address", WRONG_VALUES)
def test_files_say_in_both_languages_what_they_do_not_know(client, published, address):
    response = client.get(f"/{address}")
    (error,) = response.json()["errors"]
    assert response.status_code == 400 and error["message"]
    assert error["message"] != error["message_en"], error
    lines = client.get("/" + address.replace(".json", ".csv")).text.splitlines()
    assert lines == [f"{error['field']}: {error[name]}" for name in ("message", "message_en")]
