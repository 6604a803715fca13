"""Many people who write at once, over HTTP, with imports in between: nobody is turned away, and nothing is lost.

Eight coordinators enter, submit and confirm while editors import lists, on the portal as it is deployed. `make test`
has one round and short lists; SOAK=1 (`make soak-kills`) has fifteen rounds and long ones.
"""

import os
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from activities.activities.models import totals
from activities.models import Activity
from core.tokens import new_token
from pairs.lists import workflow as lists
from pairs.models import Action, Batch, ListImport, Pair
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import fields
from tests.support.browser.desk_forms import at, typed
from tests.support.factories.activities import HUBEI, JIANGSU, World, day, school

from .portal_server import PATIENCE, Browser
from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
ROUNDS, ROWS = (15, 40) if os.environ.get("SOAK") else (1, 5)
IMPORTS = 4 if connection.vendor == "postgresql" else 1  # on SQLite they would only wait for one another


class Office:
    """Eight pairs of one batch with a coordinator on each side, and editors who import lists of other schools."""

    def __init__(self, server):
        self.server, self.world = server, World()
        self.people, self.pairs = [], []
        for number in range(WRITERS):
            one, other = school(f"湖北第{number}学院", f"42420100{number:02}", HUBEI), None
            other = school(f"江苏第{number}大学", f"42320100{number:02}", JIANGSU)
            self.pairs.append(
                Pair.objects.create(batch=self.world.batch, serial=10 + number, recipient=one, supporter=other)
            )
            names = (f"r{number}", one), (f"s{number}", other)
            self.people.append([a_person(name, "coordinator", university=where) for name, where in names])
        self.listed = [self.list_of(number) for number in range(IMPORTS)]

    def list_of(self, number):
        """A list of schools of its own, previewed by an editor of its own."""
        action = Action.objects.create(
            slug=f"other-{number}", name=f"行动{number}", name_en="x", recipient_provinces=[HUBEI]
        )
        facts = {"title": f"批次{number}", "source": "tests", "notice_on": day(-9), "starts": day(-9), "ends": day(90)}
        batch = Batch.objects.create(number=70 + number, action=action, **facts)
        lines = ["序号,受援高校,支援高校"]
        for row in range(1, ROWS + 1):
            names = f"湖北{number}之{row}学院", f"江苏{number}之{row}大学"
            for name, province in zip(names, (HUBEI, JIANGSU), strict=True):
                school(name, f"4{province}{number + 1}{row:06}", province).names.get_or_create(name=name)
            lines.append(",".join([str(row), *names]))
        return lists.preview(batch, "\n".join(lines), owner=a_person(f"ed{number}", "editor"))

    def write(self, number):
        """One person enters and submits, the other one confirms, again and again; the statuses of what did not go."""
        pair, (rita, sam) = self.pairs[number], self.people[number]
        one, other = Browser(self.server.port, rita), Browser(self.server.port, sam)
        new = f"{at('activity_new')}?pair={pair.address}&kind=fair&stage=held"
        answers = []
        for turn in range(ROUNDS):
            title = f"第{number}人第{turn}场"
            form = typed(-1 - turn, title=title, token=new_token(rita), draft="1", n_posts=str(10 + turn))
            answers.append(one.post(new, form))
            if (entry := Activity.objects.filter(title=title).first()) is None:
                return answers
            answers.append(one.post(at("activity_check", entry.pk), {"version": entry.version}))
            answers.append(other.post(at("activity_step", entry.pk, "confirm"), {"version": entry.version + 1}))
        return [(status, text) for status, text in answers if status != 302]

    def import_list(self, listed):
        path = f"/admin/pairs/listimport/{listed.pk}/preview/"
        form = {name: text for name, text in fields(a_client(listed.owner).get(path)).items() if text is not None}
        status, text = Browser(self.server.port, listed.owner).post(path, form | {"confirm": "1", "reason": "公布"})
        return [] if status == 302 else [(status, text)]

    def at_once(self):
        """What was answered to anybody but “done”."""
        writers = [partial(self.write, number) for number in range(WRITERS)]
        imports = [partial(self.import_list, listed) for listed in self.listed]
        return [each for answers in at_once(*writers, *imports) for each in answers]


def test_eight_people_write_while_lists_are_imported_and_all_of_it_is_there(server):
    office = Office(server)
    assert office.at_once() == []
    confirmed = Activity.objects.filter(status="confirmed")
    assert confirmed.count() == Activity.objects.count() == WRITERS * ROUNDS
    assert totals.differences() == []
    for pair in office.pairs:
        figures = pair.totals.values_list("value", flat=True)
        assert sum(figures) == sum(10 + turn for turn in range(ROUNDS))
    assert not ListImport.objects.exclude(state=ListImport.State.APPLIED).exists()
    for listed in office.listed:
        assert listed.batch.pairs.count() == Pair.history.filter(batch=listed.batch).count() == ROWS
    assert "Traceback" not in server.log.read_text()


# That the tests of this folder would notice


def append(word, is_protected, met):
    """Read a name, let somebody else do the same, and write what was read with a word more."""
    connection.ensure_connection()
    if not is_protected:
        connection.transaction_mode = "DEFERRED"  # of SQLite, whose transactions else wait for one another
    rows = Action.objects.select_for_update() if is_protected else Action.objects
    try:
        with transaction.atomic():
            name = rows.get().name
            with suppress(BrokenBarrierError):  # nobody else came so far
                met.wait(0.5 if is_protected else PATIENCE)
            Action.objects.update(name=f"{name} {word}")
    except OperationalError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("is_protected", [True, False])
def test_of_two_who_write_what_they_have_read_both_are_there_only_with_protection(is_protected):
    Action.objects.create(slug="one", name="开始")
    met = Barrier(2)
    answers = at_once(*[partial(append, word, is_protected, met) for word in ("甲", "乙")])
    words = set(Action.objects.get().name.split())
    assert (words == {"开始", "甲", "乙"} and answers == ["", ""]) is is_protected
    if not is_protected and connection.vendor == "sqlite":
        assert "database is locked" in answers


def test_a_server_that_runs_on_knows_the_content_types_of_the_next_test(world):
    before = dict(ContentType.objects.values_list("model", "pk"))
    call_command("flush", interactive=False)
    assert dict(ContentType.objects.values_list("model", "pk")) == before != {}
    assert not Action.objects.exists() and not Pair.objects.exists()
