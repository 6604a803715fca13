"""A small action of its own, in another province and year, so that nothing can be true of Hubei only."""

import datetime

import pytest
from django.utils import timezone
from lxml import html

from pairs.models import Action, Batch, Milestone, Pair, University, UniversityName

REGISTER = datetime.date(2031, 6, 30)


@pytest.fixture
def action(db):
    return Action.objects.create(
        slug="yunnan-2031",
        name="云南行动（2031）",
        name_en="Yunnan action (2031)",
        recipient_provinces=["53"],
        register_on=REGISTER,
    )


@pytest.fixture
def add_batch(action):
    """Adds a published batch whose pairs come from the provinces given by code."""

    def add(provinces, **facts):
        facts = {"starts": datetime.date(2031, 4, 1), "ends": datetime.date(2031, 9, 30), "in_months": True} | facts
        facts |= {"title": "一批", "title_en": "A batch", "source": "notice", "notice_on": datetime.date(2031, 3, 31)}
        batch = Batch.objects.create(action=action, published_at=timezone.now(), **facts)
        for serial, province in enumerate(provinces, start=1):
            sides = {"recipient": a_university("53", registered=True), "supporter": a_university(province)}
            Pair.objects.create(batch=batch, serial=serial, **sides)
        return batch

    return add


def a_university(province, registered=False):
    number = University.objects.count()
    university = University.objects.create(
        code=f"41{province}{number:06}", name=f"第{number}大学", name_en=f"University {number}", province=province
    )
    if registered:
        UniversityName.objects.create(university=university, name=university.name, since=REGISTER, until=REGISTER)
    return university


@pytest.fixture
def reach():
    """Gives the pairs of a batch a milestone."""

    def give(pairs, kind, day):
        for pair in pairs:
            Milestone.objects.create(pair=pair, kind=kind, stated_as_of=day, source="statement")

    return give


@pytest.fixture
def page(client):
    """Fetches a page as a tree; `text` gives what a selector shows, with single spaces."""

    def fetch(address, status=200):
        response = client.get(address)
        assert response.status_code == status
        return html.fromstring(response.content.decode())

    return fetch


def text(element):
    return " ".join(element.text_content().split())
