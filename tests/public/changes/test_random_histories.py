"""Whatever becomes public, changes and is withdrawn: a copy that follows the changes is what the portal shows.

A short run belongs to every test run; SOAK=1 (`make soak-api`) makes it long.
"""

import os

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from activities.activities import workflow as activities
from activities.agreements import workflow as agreements
from core.acts.undoing import Obstructed
from core.exceptions import Refused
from core.questions import Everything, answering
from oversight.bulletins import workflow as bulletins
from oversight.models import Practice
from oversight.practices import workflow as practices
from pairs.models import University
from public.changes.comparison import compare, is_due
from tests.conftest import a_person
from tests.pairs.pairs.test_random_endings import Changes
from tests.support.assertions.canaries import canaries_in, word
from tests.support.factories.activities import day

from .copies import Copy, everything_public

RUNS, STEPS = (300, 60) if os.environ.get("SOAK") else (2, 20)
EVERY = 6  # steps between two looks of a reader
WHY = "登记有误"


class History(Changes):
    """A running action of which everything is touched by chance; what is not public yet has a canary in it."""

    STEPS = ("log", "replace", "end_early", "correct", "merge", "undo", "undo", "draft", "submit", "plan", "confirm")
    STEPS += (
        "call_off",
        "withdraw",
        "agree",
        "propose",
        "publish",
        "take_back",
        "rename",
        "take_offline",
        "put_online",
    )
    STEPS += ("put_online", "put_online", "announce", "reword")

    def __init__(self, seed, editor):
        super().__init__(seed, editor)
        sides = {"rita": self.recipient, "sam": self.supporter}
        self.rita, self.sam = (a_person(name, "coordinator", university=one) for name, one in sides.items())

    def some(self, queryset):
        """One of these by chance; refused where there is none."""
        found = list(queryset.order_by("pk"))
        if not found:
            raise Refused("none", "none")
        return self.random.choice(found)

    def entries(self, *status):
        return self.pair.activities.filter(status__in=status)

    def draft(self):
        self.drafted(self.random.choice([self.rita, self.sam]), title=word("草稿"), measures={"posts": 3})

    def submit(self):
        self.submitted(self.rita, title=word("提交"), measures={"posts": self.random.randint(0, 9)})

    def plan(self):
        self.planned(self.sam, title=f"招聘会{self.random.randint(1, 99)}")

    def confirm(self):
        entry = self.some(self.entries("submitted"))
        values = {"title": "专场招聘会", "starts_on": entry.starts_on, "ends_on": entry.ends_on}
        type(entry).objects.filter(pk=entry.pk).update(title=values["title"])
        entry.refresh_from_db()
        activities.confirm(entry, self.random.choice([self.rita, self.sam]))

    def call_off(self):
        activities.cancel(self.some(self.pair.activities.filter(stage="planned")), self.sam, WHY)

    def withdraw(self):
        activities.withdraw(self.some(self.entries("submitted", "confirmed")), self.editor, WHY)

    def agree(self):
        promise = {"mechanism": self.jobs, "text": f"提供岗位{self.random.randint(1, 99)}个", "indicator": self.posts}
        old = self.pair.agreements.order_by("pk").last()
        drafted = agreements.amend(old, self.rita) if old else None
        period = {"starts": day(-9), "ends": day(30)}
        drafted = drafted or agreements.draft(self.rita, self.pair, "帮扶毕业生就业", commitments=[promise], **period)
        if self.random.random() < 0.7:
            agreements.accept(agreements.accept(drafted, self.rita), self.sam)

    def propose(self):
        self.done["slug"] += 1
        words = {"raw_title": word("经验"), "raw_text": word("做法"), "mechanism": self.guidance}
        practice = practices.propose(self.rita, self.pair, **words)
        words = {"title": "联合值班", "text": "每周三值班。", "slug": f"practice-{self.done['slug']}"}
        practices.edit(practice, self.editor, None, words | {"title_en": "Hours", "text_en": "On Wednesdays."})

    def publish(self):
        practices.publish(self.some(Practice.objects.filter(state="proposed")), self.editor)

    def take_back(self):
        practices.withdraw(self.some(Practice.objects.published()), self.editor, WHY)

    def announce(self):
        bulletin = bulletins.draft(self.editor, [1], day(-1), scope="第一批", scope_en="Batch 1")
        bulletins.publish(bulletin, self.editor)

    def rename(self):
        school = self.some(University.objects.filter(merged_into=None))
        school.name = f"{school.name[:5]}{self.random.randint(1, 9)}学院"
        school.save()

    def reword(self):
        self.posts.rule_en = f"Each counts {self.random.randint(1, 9)} times"
        self.posts.save()
        self.fair.name = f"招聘会{self.random.randint(1, 9)}"
        self.fair.save()

    def take_offline(self):
        self.batch.refresh_from_db()
        self.batch.withdraw(self.editor, WHY)

    def put_online(self):
        self.batch.refresh_from_db()
        self.batch.publish(self.editor)

    def step(self):
        """Try one of the steps; what is refused changes nothing."""
        name = self.random.choice(self.STEPS)
        try:
            with transaction.atomic(), answering(Everything()):
                getattr(self, name)()
            self.done[name] += 1
        except (ValidationError, Obstructed, Refused):
            self.done[f"{name} refused"] += 1


@pytest.mark.parametrize("seed", range(RUNS))
def test_a_copy_that_follows_the_changes_is_what_the_portal_shows(db, editor, seed):
    history, copies = History(seed, editor), [Copy()]
    for turn in range(STEPS):
        history.step()
        if turn % EVERY == EVERY - 1:
            compare()
            copies.append(copies[-1].later())
            copies[-1].follow()
    compare()
    assert not is_due()
    public = everything_public(copies[0])
    for copy in [*copies, Copy()]:
        answer = copy.follow()
        assert answer["version"] == answer["data_version"]
        assert copy.rows == public
        assert not [text for text in copy.texts if canaries_in(text)]
