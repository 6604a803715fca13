"""The figures that the ministry published stand with the day, the qualifier and the words that their source has."""

import csv
import datetime
import io
import re

import pytest
from docx import Document

from oversight.bulletins.bulletin_document import Document as Frozen
from oversight.models import Bulletin

from .test_lists import words

pytestmark = pytest.mark.usefixtures("published")

MAY, SEPTEMBER = "/bulletins/2020-05-21/", "/bulletins/2020-09-28/"


@pytest.mark.parametrize("address", ["/", MAY, "/bulletins/ledger/"])
def test_the_qualifier_goes_with_the_figures_it_was_said_of(client, address):
    assert "据不完全统计" in words(client, address)
    assert "according to incomplete statistics" in words(client, f"/en{address}").lower()


def test_figures_without_a_qualifier_get_none(client):
    assert "据不完全统计" not in words(client, SEPTEMBER)


@pytest.mark.parametrize("address", ["/", "/bulletins/", MAY, "/bulletins/ledger/"])
def test_the_day_is_that_of_publication_and_not_called_as_of(client, address):
    assert "第一批，2020年5月21日发布" in words(client, address)
    assert "截至2020年5月21日" not in words(client, address)
    assert "Batch 1, published on 21 May 2020" in words(client, f"/en{address}")


def test_no_as_of_day_is_stored_where_the_source_gives_none():
    assert list(Bulletin.objects.values_list("as_of", "stated_on").order_by("stated_on")) == [
        (None, datetime.date(2020, 5, 21)),
        (None, datetime.date(2020, 9, 28)),
    ]


def test_the_chinese_figures_of_may_name_the_chinese_text(client):
    said = words(client, MAY)
    assert said.count("教育部2020-05-21消息（中文全文，cnktyj.cn转载）") == 6
    assert "本站译自" not in said


def test_the_english_figures_of_may_are_called_our_translation(client):
    said = words(client, f"/en{MAY}")
    assert said.count("The wording is our translation.") == 6
    assert "In other English words: Ministry of Education, English press release" in said
    assert "own wording" not in said


def test_the_chinese_figures_of_september_are_called_our_translation(client):
    assert words(client, SEPTEMBER).count("中文表述由本站译自英文来源。") == 2
    assert "1.3万人" in words(client, SEPTEMBER)
    assert "is our translation" not in words(client, f"/en{SEPTEMBER}")


@pytest.mark.parametrize("address", [MAY, SEPTEMBER, "/bulletins/ledger/"])
def test_what_was_stated_is_not_read_as_between_two_numbers(client, address):
    said = re.sub(r"[0-9a-f]{32,}", "", words(client, address))  # a checksum may hold any number
    assert not [reading for reading in ("即为准数", "760", "75,999", "4,999", "至少为", "向下取整") if reading in said]


def test_whether_the_two_agree_is_this_portals_reading(client):
    assert "按本站对表述的理解，两者不一致" in words(client, "/bulletins/ledger/")


def test_the_word_file_holds_qualifier_day_and_source(client):
    file = Document(io.BytesIO(client.get("/bulletins/2020-05-21.docx").content))
    said = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert "通报：第一批，2020年5月21日发布" in said and "据不完全统计" in said
    assert "cnktyj.cn" in file.tables[0].rows[1].cells[2].text


def test_the_file_of_figures_holds_qualifier_days_and_sources(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/bulletins.csv").content.decode("utf-8-sig"))))
    may = [row for row in rows if row["通报"] == "2020-05-21"]
    assert {(row["截至日期"], row["发布日期"], row["限定语"], row["本站译文"]) for row in may} == {
        ("", "2020-05-21", "据不完全统计", "英文表述由本站翻译")
    }
    assert all("cnktyj.cn" in row["来源"] and "en.moe.gov.cn" in row["英文来源"] for row in may)
    assert {(row["限定语"], row["本站译文"]) for row in rows if row not in may} == {("", "中文表述由本站翻译")}


def test_what_was_frozen_before_there_were_qualifiers_is_still_read():
    old = {"as_of": "2020-05-21", "scope": "第一批", "scope_en": "Batch 1", "figures": [{"origin": "stated"}]}
    document = Frozen(old)
    assert (document.title, document.local_qualifier) == ("第一批，截至2020年5月21日", "")
    assert not document.figures[0].is_our_translation
