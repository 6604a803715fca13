"""Universities to test with. Those called 样例 are made up; real names are used for what they are like."""

import datetime

import pytest

from pairs.directory.provinces import Province
from pairs.models import Level, Ownership, University, UniversityName


def a_day(text):
    return datetime.date.fromisoformat(text)


def a_university(code, name, name_en="", *former, province=Province.HUBEI, **facts):
    """A university with its names: today's, and each of `former` as an official one of 2020."""
    facts = {"level": Level.UNDERGRADUATE, "ownership": Ownership.PUBLIC, "authority": "湖北省"} | facts
    university = University.objects.create(code=code, name=name, name_en=name_en, province=province, **facts)
    for text in former:
        a_name(university, text, since="2020-06-30", until="2020-06-30")
    return university


def a_name(university, name, since="", until="", **fields):
    span = {"since": a_day(since) if since else None, "until": a_day(until) if until else None}
    return UniversityName.objects.create(university=university, name=name, **span, **fields)


@pytest.fixture
def vocational(db):
    """Became a university and changed its name."""
    return a_university("4142010834", "武汉职业技术大学", "Wuhan Technical University", "武汉职业技术学院")


@pytest.fixture
def donghu(db):
    return a_university("4142011798", "武汉东湖学院", "Wuhan Donghu University")


@pytest.fixture
def hubei(db):
    return a_university("4142010512", "湖北大学", "Hubei University")


@pytest.fixture
def zhixing(db):
    """Its name begins with another university's."""
    return a_university("4142013234", "湖北大学知行学院")
