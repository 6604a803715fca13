"""Random sequences of replacing, correcting, ending early, merging and undoing: what was counted stays where it was.

A short run belongs to every test run; SOAK=1 (`make soak-changes`) makes it long.
"""

import os
from collections import Counter
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from activities.activities.models import totals
from activities.models import Activity, Total
from core.acts.undoing import Obstructed
from core.models import Act
from core.questions import Everything, answering
from pairs.directory.merging import merge
from pairs.models import Batch, Pair, University
from pairs.pairs.workflow import end_early, replace_supporter
from tests.support.factories.activities import JIANGSU, ZHEJIANG, World, day, school
from tests.support.factories.lists import plan

RUNS, STEPS = (400, 40) if os.environ.get("SOAK") else (2, 20)
SIDES = ("recipient", "supporter")
WHY = {"reason": "因工作调整", "source": "教学厅函〔2031〕8号"}


class Changes(World):
    """Pairs whose supporters come and go; `counted` is what each pair did, kept apart from the portal's own sums."""

    def __init__(self, seed, editor):
        super().__init__()
        self.random, self.editor, self.done = Random(seed), editor, Counter()
        self.counted, self.sides, self.merged = Counter(), {}, {}
        self.schools = [school(f"浙江{n}大学", f"41330000{n:02}", ZHEJIANG) for n in range(10, 16)]
        self.schools += [school(f"江苏{n}大学", f"41320000{n:02}", JIANGSU) for n in range(10, 13)]
        for university in University.objects.all():
            university.names.get_or_create(name=university.name)
        self.declared = self.batch.pairs.count()

    def any_pair(self):
        return self.random.choice(list(Pair.objects.order_by("pk")))

    def any_school(self):
        return self.random.choice([one for one in self.schools if one.pk not in self.merged])

    def a_day(self):
        """Mostly one that cuts nothing off."""
        return day(-self.random.choice([0, 0, 1, 1, 1, 2, 20]))

    def log(self):
        pair = self.any_pair()
        last = min(pair.ended_on or day(-1), day(-1))
        on = {"starts_on": last, "ends_on": last, "source": "公开报道"}
        activity = Activity(pair=pair, kind=self.fair, title="专场招聘会", stage="held", status="confirmed", **on)
        activity.full_clean()
        activity.save()
        number = self.random.randint(1, 9)
        activity.measures.create(indicator=self.posts, value=number)
        totals.recount(pair)
        self.counted[pair.pk] += number

    def replace(self):
        facts = {"supporter": self.any_school(), "last_day": self.a_day()}
        replace_supporter(self.any_pair(), self.editor, **facts, **WHY)

    def end_early(self):
        end_early(self.any_pair(), self.editor, last_day=self.a_day(), **WHY)

    def correct(self):
        pair, pair.supporter = (pair := self.any_pair()), self.any_school()
        pair.supporter_name = pair.supporter.name
        pair.full_clean()
        pair.save()
        if not self.counted[pair.pk]:
            self.sides.pop(pair.pk, None)

    def merge(self):
        kept, other = self.any_school(), self.any_school()
        merge(kept, other, self.editor, "同一所学校")
        self.merged[other.pk] = kept.pk

    def undo(self):
        act = self.random.choice(list(Act.objects.filter(undone_at=None).order_by("pk")) or [None])
        if act is None:
            return
        act.undo(self.editor, "登记有误")
        if act.kind == "university_merge":
            gone = set(self.merged) - set(University.objects.exclude(merged_into=None).values_list("pk", flat=True))
            self.merged = {other: kept for other, kept in self.merged.items() if other not in gone}

    def step(self):
        """Try one of the steps; most of those that are refused are refused for a reason worth testing."""
        name = self.random.choice(["log", "log", "replace", "replace", "end_early", "correct", "merge", "undo", "undo"])
        try:
            with transaction.atomic(), answering(Everything()):
                getattr(self, name)()
            self.done[name] += 1
        except (ValidationError, Obstructed):
            self.done[f"{name} refused"] += 1
        for pair in Pair.objects.all():  # whose it was when it was first seen
            self.sides.setdefault(pair.pk, [pair.recipient_id, pair.supporter_id])

    def today(self, university):
        """The record that stands for a university, once records were merged."""
        while university in self.merged:
            university = self.merged[university]
        return university

    def check(self):
        assert totals.differences() == []
        assert dict(sums_by("pair")) == {pk: number for pk, number in self.counted.items() if number}
        for place, side in enumerate(SIDES):
            expected = Counter()
            for pk, number in self.counted.items():
                expected[self.today(self.sides[pk][place])] += number
            assert sums_by(f"pair__{side}") == +expected
        assert Batch.objects.with_known_pairs().get().known_pairs == self.declared
        chosen = Pair.objects.in_place().values_list("recipient")
        assert len(chosen) == len(set(chosen)) == self.declared

    def check_list(self):
        """The list as the notice printed it is unchanged, whatever became of its pairs."""
        printed = Pair.objects.as_printed().order_by("serial")
        found = plan(self.batch, *printed.values_list("serial", "recipient_name", "supporter_name"))
        assert (found.errors, len(found.unchanged), found.changed, found.new, found.missing) == (
            [],
            self.declared,
            [],
            [],
            [],
        )


def sums_by(field):
    return Counter({row[field]: row["sum"] for row in Total.objects.summed(field)})


@pytest.mark.parametrize("seed", range(RUNS))
def test_what_was_counted_stays_with_whoever_did_it(db, editor, seed):
    changes = Changes(seed, editor)
    changes.step()
    for _turn in range(STEPS):
        changes.step()
        changes.check()
    changes.check_list()
    assert changes.done["log"], changes.done
