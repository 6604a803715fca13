"""The index of titles and places finds what reading every one of them finds, whatever was written before."""

import random

import pytest
from django.db import connection

from activities.activities.models.querysets import INDEXED_WORDS
from activities.models import Activity
from core.substrings import AnyHolds

LETTERS = "招聘讲座双选会线上武汉体育馆aBé%_"


def words(chance):
    return "".join(chance.choices(LETTERS, k=chance.randint(1, 8)))


def by_reading(text):
    rows = Activity.objects.values_list("pk", *INDEXED_WORDS)
    return {pk for pk, *texts in rows if any(text.lower() in one.lower() for one in texts)}


def holding(text):
    return Activity.objects.filter(AnyHolds(text, *INDEXED_WORDS))


def test_the_index_finds_what_reading_every_text_finds(world, rita):
    chance = random.Random(1)
    made = [
        world.drafted(rita, title=words(chance), title_en=words(chance), place=chance.choice(["", words(chance)]))
        for _number in range(30)
    ]
    for one in made[:8]:
        one.place = words(chance)
        one.save()
    Activity.objects.filter(pk__in=[one.pk for one in made[8:12]]).update(title="校园双选会", place="")
    for one in made[12:16]:
        one.title_en = words(chance)
    Activity.objects.bulk_update(made[12:16], ["title_en"])
    for one in made[16:20]:
        one.delete()
    texts = [text for row in Activity.objects.values_list(*INDEXED_WORDS) for text in row if text]
    asked = [text[chance.randrange(len(text)) :][: chance.randint(1, 5)] for text in chance.choices(texts, k=120)]
    for text in [*asked, *(one.swapcase() for one in asked if one.isascii()), "武汉体育场", '"', "选会"]:
        assert {one.pk for one in holding(text)} == by_reading(text), text


def test_the_index_answers_and_not_the_texts(world, rita):
    found = world.drafted(rita, title="化工类专场", place="Stadium")
    for text in ("专场", "类专场", "STADI"):
        assert [*holding(text)] == [found]
        if connection.vendor == "sqlite":
            plan = holding(text).order_by().explain()
            assert "VIRTUAL TABLE" in plan and "SCAN activities_activity" not in plan
        elif len(text) > 2:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")  # so few rows
            assert "activity_words" in holding(text).order_by().explain()


@pytest.mark.parametrize("text", ["化工 武汉", "专场 fair", "招聘会 化工", "STADIUM"])
def test_each_word_is_found_in_title_place_or_kind(world, rita, text):
    world.fair.name, world.fair.name_en = "专场招聘会", "Job fair"
    world.fair.save()
    event = world.planned(rita, title="化工类专场", place="武汉 Stadium")
    assert [*Activity.objects.told().matching(text)] == [event]
    assert not Activity.objects.told().matching(f"{text} 线上").exists()
