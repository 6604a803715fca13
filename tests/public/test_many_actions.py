"""What the ministry opens, and what counts for the public, asks as much of the database at twenty actions as at one."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairs.models import Batch, Pair
from tests.support.casts.several_actions import WEST, an_action, what_was_done
from tests.support.queries import without_version

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FORMS = ["pairs/action/add/", "pairs/batch/add/", "pairs/batch/from-notice/", "pairs/pair/add/"]
FORMS += ["activities/mechanism/add/", "activities/activitykind/add/", "activities/indicator/add/"]
DESK = ["pairs", "activities", "oversight", "inspections", "inspections/rounds/new", "findings", "practices"]
DESK += ["bulletins", "bulletins/new", "people", "people/missing", "people/invite", "people/list", "audit", "partner"]
STATISTICS = ("totals", "growth", "distribution", "durations", "flow", "commitments")
COUNTED = [f"/statistics/{name}/" for name in STATISTICS]
OF_ALL = [f"/statistics/{name}/?action=all" for name in STATISTICS]  # where there is more than one
COUNTED += ["/bulletins/ledger/", "/statistics/totals.json", "/kinds.json"]
COUNTED += ["/api/v1/pairs/", "/api/v1/actions/"]


def pages(action):
    """Every list of the admin, its forms that offer actions or mechanisms, the desk, and the pages of this action."""
    batch, pair = Batch.objects.get(action=action), Pair.objects.of_action(action).first()
    mechanism = action.mechanisms.first()
    lists = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    own = [f"pairs/action/{action.pk}/{page}/" for page in ("change", "mechanisms", "kinds")]
    own += [f"pairs/batch/{batch.pk}/{page}/" for page in ("change", "list", "publish", "withdraw", "period")]
    own += [f"pairs/pair/{pair.pk}/change/", f"activities/mechanism/{mechanism.pk}/change/"]
    own += [f"activities/activitykind/{mechanism.kinds.get().pk}/change/"]
    staff = ["/admin/", *map(reverse, lists), *(f"/admin/{page}" for page in (*FORMS, *own))]
    return [*staff, *(f"/desk/{page}/" for page in DESK), *COUNTED]


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return without_version(captured)


def test_pages_ask_as_much_at_twenty_actions_as_at_one(editor, editor_client):
    first = an_action("NORTH", WEST, several=True)
    what_was_done(first, "NORTH", editor)
    addresses = pages(first)
    assert len(addresses) > 70
    queries(editor_client, "/admin/")  # what is read once a session is
    few = {address: queries(editor_client, address) for address in addresses}
    for number in range(19):
        what_was_done(an_action(f"MORE{number}", WEST), f"MORE{number}", editor)
        if number == 0:
            few |= {address: queries(editor_client, address) for address in OF_ALL}
    many = {address: queries(editor_client, address) for address in few}
    assert {address: (few[address], number) for address, number in many.items() if number > few[address]} == {}
