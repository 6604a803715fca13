"""A published bulletin's page says what its snapshot says, byte for byte, whatever becomes of the data."""

import io
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from activities.activities import proposals, workflow
from activities.activities.models import totals
from activities.models import Activity, Indicator, Measure
from oversight.bulletins import workflow as bulletins
from oversight.models import Bulletin, BulletinFigure
from pairs.models import Batch, Pair
from tests.conftest import a_person
from tests.support.assertions.bulletins import is_intact
from tests.support.factories.activities import day
from tests.support.factories.ministry_season import at, noon

ADDRESSES = ("/bulletins/{}/", "/en/bulletins/{}/", "/bulletins/{}.docx", "/en/bulletins/{}.docx")


@pytest.fixture
def bulletin(world, rita, sam, editor):
    """One with computed figures, a change since the one before, and a stated figure."""
    world.the_six(rita, sam)
    world.published_bulletin(editor, as_of=-7)
    draft = world.drafted_bulletin(editor)
    words = {"name": "帮助就业", "name_en": "Helped into work", "wording": "1.3万人", "wording_en": "13,000 graduates"}
    bulletins.state_figure(draft, editor, **words, source="https://example.edu.cn/")
    return bulletins.publish(draft, editor)


def pages(client, bulletin):
    answers = {path: client.get(path.format(bulletin.address)) for path in ADDRESSES}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: answer.content for path, answer in answers.items()}


def everything_changes(world, rita, sam, editor):
    """Entries are added, corrected and withdrawn; names, rules, lists and batches change; rows are even rewritten."""
    first, second = Activity.objects.order_by("pk")
    with at(noon(-1)):
        workflow.withdraw(first, editor, "没有举办")
        proposals.propose_correction(second, rita, measures={"posts": 1}, reason="打错了")
        proposals.accept(proposals.waiting_correction(second), sam)
    world.held(rita, sam, on=-6, confirmed=-5, posts=999)
    Indicator.objects.update(name="改名", name_en="Renamed", rule="改了口径", rule_en="Another rule", unit="件")
    Batch.objects.update(declared_pairs=500, title="改名", notice_on=day(-1))
    Pair.objects.filter(pk=world.other_pair.pk).delete()
    BulletinFigure.objects.update(value=1, wording="1次", wording_en="1 thing", name="改名", name_en="Renamed")
    Bulletin.objects.update(headline="改过。", headline_en="Changed.", scope="改过", scope_en="Changed", reporting=0)
    Measure.objects.update(value=5)
    totals.recount_all()


def test_after_every_kind_of_later_edit_page_and_word_file_are_byte_identical(
    client, world, bulletin, rita, sam, editor
):
    before = pages(client, bulletin)
    everything_changes(world, rita, sam, editor)
    assert pages(client, bulletin) == before


def test_the_page_would_differ_if_it_read_the_rows(client, world, bulletin, rita, sam, editor):
    """What is changed here does show on a page that is built from the rows: the one of a draft."""
    before = bulletin.document.figures[0].wording
    everything_changes(world, rita, sam, editor)
    unfrozen = Bulletin.objects.get(pk=bulletin.pk)
    unfrozen.state = "draft"
    assert unfrozen.document.figures[0].wording != before
    assert unfrozen.document.headline == "改过。"


def test_a_correction_is_visible_and_the_rest_stays_byte_identical(client, bulletin, editor):
    before = {path: body for path, body in pages(client, bulletin).items() if not path.endswith("docx")}
    bulletins.correct(
        bulletin, editor, "“联合网上招聘活动”应为222场。", "“Joint online job fairs” should read 222 fairs."
    )
    after = pages(client, bulletin)
    assert "应为222场" in after["/bulletins/{}/"].decode()
    assert "should read 222 fairs" in after["/en/bulletins/{}/"].decode()
    for path, body in before.items():
        section = re.compile(rb'<section class="note note-warn" aria-labelledby="corrections">.*?</section>\n', re.S)
        assert section.search(after[path])
        assert section.sub(b"", after[path]) == body
    for path, words in (("/bulletins/{}.docx", "应为222场"), ("/en/bulletins/{}.docx", "should read 222 fairs")):
        assert words in "\n".join(one.text for one in Document(io.BytesIO(after[path])).paragraphs)


def test_the_page_tells_where_each_figure_comes_from(client, bulletin):
    page = client.get(f"/en/bulletins/{bulletin.address}/").content.decode()
    for words in ("nearly 800 meetings", "1 of 2 pairs", "Number of posts made available", "example.edu.cn"):
        assert words in page
    for figure in bulletin.document.computed:
        assert figure.data_hash in page
    assert bulletin.snapshot_hash in page


