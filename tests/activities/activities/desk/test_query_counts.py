"""Every list asks the same number of questions of the database, however long it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.activities import proposals, workflow
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import Agreement, GraduateGroup
from core.parts import PARTS
from core.version_facts import FACTS
from pairs.models import Pair
from pairs.pairs.list_places import PLACES
from tests.conftest import a_client
from tests.support.factories.activities import day, school

FEW, MANY = 4, 7  # of everything; a page holds twenty
STAFF = ["/desk/pairs/", "/desk/activities/", "/desk/pairs/1-1/", "/desk/employment/", "/desk/people/"]
OWN = ["/desk/", "/desk/activities/", "/desk/pairs/1-1/", "/desk/pairs/1-1/agreement/", "/desk/employment/"]
WAITING = ["to_confirm", "returned", "to_hold", "corrections", "merges", "agreements_to_accept", "agreements_returned"]
PUBLIC = [
    "/",
    "/activities/",
    "/pairs/",
    "/pairs/1-1/",
    "/actions/made-up/mechanisms/1/",
    "/universities/",
    "/batches/1/",
]


class Growing:
    """A world that can be filled up to a number of pairs, and of entries in every state."""

    def __init__(self, world, rita, sam):
        self.world, self.rita, self.sam, self.filled = world, rita, sam, 0
        self.group = GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")

    def up_to(self, number):
        for each in range(self.filled, number):
            self.add_entries(each)
            self.add_pair(each)
        self.filled = number

    def add_entries(self, each):
        world, rita, sam = self.world, self.rita, self.sam
        long_ago = {"starts_on": day(-20 - 5 * each), "ends_on": day(-20 - 5 * each)}
        world.submitted(sam, measures={"posts": 3})
        workflow.send_back(world.submitted(rita), sam, "理由")
        world.passed(rita), world.planned(rita), world.drafted(rita)
        proposals.propose_correction(
            world.confirmed(rita, sam, measures={"posts": 3}), sam, {"title": "另一个题目"}, {}, "理由"
        )
        proposals.propose_merge(world.submitted(sam, **long_ago), sam, world.submitted(rita, **long_ago))
        employment.report(rita, world.recipient, day(-each), self.group, 4171, 3621)

    def add_pair(self, each):
        """Another pair of the same supporter, with an agreement that waits and one that was returned."""
        recipient = school(f"湖北第{each}学院", f"42420{each:05}", "42")
        sides = {"recipient": recipient, "supporter": self.world.supporter}
        pair = Pair.objects.create(batch=self.world.batch, serial=100 + each, **sides)
        draft = agreements.draft(self.sam, pair, "目标", starts=day(), ends=day(9))
        if each % 2:
            Agreement.objects.filter(pk=draft.pk).update(returned_reason="理由")


def asked(client, path):
    """How many questions a page asks that finds nothing out before."""
    FACTS.clear()
    PARTS.clear()
    PLACES.clear()
    with CaptureQueriesContext(connection) as questions:
        assert client.get(path).status_code == 200, path
    return len(questions)


@pytest.fixture
def pages(rita, sam, editor, client):
    """The client and the address of every list."""
    paths = [(a_client(editor), path) for path in STAFF] + [(client, path) for path in PUBLIC]
    for person in (rita, sam):
        browser = a_client(person)
        paths += [(browser, path) for path in [*OWN, *(f"/desk/waiting/{name}/" for name in WAITING)]]
    return paths


def test_lists_ask_the_same_however_long_they_are(world, rita, sam, pages):
    growing = Growing(world, rita, sam)
    growing.up_to(FEW)
    for client, path in pages:
        client.get(path)  # what is read once in the life of a process
    few = [asked(*page) for page in pages]
    growing.up_to(MANY)
    many = [asked(*page) for page in pages]
    grown = {path: (a, b) for (_client, path), a, b in zip(pages, few, many, strict=True) if b > a}
    assert grown == {}
