"""The index of search texts finds what reading every text finds, whatever was written before."""

import random

import pytest
from django.db import connection

from pairs.directory import name_matching
from pairs.models import University, UniversityName
from tests.support.casts.universities import a_university

pytestmark = pytest.mark.django_db

LETTERS = "武汉东湖江大师范学院工科职业"
WORDS = ["Wuhan", "Donghu", "River", "Normal", "of", "Teachers"]


def a_name(chance):
    return "".join(chance.choices(LETTERS, k=chance.randint(3, 8)))


def asked_of(chance, texts):
    """Something to ask for: a piece of a text, two pieces of one, or letters by chance."""
    lines = [line[1:] for line in chance.choice(texts).split("\n") if len(line) > 3]
    line = chance.choice(lines)
    first = chance.randrange(len(line))
    piece = line[first : first + chance.randint(1, 7)]
    return chance.choice([piece, piece, f"{piece} {chance.choice(lines)[:2]}", "".join(chance.choices(LETTERS, k=2))])


def by_reading(text):
    asked = name_matching.words(text)
    return {
        one.pk
        for one in University.objects.all()
        if asked
        and (
            all(word in one.search_text for word in asked)
            or "".join(asked) in one.search_text
            or (name_matching.CODE.fullmatch("".join(asked)) and one.code.endswith("".join(asked)))
        )
    }


def test_the_index_finds_what_reading_every_text_finds():
    chance = random.Random(1)
    made = [
        a_university(f"{4142000000 + n}", a_name(chance), name_en=" ".join(chance.sample(WORDS, 3))) for n in range(40)
    ]
    for one in made[:10]:
        one.name = a_name(chance)
        one.save()
    UniversityName.objects.bulk_create(
        UniversityName(university=one, name=a_name(chance), kind="former") for one in made[5:20]
    )
    made[20].names.all().delete()
    made[21].delete()
    for one in made[22:30]:
        one.name = a_name(chance)
    University.objects.bulk_update(made[22:30], ["name"])
    texts = list(University.objects.values_list("search_text", flat=True))
    asked = [asked_of(chance, texts) for _ in range(150)] + ["4142000007", "00007", "汉", "w"]
    for text in asked:
        assert {one.pk for one in University.objects.search(text)} == by_reading(text), text


@pytest.mark.parametrize("text", ["东湖学", "whdhxy", "东湖"])
def test_the_index_answers_and_not_the_texts(donghu, text):
    found = University.objects.filter(search_text__holds=text)
    assert list(found) == [donghu]
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE" in found.explain() and "SCAN pairs_university" not in found.explain()
    elif len(text) > 2:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")  # so few rows are read
        assert "university_search_text" in found.order_by().explain()