def test_a_draft_is_nowhere_in_public(client, world, editor):
    draft = world.drafted_bulletin(editor, scope="草稿暗语", scope_en="Canary draft")
    for path in (
        "/",
        "/en/",
        "/bulletins/",
        "/en/bulletins/",
        "/bulletins/ledger/",
        "/bulletins.csv",
        "/bulletins.json",
    ):
        text = client.get(path).content.decode()
        assert "草稿暗语" not in text
        assert "Canary" not in text
    assert client.get(f"/bulletins/{draft.as_of}/").status_code == 404
    assert client.get(f"/bulletins/{draft.as_of}.docx").status_code == 404
    assert str(draft.as_of) not in client.get("/sitemap-bulletins.xml").content.decode()


def test_the_list_names_every_published_bulletin_the_newest_first(client, bulletin):
    page = client.get("/bulletins/").content.decode()
    places = [page.index(f'href="{one.get_absolute_url()}"') for one in Bulletin.objects.published().newest_first()]
    assert places == sorted(places)
    assert len(places) == 2


def test_the_list_asks_as_many_questions_for_many_as_for_few(client, world, bulletin, editor):
    def asked(path):
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    paths = ("/bulletins/", "/bulletins/ledger/", "/bulletins.csv", f"/bulletins/{bulletin.address}/", "/")
    few = {path: asked(path) for path in paths}
    for number in range(4):
        draft = world.drafted_bulletin(editor, as_of=-20 - number)
        words = {"name": "帮助就业", "name_en": "Helped", "wording": "1.3万人", "wording_en": "13,000 graduates"}
        bulletins.state_figure(draft, editor, **words, source="tests")
        bulletins.correct(bulletins.publish(draft, editor), editor, "更正。", "Corrected.")
    assert {path: asked(path) for path in paths} == few
    assert max(few[path] for path in paths if path != "/") <= 8


def test_the_first_bulletins_are_what_the_ministry_published(client, published):
    page = client.get("/bulletins/2020-05-21/").content.decode()
    for wording in ("近800次", "223场", "50多万个", "5万多家", "7.5万人次", "4000多人"):
        assert wording in page
    assert "https://cnktyj.cn/article_4/284.html" in page and "en.moe.gov.cn" not in page
    assert "13,000 graduates" in client.get("/en/bulletins/2020-09-28/").content.decode()
    assert "<p>According to incomplete statistics: </p>" in client.get("/en/bulletins/2020-05-21/").content.decode()
    assert all(is_intact(one) and not one.document.computed for one in Bulletin.objects.all())


def test_loading_again_never_overwrites(published):
    editor = a_person("ed", "editor")
    bulletins.correct(Bulletin.objects.get(address="2020-05-21"), editor, "更正。", "Corrected.")
    before = list(Bulletin.history.order_by("pk").values()), list(BulletinFigure.objects.order_by("pk").values())
    call_command("load_published", verbosity=0)
    assert (
        list(Bulletin.history.order_by("pk").values()),
        list(BulletinFigure.objects.order_by("pk").values()),
    ) == before


def test_a_draft_an_editor_writes_on_the_same_day_is_not_published_by_loading(published):
    editor = a_person("ed", "editor")
    bulletins.draft(
        editor, batches=[1], as_of=Bulletin.objects.get(address="2020-05-21").day, scope="第1批", scope_en="One"
    )
    call_command("load_published", verbosity=0)
    assert Bulletin.objects.filter(state="draft").count() == 1


def test_a_page_of_the_open_data_explains_the_figures(client, db):
    page = client.get("/en/data/figures/").content.decode()
    assert "/bulletins.csv" in page
    assert "SHA-256 of every row" in page


def test_the_twins_hold_every_figure_of_every_published_bulletin(client, bulletin):
    answer = client.get("/bulletins.json").json()
    rows = {(row["bulletin"], row["measure"]): row for row in answer["rows"]}
    row = rows[bulletin.address, "posts"]
    assert (row["value"], row["wording"], row["origin"], row["reporting"], row["pairs"]) == (
        512_340,
        "50多万个",
        "computed",
        1,
        2,
    )
    helped = rows[bulletin.address, "helped-into-work"]
    assert (helped["origin"], helped["source"], helped["data_hash"]) == ("stated", "https://example.edu.cn/", "")
    assert answer["count"] == sum(len(one.document.figures) for one in Bulletin.objects.published())
    for form in ("csv", "xlsx"):
        assert client.get(f"/bulletins.{form}").status_code == 200
