"""Corrected facts reach a portal that is loaded already; what somebody edited by hand stays and is named."""

import datetime

import pytest
from django.core.management import call_command
from django.utils.translation import override

from activities.models import Activity, ActivityKind, EmploymentSnapshot, Mechanism
from oversight.bulletins import bulletin_document
from oversight.bulletins import workflow as bulletins
from oversight.models import Bulletin, BulletinFigure, Practice
from pairs.models import Batch, BatchStatement, InferredRecipient, Milestone, Pair, University
from tests.support.assertions.bulletins import is_intact

pytestmark = pytest.mark.usefixtures("published")
one_database = pytest.mark.one_database  # which words are said of whose edits; that facts follow is tried on both

RELEASE = "http://en.moe.gov.cn/news/press_releases/202005/t20200526_459281.html"
REPORT = "https://ev.hutb.edu.cn/news/news1/content_85436"
JULY_3, JULY_7 = datetime.date(2020, 7, 3), datetime.date(2020, 7, 7)
TABLES = (University, Batch, BatchStatement, InferredRecipient, Pair, Milestone, Mechanism, EmploymentSnapshot)
TABLES += (ActivityKind, Activity, Practice, Bulletin, BulletinFigure)


def put_back(model, old, **which):
    """Give the rows values of version 0.3.0, in their history too, as if they had been loaded then."""
    keys = list(model.objects.filter(**which).values_list("pk", flat=True))
    assert keys
    model.objects.filter(pk__in=keys).update(**old)
    model.history.filter(id__in=keys).update(**old)


def forget(model, **which):
    """As if there had never been such rows."""
    keys = list(model.objects.filter(**which).values_list("pk", flat=True))
    model.objects.filter(pk__in=keys).delete()
    model.history.filter(id__in=keys).delete()


@pytest.fixture
def old():
    """The facts as version 0.3.0 loaded them."""
    put_back(University, {"tier_source": "", "tier_inferred": False})
    put_back(University, {"city": "荆州市", "ownership": "public"}, name="荆州教育学院")
    put_back(Batch, {"key_points": "", "key_points_en": "", "key_points_source": "", "source": RELEASE}, number=2)
    put_back(Pair, {"source": RELEASE}, batch__number=2)
    put_back(Milestone, {"source": RELEASE}, pair__batch__number=2)
    put_back(Mechanism, {"summary": "帮助毕业生按时完成学业。"}, number=4)
    put_back(ActivityKind, {"online": False}, code="online_fair")
    put_back(EmploymentSnapshot, {"as_of": JULY_3, "source": REPORT}, as_of=JULY_7)
    put_back(Activity, {"source": REPORT}, pair__batch__number=2)
    put_back(Practice, {"text": "旧", "advice": "", "advice_en": ""})
    forget(Milestone, kind="negotiating", pair__batch__number=1)
    forget(BatchStatement)
    forget(InferredRecipient)
    for bulletin in Bulletin.objects.all():
        frozen_before(bulletin)


def frozen_before(bulletin):
    """As of the day of publication, under the English release alone, in the form of that time."""
    put_back(BulletinFigure, {"source": RELEASE, "source_en": "", "translated": ""}, bulletin=bulletin)
    facts = {"as_of": bulletin.stated_on, "stated_on": None, "source": RELEASE, "qualifier": "", "qualifier_en": ""}
    put_back(Bulletin, facts, pk=bulletin.pk)
    kept = bulletin_document.of(Bulletin.objects.get(pk=bulletin.pk)) | {"format": 1}
    put_back(Bulletin, {"snapshot": kept, "snapshot_hash": bulletin_document.hash_of(kept)}, pk=bulletin.pk)


def facts():
    """What all tables say, but for keys, versions and moments."""
    hidden = {"id", "version", "snapshot", "snapshot_hash", "public_since", "reported_at", "search_text"}
    rows = {model: model.objects.order_by("pk").values() for model in TABLES}
    return {
        model: sorted(repr({name: value for name, value in row.items() if name not in hidden}) for row in found)
        for model, found in rows.items()
    }


def everything():
    """Every row with its history, as it stands."""
    return {model: [list(model.objects.values()), list(model.history.values())] for model in TABLES}


def load(capsys=None):
    with override("en"):
        call_command("load_published", verbosity=1 if capsys else 0)
    return capsys.readouterr().out if capsys else ""


def test_a_portal_of_version_0_3_comes_to_hold_what_a_new_one_holds(request):
    fresh = facts()
    request.getfixturevalue("old")
    assert facts() != fresh
    load()
    assert facts() == fresh


