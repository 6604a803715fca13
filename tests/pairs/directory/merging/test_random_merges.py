"""Whatever is merged and undone in whatever order: all of it or nothing, and in the end every table is as before.

A short run belongs to every test run; SOAK=1 (`make soak-life`) makes it long.
"""

import os
import random

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from accounts.models import Invitation, Membership
from activities.activities.models import totals
from activities.models import EmploymentSnapshot, GraduateGroup
from core.acts.undoing import Obstructed
from core.models import Act, ActRow, AuditEntry, DataVersion, StateChange
from pairs.directory.merging import merge, relations
from pairs.models import InferredRecipient, Pair, University, UniversityName
from tests.conftest import a_person
from tests.support.casts.universities import a_day, a_university
from tests.support.factories.activities import World, day
from tests.support.tables import tables

pytestmark = pytest.mark.django_db

RUNS, STEPS = (40, 30) if os.environ.get("SOAK") else (1, 10)
DAYS = [None, a_day("2020-06-30"), a_day("2025-06-20")]
NAMES = ["样例学院", "样例大学", "样例职业学院", "样院", "样例师范学院"]
APPS = ("pairs", "accounts", "activities", "oversight", "core")
ASIDE = (Act, ActRow, AuditEntry, DataVersion, StateChange)


def stored():
    """Every row of every table, but for history and the acts themselves; a version only counts."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    found = tables(model for model in models if model not in ASIDE and not hasattr(model, "instance_type"))
    for rows in found.values():
        for row in rows.values():
            row.pop("version", None)
    return found


class Records(World):
    """Two pairs with figures, and records of universities of which some are doubles, with something of everything."""

    def __init__(self, chance):
        super().__init__()
        self.chance, self.editor = chance, a_person("editor", "editor")
        rita, sam = a_person("rita"), a_person("sam")
        for person, school in ((rita, self.recipient), (sam, self.supporter)):
            Membership.objects.create(user=person, role="coordinator", university=school, since=day(-90))
        self.confirmed(rita, sam, measures={self.posts: 7, self.signed: 3})
        self.group, _made = GraduateGroup.objects.get_or_create(code="all", defaults={"name": "全部", "name_en": "All"})
        own = [self.recipient, self.supporter, self.other_recipient, self.other_supporter]
        self.schools = own + [self.school(number) for number in range(6)]
        for school in self.schools[4:]:
            self.of_school(school, rita)

    def school(self, number):
        facts = {"facts_as_of": self.chance.choice(DAYS), "closed_on": self.chance.choice(DAYS)}
        return a_university(f"414200009{number}", self.chance.choice(NAMES), "", **facts)

    def of_school(self, school, person):
        """One of each, by chance."""
        for name in self.chance.sample(NAMES, 2):
            UniversityName.objects.create(university=school, name=name, kind="alias", until=self.chance.choice(DAYS))
        made = [self.a_pair, self.a_post, self.an_offer, self.figures, self.an_inference, self.a_predecessor]
        for make in self.chance.sample(made, 3):
            make(school, person)

    def a_pair(self, school, _person):
        other = self.chance.choice([one for one in self.schools if one != school])
        serial = Pair.objects.count() + 1
        if not Pair.objects.filter(batch=self.batch, recipient=school).exists():
            Pair.objects.create(batch=self.batch, serial=serial, recipient=school, supporter=other)

    def a_post(self, school, person):
        Membership.objects.create(user=person, role="coordinator", university=school)

    def an_offer(self, school, _person):
        Invitation.objects.invite(self.editor, "a@example.org", role="coordinator", university=school)

    def figures(self, school, _person):
        stated = {"rate_stated": "90", "source": "https://example.org/", "as_of": self.chance.choice(DAYS[1:])}
        EmploymentSnapshot.objects.create(university=school, group=self.group, **stated)

    def an_inference(self, school, _person):
        InferredRecipient.objects.create(batch=self.batch, university=school, reason="甲", reason_en="A")

    def a_predecessor(self, school, _person):
        other = self.chance.choice(self.schools[:4])
        University.objects.filter(pk=other.pk).update(successor=school)

    def merge(self):
        """Merge two records by chance; the act, or None when it is refused, and then nothing has changed."""
        before = stored()
        kept, other = (University.objects.get(pk=one.pk) for one in self.chance.sample(self.schools, 2))
        try:
            return merge(kept, other, self.editor, "同一所学校")
        except ValidationError as refusal:
            assert refusal.messages and stored() == before
            return None


def check():
    """What holds after each step."""
    assert totals.differences() == []
    gone = list(University.objects.exclude(merged_into=None))
    assert not any(one.rows(*gone).exists() for one in relations() if not one.stays)
    assert University.objects.all().refresh_search_text() == 0


@pytest.mark.parametrize("seed", range(RUNS))
def test_random_merges_and_undos_leave_all_as_before(seed):
    chance = random.Random(seed)
    world = Records(chance)
    before, done = stored(), []
    for _step in range(STEPS):
        if done and chance.random() < 0.4:
            undo(world, done, chance.choice(done))
        elif act := world.merge():
            done.append(act)
        check()
    assert Act.objects.exists()
    while done:
        undo(world, done, done[-1])
    assert stored() == before


def undo(world, done, act):
    """Undo one act, the last or another; where others came after it and build on it, nothing changes."""
    now = stored()
    try:
        act.undo(world.editor, "弄错了")
    except Obstructed as refusal:
        assert act != done[-1], refusal.obstacles
        assert refusal.obstacles and stored() == now
    else:
        done.remove(act)
