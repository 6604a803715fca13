"""What the database asks for again is done again: nobody meets an error for what two people did at one moment."""

from threading import Barrier

import pytest
from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from core import retries
from core.access import anybody
from core.retries import retried
from pairing_portal import urls
from pairs.models import Action

from .portal_server import PATIENCE
from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CROSSING = {}  # what keeps two requests from missing each other


class AskedAgainError(OperationalError):
    """As PostgreSQL says it."""

    pgcode = "40P01"


@anybody
@transaction.atomic
def rename(request, first, second):
    """Two rows changed in this order; whoever changes them in the other one at the same moment waits for ever."""
    for place, slug in enumerate((first, second)):
        Action.objects.filter(slug=slug).update(name=request.POST["name"])
        if place == 0 and "met" in CROSSING:
            CROSSING["met"].wait(PATIENCE)
    return HttpResponse("done")


@anybody
def fails(request, times):
    CROSSING["calls"] = CROSSING.get("calls", 0) + 1
    Action.objects.create(slug=f"a{CROSSING['calls']}", name=request.FILES["file"].read().decode())
    if CROSSING["calls"] <= times:
        Action.objects.all().delete()
        raise AskedAgainError("deadlock detected")
    return HttpResponse("done")


handler500 = urls.handler500
urlpatterns = [path("rename/<first>/<second>/", rename), path("fails/<int:times>/", fails), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = __name__
    CROSSING.clear()
    Action.objects.create(slug="one", name="一")
    Action.objects.create(slug="two", name="二")


def sent(*places):
    """The statuses of two forms that are sent at the same moment and meet between their two changes."""
    CROSSING["met"] = Barrier(2, action=lambda: CROSSING.pop("met"))  # at a second try nobody waits
    calls = [lambda at=at: Client(raise_request_exception=False).post(at, {"name": at}).status_code for at in places]
    return sorted(at_once(*calls))


CROSSED = "/rename/one/two/", "/rename/two/one/"

if "postgresql" in settings.DATABASES["default"]["ENGINE"]:  # on SQLite one transaction writes at a time

    def test_two_forms_that_stand_in_each_others_way_are_both_answered():
        assert sent(*CROSSED) == [200, 200]
        assert len(set(Action.objects.filter(slug__in=["one", "two"]).values_list("name", flat=True))) == 1

    def test_without_the_second_try_one_of_them_meets_an_error(monkeypatch):
        monkeypatch.setattr(retries.Retries, "process_exception", lambda *args: None)
        assert sent(*CROSSED) == [200, 503]


@pytest.mark.parametrize(("times", "status", "calls"), [(0, 200, 1), (2, 200, 3), (4, 200, 5), (9, 503, 5)])
def test_a_form_is_answered_anew_with_its_files_a_few_times(times, status, calls, tmp_path, monkeypatch):
    monkeypatch.setattr(retries, "PAUSE", 0)
    file = tmp_path / "a.txt"
    file.write_text("内容")
    with file.open("rb") as opened:
        answer = Client(raise_request_exception=False).post(f"/fails/{times}/", {"file": opened})
    assert (answer.status_code, CROSSING["calls"]) == (status, calls)
    assert set(Action.objects.exclude(slug__in=["one", "two"]).values_list("name", flat=True)) <= {"内容"}


@pytest.mark.parametrize("error", [ValueError("a fault"), OperationalError("away")])
def test_other_faults_are_not_tried_again(error):
    calls = []

    def broken():
        calls.append(1)
        raise error

    with pytest.raises(type(error)):
        retried(broken)
    assert len(calls) == 1


def test_within_a_transaction_the_outermost_one_is_tried_again():
    calls = []

    def inner():
        calls.append(1)
        if len(calls) < 3:
            raise AskedAgainError

    def outer():
        with transaction.atomic():
            retried(inner)

    retried(outer)
    assert len(calls) == 3