@one_database
def test_each_row_that_follows_says_why_in_its_history(old):
    load()
    followed = [
        *University.history.filter(name="荆州教育学院", city="", history_type="~"),
        *Mechanism.history.filter(number=4, history_type="~"),
        *Bulletin.history.filter(qualifier="据不完全统计", history_type="~"),
    ]
    assert {row.history_change_reason for row in followed} == {"published list corrected"}
    assert len(followed) == 3


def test_what_moved_is_moved_and_not_doubled(old):
    load()
    assert sorted(EmploymentSnapshot.objects.values_list("group__code", "as_of")) == [
        ("all", JULY_3),
        ("hubei_origin", JULY_7),
        ("registered_impoverished", JULY_7),
    ]
    assert Activity.objects.count() == 4


@one_database
def test_a_bulletin_keeps_its_address_and_numbers_and_says_that_it_was_corrected(old, client):
    numbers = list(BulletinFigure.objects.order_by("pk").values_list("measure", "value"))
    load()
    bulletin = Bulletin.objects.get(address="2020-05-21")
    assert list(BulletinFigure.objects.order_by("pk").values_list("measure", "value")) == numbers
    assert is_intact(bulletin) and bulletin.document.facts["format"] == bulletin_document.FORMAT
    assert "the numbers are the same" in client.get("/en/bulletins/2020-05-21/").content.decode()
    assert "the numbers are the same" not in client.get("/en/bulletins/").content.decode()


@one_database
def test_it_says_how_many_followed(old, capsys):
    said = load(capsys)
    assert "pairs: 76 followed the corrected facts" in said
    assert "bulletins: 2 followed the corrected facts" in said
    assert "edited by hand" not in said


def test_a_second_time_changes_nothing_and_says_nothing_of_it(old, capsys):
    load()
    before = everything()
    assert "followed" not in load(capsys)
    assert everything() == before


@one_database
def test_what_a_person_edited_stays_and_is_named(old, editor, capsys):
    mechanism = Mechanism.objects.get(number=4)
    mechanism._history_user, mechanism.name = editor, "共用教学资源"
    mechanism.save()
    school = University.objects.get(name="荆州教育学院")
    school._change_reason, school.website = "来电更正", "https://example.edu.cn"
    school.save()
    said = load(capsys)
    assert "mechanisms: 1 differ from the published facts and were left, as edited by hand: 4 " in said
    assert "universities: 1 differ from the published facts and were left, as edited by hand: 荆州教育学院" in said
    assert Mechanism.objects.get(number=4).summary == "帮助毕业生按时完成学业。"
    assert University.objects.get(name="荆州教育学院").city == "荆州市"


@one_database
def test_what_was_written_past_the_history_stays_as_well(old):
    Mechanism.objects.filter(number=4).update(summary="另写")
    load()
    assert Mechanism.objects.get(number=4).summary == "另写"


@one_database
def test_a_snapshot_that_somebody_changed_is_not_moved_and_not_doubled(old, capsys):
    edited = EmploymentSnapshot.objects.get(group__code="hubei_origin")
    edited._change_reason, edited.rate_stated = "来源更正", 99
    edited.save()
    assert "were left, as edited by hand" in load(capsys)
    assert list(EmploymentSnapshot.objects.filter(group__code="hubei_origin").values_list("as_of")) == [(JULY_3,)]


@one_database
def test_what_was_removed_is_not_brought_back_under_its_new_day(old):
    EmploymentSnapshot.objects.get(group__code="hubei_origin").delete()
    Activity.objects.filter(source=REPORT).first().practices.all().delete()
    load()
    assert not EmploymentSnapshot.objects.filter(group__code="hubei_origin").exists()


@one_database
def test_a_bulletin_with_a_correction_by_hand_stays_as_it_is(old, editor, capsys):
    bulletin = Bulletin.objects.get(address="2020-05-21")
    bulletins.correct(bulletin, editor, "更正。", "Corrected.")
    said = load(capsys)
    assert "bulletins: 1 differ from the published facts" in said and "2020-05-21" in said
    assert Bulletin.objects.get(pk=bulletin.pk).snapshot == bulletin.snapshot
    assert Bulletin.objects.count() == 2


@one_database
def test_a_reason_is_known_in_the_language_in_which_it_was_written(old):
    Mechanism.history.update(history_change_reason="公布的名单")
    load()
    assert "顺利毕业" in Mechanism.objects.get(number=4).summary
