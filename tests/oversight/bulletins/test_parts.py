"""“Of which” figures in a bulletin: right below their whole, in the paragraph a part of it, and frozen with it."""

import io

import pytest
from docx import Document
from lxml import html

from activities.models import Indicator, KindIndicator
from oversight.bulletins import workflow as bulletins

pytestmark = pytest.mark.one_database
NAMES = {
    "visits": ("走访用人单位", "Employers visited"),
    "sites": ("实习基地", "Internship bases"),
    "led": ("其中：校长带队走访", "Of which led by presidents"),
}


def indicator(code, **facts):
    name, name_en = NAMES[code]
    words = {"name": name, "name_en": name_en, "unit": "家", "unit_en": "employers"}
    return Indicator.objects.create(code=code, rule="每家计一次", rule_en="Each counts once", **words, **facts)


@pytest.fixture
def draft(world, rita, sam, editor):
    """Employers were visited, some of them by presidents; internship bases stand between the two in the table."""
    visits = indicator("visits")
    asked = [visits, indicator("sites"), indicator("led", part_of=visits)]
    KindIndicator.objects.bulk_create(KindIndicator(kind=world.fair, indicator=one) for one in asked)
    world.held(rita, sam, visits=40, sites=7, led=12)
    return world.drafted_bulletin(editor)


def only(draft, *measures):
    """The draft as it is proposed with these figures alone."""
    for figure in draft.figures.all():
        figure.included = figure.measure in measures
        figure.in_headline = False
        figure.save()
    return bulletins.propose_headline(draft, draft.drafted_by)


def test_a_part_stands_right_below_its_whole(draft):
    order = [figure.measure for figure in draft.figures.all() if figure.measure in NAMES]
    assert order == ["visits", "led", "sites"]


def test_the_paragraph_tells_it_as_a_part_in_both_languages(draft):
    told = only(draft, *NAMES)
    assert "累计：走访用人单位40家，其中校长带队走访12家，实习基地7家。" in told.headline
    assert "40 employers visited (of which 12 led by presidents) and 7 internship bases." in told.headline_en


def test_a_part_whose_whole_is_left_out_is_told_like_any_other(draft):
    told = only(draft, "sites", "led")
    assert told.wholes == {}
    assert "累计：校长带队走访12家，实习基地7家。" in told.headline


def test_published_it_is_indented_below_its_whole_whatever_becomes_of_the_indicators(draft, editor, client):
    published = bulletins.publish(only(draft, *NAMES), editor)
    Indicator.objects.filter(code="led").update(part_of=None)
    page = html.fromstring(client.get(published.get_absolute_url()).content.decode())
    table = page.xpath("//table[contains(@class, 'computed')]//tr[th[@scope='row']]")
    assert [(row.xpath("string(th)"), row.get("class")) for row in table] == [
        ("走访用人单位", None),
        ("其中：校长带队走访", "of-which"),
        ("实习基地", None),
    ]
    file = Document(io.BytesIO(client.get(f"/bulletins/{published.address}.docx").content))
    names = [row.cells[0].text for row in file.tables[0].rows[1:]]
    assert names == ["走访用人单位", "其中：校长带队走访", "实习基地"]
