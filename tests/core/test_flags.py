"""Private or public is a flag of the view: whatever was forgotten is private, in every language."""

from functools import wraps

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import get_resolver, include, path

from core.access import Access, access_of, anybody, public
from pairing_portal import urls
from tests.conftest import a_client
from tests.pairing_portal.test_access import addresses, told
from tests.support.access import SIGN_IN, TABLE, lookup

THIRD_LANGUAGE = [("zh-hans", "Chinese"), ("en", "English"), ("fr", "French")]
SET_UP = "/accounts/second-factor/app/"
pytestmark = pytest.mark.django_db


def forgotten(request):
    return HttpResponse("for those inside")


@public
def open_to_all(request):
    return HttpResponse("for everybody")


@public
def public_in_name_only(request):
    return HttpResponse(request.session.get("who", "somebody"))


@wraps(open_to_all)
def behind_a_guard(request):
    return open_to_all(request)


urlpatterns = i18n_patterns(
    path("new/forgotten/", forgotten),
    path("new/open/", open_to_all),
    path("new/cookie/", public_in_name_only),
    path("new/wrapped/", behind_a_guard),
    path("new/set/", public(lambda request: set_a_cookie())),
    path("", include(urls.urlpatterns[0].url_patterns)),
    prefix_default_language=False,
)


def set_a_cookie():
    response = HttpResponse("for one browser")
    response.set_cookie("seen", "yes")
    return response


@pytest.fixture
def new_addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def factor_required(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def third_language(settings):
    settings.LANGUAGES = THIRD_LANGUAGE


def is_stored_nowhere(response):
    return (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")


@pytest.mark.parametrize("page", ["/fr/desk/", "/fr/admin/", "/fr/desk/people/", "/fr/accounts/password/"])
def test_another_language_opens_nothing(third_language, factor_required, editor, client, page):
    response = a_client(editor).get(page)
    assert response["Location"] == f"/fr{SET_UP}?next={page}" and is_stored_nowhere(response)
    assert client.get(page)["Location"].startswith("/fr/accounts/login/")


def test_another_language_stores_nothing_of_the_inside(third_language, editor_client):
    assert editor_client.get("/fr/desk/pairs/").status_code == 200
    assert is_stored_nowhere(editor_client.get("/fr/desk/pairs/"))
    assert editor_client.get("/fr/about/")["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_search_engines_are_kept_out_in_every_language(third_language, client):
    told_to_robots = client.get("/robots.txt").content.decode()
    for inside in ("/admin/", "/desk/", "/accounts/"):
        assert f"Disallow: {inside}\n" in told_to_robots and f"Disallow: /fr{inside}\n" in told_to_robots


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("page", ["/new/forgotten/", "/new/wrapped/"])
def test_a_view_without_a_flag_is_private(new_addresses, factor_required, client, passer_by, editor, prefix, page):
    assert client.get(prefix + page)["Location"].startswith(f"{prefix}/accounts/login/")
    assert a_client(editor).get(prefix + page)["Location"] == f"{prefix}{SET_UP}?next={prefix}{page}"
    inside = a_client(passer_by).get(prefix + page)
    assert inside.status_code == 200 and is_stored_nowhere(inside)


def test_a_flag_makes_it_public(new_addresses, client):
    response = client.get("/new/open/")
    assert (response.status_code, response["Cache-Control"]) == (200, "public, max-age=0, s-maxage=60")
    assert "X-Robots-Tag" not in response


@pytest.mark.parametrize("page", ["/new/cookie/", "/new/set/"])
def test_what_depends_on_a_cookie_is_stored_nowhere_whatever_its_flag_says(new_addresses, client, page):
    assert is_stored_nowhere(client.get(page))


@pytest.mark.parametrize("page", ["/nowhere/", "/en/nowhere/", "/about", "/accounts/login/", "/pairs/2-9999/"])
def test_errors_corrections_and_the_way_in_are_stored_nowhere(client, page):
    response = client.get(page)
    if page == "/pairs/2-9999/":  # a public view that finds nothing says nothing of copies
        assert "s-maxage" not in response.get("Cache-Control", "")
    else:
        assert is_stored_nowhere(response)


def test_the_way_in_is_open_to_staff_without_the_second_factor(factor_required, editor):
    client = a_client(editor)
    assert client.get("/accounts/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert told(client.get("/desk/")) == SIGN_IN


def views():
    found = {name: None for name, _pattern in addresses(get_resolver().url_patterns) if name}

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
            elif pattern.name:
                found[namespace + pattern.name] = access_of(pattern.callback)

    walk(get_resolver().url_patterns)
    return found


def test_the_public_views_are_those_of_the_access_table():
    flagged = {name for name, access in views().items() if access is Access.PUBLIC}
    assert flagged == {name for name, entry in TABLE.items() if entry.public} | {"favicon"}


def test_strangers_come_where_the_access_table_lets_them_and_nowhere_else():
    open_to_strangers = {name for name, access in views().items() if access in (Access.PUBLIC, Access.ANYBODY)}
    assert open_to_strangers == {name for name in views() if lookup(name).who["anonymous"] != SIGN_IN}


def test_a_flag_is_of_one_function_alone():
    assert access_of(open_to_all) is Access.PUBLIC
    assert access_of(behind_a_guard) is access_of(forgotten) is Access.PRIVATE
    assert access_of(anybody(open_to_all)) is Access.ANYBODY
