"""The Word file of a bulletin, read back with python-docx: the same words as on the page, in both languages."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from oversight.bulletins import workflow as bulletins
from tests.conftest import made_once
from tests.support.factories.ministry_season import SIX

from .conftest import DraftedStage


@pytest.fixture(scope="module")
def bulletin_once(django_db_setup, django_db_blocker):
    yield from made_once(django_db_blocker, a_bulletin)


@pytest.fixture
def bulletin(bulletin_once, db):
    return bulletin_once


def a_bulletin():
    """Published, of figures that were computed and one that was stated."""
    stage = DraftedStage()
    words = {"name": "帮助就业", "name_en": "Helped into work", "wording": "1.3万人", "wording_en": "13,000 graduates"}
    bulletins.state_figure(stage.draft, stage.editor, **words, source="https://example.edu.cn/")
    return bulletins.publish(stage.draft, stage.editor)


def read(client, bulletin, prefix=""):
    answer = client.get(f"{prefix}/bulletins/{bulletin.address}.docx")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert ".docx" in answer["Content-Disposition"]
    return Document(io.BytesIO(answer.content))


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_paragraph_and_every_wording_in_chinese(client, bulletin):
    file = read(client, bulletin)
    assert bulletin.headline in [paragraph.text for paragraph in file.paragraphs]
    found = {row[0]: row[1] for row in cells(file.tables[0])[1:]}
    for chinese, _english in [words[1:] for words in SIX.values()]:
        assert chinese in found.values()
    assert found["就业工作远程会议"] == "近800次"


def test_the_paragraph_and_every_wording_in_english(client, bulletin):
    file = read(client, bulletin, "/en")
    assert bulletin.headline_en in [paragraph.text for paragraph in file.paragraphs]
    rows = cells(file.tables[0])
    assert rows[0] == ["Figure", "Wording", "Pairs", "Change", "Rule"]
    found = {row[0]: row[1:] for row in rows[1:]}
    wording, coverage, change, rule = found["Job posts shared"]
    assert (wording, coverage, change) == ("over 500,000 posts", "1 of 2", "–")
    assert rule.startswith("Number of posts made available")


def test_stated_figures_stand_apart_with_their_source(client, bulletin):
    computed, stated = (cells(table) for table in read(client, bulletin, "/en").tables)
    assert "Helped into work" not in [row[0] for row in computed]
    assert stated[1:] == [["Helped into work", "13,000 graduates", "https://example.edu.cn/"]]


def test_it_says_what_it_is_and_in_which_language(client, bulletin):
    for prefix, language in (("", "zh-CN"), ("/en", "en-GB")):
        facts = read(client, bulletin, prefix).core_properties
        assert facts.language == language
        assert bulletin.scope_en in facts.title if prefix else bulletin.scope in facts.title
        moments = [one.replace(tzinfo=None, microsecond=0) for one in (facts.created, bulletin.published_at)]
        assert moments[0] == moments[1]


@pytest.mark.parametrize(("style", "face"), [("Normal", "仿宋"), ("Title", "黑体"), ("Heading 1", "黑体")])
def test_chinese_letters_have_a_chinese_face(client, bulletin, style, face):
    fonts = read(client, bulletin).styles[style].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == face
    assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert not [name for name in fonts.attrib if "Theme" in name]


def test_the_head_of_a_table_is_repeated_on_every_page(client, bulletin):
    for table in read(client, bulletin).tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_same_bulletin_is_the_same_file(client, bulletin):
    path = f"/bulletins/{bulletin.address}.docx"
    assert client.get(path).content == client.get(path).content
