"""Whatever is imported, taken over, recorded, published, merged, ended, deleted and undone in whatever order: a refusal
says why and changes nothing, and undone from the last to the first every table is as before.

A short run belongs to every test run; SOAK=1 (`make soak-undo`) makes it long.
"""

import datetime
import os
import random

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from core.acts import deletion
from core.acts.undoing import Obstructed
from core.exceptions import Refused
from core.models import Act, ActRow, AuditEntry, DataVersion, StateChange
from core.questions import Unanswered
from pairs.directory import merging, registers
from pairs.lists.resources import PairResource
from pairs.models import Milestone, Pair, University
from pairs.pairs.workflow import end_early, replace_supporter
from tests.support.casts.lists import *  # noqa: F403
from tests.support.factories.lists import reading
from tests.support.factories.register_files import a_register, as_csv
from tests.support.tables import tables

pytestmark = pytest.mark.django_db

RUNS, STEPS = (100, 20) if os.environ.get("SOAK") else (2, 9)
ASIDE = (Act, ActRow, AuditEntry, DataVersion, StateChange)
APPS = ("pairs", "accounts", "activities", "oversight", "core")
RECIPIENTS = [f"湖北{sign}学院" for sign in "甲乙丙丁"]
SUPPORTERS = [f"江苏{sign}大学" for sign in "子丑寅卯"]


def stored():
    """Every row of every table, but for history and the acts themselves."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return tables(
        model
        for model in models
        if not model._meta.proxy and model not in ASIDE and not hasattr(model, "instance_type")
    )


class Ministry:
    """An editor who does things by chance; each method is one act, or is refused."""

    def __init__(self, chance, batch, by):
        self.chance, self.batch, self.by, self.day = chance, batch, by, datetime.date(2026, 3, 1)

    def act(self):
        """Do something; the Act, or None when it was refused or changed nothing."""
        last = Act.objects.order_by("pk").last()
        doing = [self.import_list, self.import_list, self.take_register, self.record_milestone, self.publish]
        doing += [self.withdraw, self.delete, self.merge, self.end]
        try:
            self.chance.choice(doing)()
        except (ValidationError, Refused, Unanswered) as refusal:
            assert str(refusal)
        made = Act.objects.order_by("pk").last()
        return made if made != last else None

    def import_list(self):
        number = self.chance.randint(1, 4)
        recipients, serials = (self.chance.sample(what, number) for what in (RECIPIENTS, range(1, 6)))
        supporters = self.chance.sample(SUPPORTERS, number)
        rows = reading(*zip(serials, recipients, supporters, strict=True))
        self.batch.refresh_from_db()
        PairResource().import_data(rows, batch=self.batch, by=self.by, reason="名单", accept_warnings=True)

    def take_register(self):
        self.day += datetime.timedelta(days=self.chance.randint(-3, 9))
        schools = self.chance.sample(range(1, 7), 3)
        rows = [self.row(*each) for each in enumerate(schools, 1)]
        day = f"{self.day.year}年{self.day.month}月{self.day.day}日"
        registers.apply(registers.read(as_csv(a_register("湖北省", *rows, day=day))), self.by, "名单")

    def row(self, at, number):
        return [at, self.name(number), f"41420000{number:02}", "湖北省", "武汉市", self.level(), ""]

    def name(self, number):
        known = RECIPIENTS[number - 1] if number <= 4 else f"新校{number}学院"
        return self.chance.choice([known, known, known.replace("学院", "大学")])

    def level(self):
        return self.chance.choice(["本科", "专科"])

    def some(self, most=3):
        keys = list(Pair.objects.order_by("pk").values_list("pk", flat=True))
        return Pair.objects.filter(pk__in=self.chance.sample(keys, min(len(keys), self.chance.randint(1, most))))

    def record_milestone(self):
        kind = self.chance.choice(Milestone.Kind.values)
        self.some(4).record_for_all(kind, on=self.day, source="x", by=self.by, reason="通报")

    def publish(self):
        self.batch.publish(self.by)

    def withdraw(self):
        self.batch.withdraw(self.by, "名单有误")

    def delete(self):
        deletion.delete(self.some(), self.by, "误录")

    def merge(self):
        kept, other = self.chance.sample(list(University.objects.filter(merged_into=None)), 2)
        merging.merge(kept, other, self.by, "同一所学校")

    def end(self):
        pair = self.some(1).first()
        facts = {"last_day": datetime.date(2026, 3, self.chance.randint(5, 25)), "reason": "调整", "source": "x"}
        if not pair:
            return
        if self.chance.random() < 0.5:
            end_early(pair, self.by, **facts)
        else:
            school = University.objects.get(name=self.chance.choice(SUPPORTERS))
            replace_supporter(pair, self.by, supporter=school, **facts)


def undone(act, by):
    """Undo `act`; whether that was done. Refused, it says why and nothing has changed."""
    before = stored()
    try:
        act.undo(by, "撤销")
    except Obstructed as refused:
        assert refused.obstacles and all(map(str, refused.obstacles))
        assert stored() == before
        return False
    return True


@pytest.mark.parametrize("seed", range(RUNS))
def test_random_acts_undone_leave_every_table_as_before(seed, batch, schools, editor):
    chance = random.Random(seed)
    ministry = Ministry(chance, batch, editor)
    before, done, in_turn = stored(), [], True
    for _step in range(STEPS):
        there = stored()
        act = ministry.act()
        if act:
            done.append((act, there))
        elif chance.random() < 0.7:
            assert stored() == there
        if done and chance.random() < 0.3:
            which = chance.randrange(len(done))
            if undone(done[which][0], editor):
                _act, was = done.pop(which)
                assert was is None or which < len(done) or stored() == was
                done[which:] = [(act, None) for act, _was in done[which:]]
                in_turn = in_turn and which == len(done)
    while done:
        act, _was = done.pop()
        if not undone(act, editor):
            assert not in_turn, [str(each) for each in act.obstacles()]
            return  # what came back out of turn holds the place of what a later act deleted
    assert stored() == before
    assert University.objects.all().refresh_search_text() == 0
