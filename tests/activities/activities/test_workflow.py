"""Random lives of activities: whatever people do, in whatever order, the totals are what a fresh count says.

A short run belongs to every test run; SOAK=1 (`make soak`) makes it long.
"""

import os
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from activities.activities import proposals, workflow
from activities.activities.models import totals
from activities.activities.models.states import TO_CONFIRM
from activities.models import Activity, Correction, Measure, Merge, Tally, Total
from core.exceptions import Refused
from tests.conftest import a_person
from tests.support.factories.activities import World, day

RUNS, STEPS = (300, 60) if os.environ.get("SOAK") else (8, 20)
SIDES = {"rita": "recipient", "rob": "recipient", "sam": "supporter", "ed": "ministry"}
people = st.sampled_from([*SIDES, "olga"])
figures = st.none() | st.integers(0, 50)
WHY = "一个理由"


FREELY = [workflow.submit, workflow.confirm, workflow.confirm, workflow.discard]
WITH_REASON = [workflow.send_back, workflow.withdraw, workflow.cancel]


class Lives(RuleBasedStateMachine):
    """People of both sides, the ministry and a stranger take any step at any time; most are refused."""

    entries = Bundle("entries")

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.shown = set()
        self.world = World()
        where = {"recipient": self.world.recipient, "supporter": self.world.supporter}
        for name, side in SIDES.items():
            role = "editor" if side == "ministry" else "coordinator"
            a_person(name, role, university=where.get(side))
        a_person("olga", "coordinator", university=self.world.other_recipient)
        self.people = {user.username: user for user in User.objects.all()}

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def attempt(self, verb, *args, **kwargs):
        """Take a step; a refusal is an answer, anything else is a failure."""
        try:
            return verb(*args, **kwargs)
        except (Refused, ValidationError):
            return None

    def take(self, pk, transition, by, *args, **kwargs):
        """Let somebody try a transition of an entry as it is stored."""
        entry = Activity.objects.filter(pk=pk).first()
        if entry:
            self.attempt(transition, entry, self.people[by], *args, **kwargs)

    @rule(target=entries, by=people, posts=figures, signed=figures, ago=st.integers(0, 40), period=st.booleans())
    def draft(self, by, posts, signed, ago, period):
        kind = self.world.matching if period else self.world.fair
        measures = {"signed": signed} if period else {"signed": signed, "posts": posts}
        days = {"starts_on": day(-ago), "ends_on": day(-ago)}
        made = self.attempt(self.world.drafted, self.people[by], kind=kind, measures=measures, **days)
        return made.pk if made else multiple()

    @rule(target=entries, by=people, posts=figures, ago=st.integers(0, 3))
    def hand_in(self, by, posts, ago):
        days = {"starts_on": day(-ago), "ends_on": day(-ago)}
        made = self.attempt(self.world.submitted, self.people[by], measures={"posts": posts}, **days)
        return made.pk if made else multiple()

    @rule(target=entries, by=people, ahead=st.integers(0, 9))
    def plan(self, by, ahead):
        made = self.attempt(self.world.planned, self.people[by], starts_on=day(ahead), ends_on=day(ahead))
        return made.pk if made else multiple()

    @rule(pk=entries)
    def its_day_passes(self, pk):
        Activity.objects.filter(pk=pk, stage="planned").update(starts_on=day(-1), ends_on=day(-1))

    @rule(pk=entries, by=people, posts=figures, ago=st.integers(-2, 40))
    def edit(self, pk, by, posts, ago):
        self.take(pk, workflow.edit, by, None, {"starts_on": None, "ends_on": day(-ago)}, {"posts": posts})

    @rule(pk=entries, by=people, transition=st.sampled_from(FREELY))
    def go_on(self, pk, by, transition):
        self.take(pk, transition, by)

    @rule(pk=entries, by=people, transition=st.sampled_from(WITH_REASON))
    def go_on_with_reason(self, pk, by, transition):
        self.take(pk, transition, by, WHY)

    @rule(pk=entries, by=people, posts=figures)
    def hold(self, pk, by, posts):
        self.take(pk, workflow.hold, by, {}, {"posts": posts})

    @rule(pk=entries, by=people, posts=figures, withdraw=st.booleans())
    def propose_correction(self, pk, by, posts, withdraw):
        self.take(pk, proposals.propose_correction, by, {}, {"posts": posts}, WHY, withdraw)

    @rule(pk=entries, by=people, accept=st.booleans())
    def decide_correction(self, pk, by, accept):
        for correction in Correction.objects.open().filter(activity=pk):
            decide, why = (proposals.accept, []) if accept else (proposals.decline, [WHY])
            self.attempt(decide, correction, self.people[by], *why)

    @rule(pk=entries, other=entries, by=people, value=st.integers(0, 50))
    def propose_merge(self, pk, other, by, value):
        other = Activity.objects.filter(pk=other).first()
        if other:
            self.take(pk, proposals.propose_merge, by, other, {"posts": value, "signed": value})

    @rule(by=people, accept=st.booleans())
    def decide_merge(self, by, accept):
        for merge in Merge.objects.open():
            decide, why = (proposals.accept, []) if accept else (proposals.decline, [WHY])
            self.attempt(decide, merge, self.people[by], *why)

    @invariant()
    def totals_are_what_a_fresh_count_says(self):
        assert totals.differences() == []
        by_hand = {}
        for row in Measure.objects.select_related("activity__kind"):
            entry = row.activity
            if entry.is_counted and row.counted_value is not None:
                key = (entry.pair_id, row.indicator_id, entry.ends_on.replace(day=1), entry.kind.is_period)
                by_hand[key] = by_hand.get(key, 0) + row.counted_value
        rows = Total.objects.values_list("pair", "indicator", "month", "period", "value")
        assert {row[:-1]: row[-1] for row in rows} == by_hand

    @invariant()
    def activities_are_counted_once_each(self):
        by_hand = Counter()
        for entry in Activity.objects.select_related("kind"):
            if entry.is_counted:
                by_hand[entry.pair_id, entry.ends_on.replace(day=1), entry.kind.is_period] += 1
        assert {
            row[:-1]: row[-1] for row in Tally.objects.values_list("pair", "month", "period", "activities")
        } == by_hand

    @invariant()
    def only_held_and_confirmed_ones_count(self):
        for entry in Activity.objects.counted():
            assert (entry.stage, entry.status, entry.merged_into_id) == ("held", "confirmed", None)
            assert entry.confirmed_by_id and entry.ends_on <= day()

    @invariant()
    def a_logging_side_never_confirms_itself(self):
        for entry in Activity.objects.exclude(confirmed_by=None).select_related("confirmed_by"):
            assert SIDES[entry.confirmed_by.username] != entry.side
        for rows in (Correction.objects, Merge.objects):
            for proposal in rows.filter(status="accepted").select_related("decided_by"):
                assert SIDES[proposal.decided_by.username] != proposal.side

    @invariant()
    def a_merged_event_counts_once(self):
        for merge in Merge.objects.filter(status="accepted"):
            assert not Activity.objects.counted().filter(pk=merge.other_id).exists()

    @invariant()
    def what_was_public_never_vanishes(self):
        public = set(Activity.objects.public().values_list("pk", flat=True))
        merged = set(Activity.objects.exclude(merged_into=None).values_list("pk", flat=True))
        assert self.shown <= public | merged
        self.shown = public


def test_lives(db):
    quiet = {"deadline": None, "suppress_health_check": list(HealthCheck)}
    profile = settings(max_examples=RUNS, stateful_step_count=STEPS, **quiet)
    run_state_machine_as_test(Lives, settings=profile)


def test_the_machine_notices_a_side_that_confirms_itself(db, monkeypatch):
    monkeypatch.setitem(workflow.TRANSITIONS, "confirm", workflow.Transition(((workflow.either, TO_CONFIRM),)))
    lives = Lives()
    lives.begin()
    lives.take(lives.world.submitted(lives.people["rita"]).pk, workflow.confirm, "rob")
    with pytest.raises(AssertionError):
        lives.a_logging_side_never_confirms_itself()
    lives.teardown()


def test_the_machine_notices_totals_that_lag_behind(db, monkeypatch):
    lives = Lives()
    lives.begin()
    entry = lives.world.submitted(lives.people["rita"], measures={"posts": 3})
    monkeypatch.setattr(totals, "recount", lambda pair: None)
    lives.take(entry.pk, workflow.confirm, "sam")
    with pytest.raises(AssertionError):
        lives.totals_are_what_a_fresh_count_says()
    lives.teardown()
