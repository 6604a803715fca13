"""Loading the published lists: all of it once, and never over what people have done since."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from activities.models import Activity, Mechanism
from oversight.models import Bulletin, BulletinFigure, Practice
from pairs.models import Action, Batch, DeclaredCount, Milestone, Pair, Tier, University, UniversityName
from pairs.pairs import composition

pytestmark = pytest.mark.django_db
TABLES = (
    University,
    UniversityName,
    Action,
    Batch,
    DeclaredCount,
    Pair,
    Milestone,
    Mechanism,
    Bulletin,
    BulletinFigure,
)


def load(*arguments):
    call_command("load_published", *arguments, verbosity=0)


def everything():
    """All rows of all tables, history included."""
    models = [*TABLES, *(model.history.model for model in TABLES)]
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def count(queryset, field):
    return dict(queryset.order_by().values_list(field).annotate(Count("pk")))


def test_the_second_batch_is_complete_and_as_printed(published):
    batch = Batch.objects.get(number=2)
    assert (batch.declared_pairs, batch.list_status, batch.pairs.count()) == (76, "complete", 76)
    assert list(batch.pairs.order_by("serial").values_list("serial", flat=True)) == list(range(1, 77))
    assert (batch.notice_on, batch.reported_on) == (None, datetime.date(2020, 5, 21))
    assert (batch.starts, batch.ends) == (datetime.date(2020, 5, 1), datetime.date(2020, 9, 30))
    assert batch.in_months
    assert batch.published_at
    pair = batch.pairs.get(serial=37)
    assert (pair.supporter_name, pair.supporter.name) == ("南京工业职业技术学院(本科)", "南京工业职业技术大学")


def test_the_first_batch_says_that_it_is_partial(published):
    batch = Batch.objects.get(number=1)
    assert (batch.declared_pairs, batch.list_status, batch.pairs.count()) == (48, "partial", 4)
    assert set(batch.pairs.values_list("serial", flat=True)) == {None}
    assert batch.published_at


def test_the_composition_is_what_the_facts_add_up_to(published):
    pairs = Pair.objects.filter(batch__number=2)
    recipients, supporters = count(pairs, "recipient_tier"), count(pairs, "supporter_tier")
    vocational = {Tier.SPECIALTY_VOCATIONAL, Tier.ORDINARY_VOCATIONAL}
    assert recipients[Tier.PROVINCIAL_UNDERGRADUATE] == 29
    assert recipients[Tier.MODEL_VOCATIONAL] == 5
    assert sum(recipients[tier] for tier in vocational) == 41
    assert recipients[Tier.ADULT] == 1
    assert supporters[Tier.CENTRAL_MOE] + supporters[Tier.CENTRAL_OTHER] == 15
    assert supporters[Tier.PROVINCIAL_UNDERGRADUATE] == 16
    assert supporters[Tier.MODEL_VOCATIONAL] == 33
    assert sum(supporters[tier] for tier in vocational) == 12


def test_the_composition_check_shows_what_closes_and_what_does_not(published):
    lines = {(line.side, line.group): line for line in composition.check(Batch.objects.get(number=2))}
    declared = {key: (line.declared, line.found) for key, line in lines.items()}
    assert {key: value for key, value in declared.items() if value[0] != value[1]} == {
        ("supporter", "provincial"): (15, 16),
        ("supporter", "model_vocational"): (32, 33),
        ("supporter", "ordinary_vocational"): (14, 12),
        ("supporter", "specialty_vocational"): (7, 6),
    }


def test_every_institution_of_hubei_in_2020_is_there(published):
    there = University.objects.filter(province="42").registered_on(datetime.date(2020, 6, 30))
    assert there.count() == 143
    assert there.filter(level="adult").count() == 14


def test_names_are_dated_and_todays_name_is_todays(published):
    university = University.objects.get(code="4142010834")
    assert (university.name, university.name_en) == ("武汉职业技术大学", "Wuhan Technical University")
    official = university.names.filter(kind="official")
    assert {(name.name, str(name.since), str(name.until)) for name in official} == {
        ("武汉职业技术学院", "2020-06-30", "2020-06-30"),
        ("武汉职业技术大学", "2026-11-21", "2026-11-21"),
    }
    assert university.names.get(name="武汉职业技术学院").name_en == "Wuhan Polytechnic"


def test_every_printed_name_is_a_known_name_of_its_university(published):
    for pair in Pair.objects.with_universities().with_names():
        for side in pair.sides:
            known = {side.university.name, *(name.name for name in side.university.names.all())}
            assert side.printed in known


def test_a_pairs_own_milestone_goes_before_what_is_said_of_all(published):
    signed = Milestone.objects.filter(kind="signed", pair__batch__number=1)
    assert sorted((m.pair.recipient_name, str(m.on), str(m.stated_as_of)) for m in signed) == [
        ("中南民族大学", "2020-05-14", "None"),
        ("华中科技大学", "2020-05-07", "None"),
        ("武汉大学", "None", "2020-05-21"),
        ("荆楚理工学院", "None", "2020-05-21"),
    ]
    assert count(Milestone.objects.filter(pair__batch__number=2), "kind") == {"docked": 76, "negotiating": 76}


def test_mechanisms_and_figures_speak_both_languages(published):
    for mechanism in Mechanism.objects.all():
        for language in ("zh-hans", "en"):
            with override(language):
                assert mechanism.local_name
                assert mechanism.local_summary
                assert len(mechanism.points) == 4
    assert [figure.local_wording for figure in BulletinFigure.objects.filter(measure="meetings")] == ["近800次"]
    with override("en"):
        assert BulletinFigure.objects.get(measure="meetings").local_wording == "nearly 800 meetings"
    assert Bulletin.objects.count() == 2


def test_every_row_has_its_source(published):
    for model in (Batch, Pair, Milestone, University, UniversityName, Bulletin):
        assert not model.objects.filter(source="").exists()


def test_everything_has_a_history_with_its_reason(published):
    for model in TABLES:
        assert model.history.filter(history_type="+").count() == model.objects.count() > 0
        assert not model.history.filter(history_change_reason=None).exists()


def test_a_second_time_changes_nothing(published):
    before = everything()
    load()
    assert everything() == before


def test_it_says_what_it_did(capsys):
    with override("en"):
        call_command("load_published")
        assert "pairs: 80 added, 0 left as they are" in capsys.readouterr().out
        call_command("load_published")
        assert "pairs: 0 added, 80 left as they are" in capsys.readouterr().out


def test_what_people_changed_stays_changed(published):
    University.objects.filter(code="4142010834").update(name_en="Edited", website="https://example.edu.cn")
    pair = Pair.objects.get(batch__number=2, serial=5)
    pair.serial, pair.recipient_name = 500, "样例"
    pair.save()
    Mechanism.objects.filter(number=1).update(summary="样例")
    Batch.objects.filter(number=2).update(title="样例", published_at=None)
    before = everything()
    load()
    assert everything() == before


def test_what_people_removed_stays_removed(published):
    Pair.objects.get(batch__number=2, serial=5).delete()
    Milestone.objects.filter(pair__batch__number=2, kind="docked").first().delete()
    UniversityName.objects.get(name="南京工业职业技术学院(本科)").delete()
    DeclaredCount.objects.filter(batch__number=1).first().delete()
    before = everything()
    load()
    assert everything() == before


def test_another_pair_under_a_published_number_is_left_alone(published):
    Practice.objects.all().delete()
    Activity.objects.all().delete()
    Pair.objects.filter(batch__number=2).delete()
    Pair.history.filter(batch__number=2).delete()
    batch = Batch.objects.get(number=2)
    one, two = University.objects.filter(pairs_as_recipient=None, pairs_as_supporter=None)[:2]
    other = Pair.objects.create(batch=batch, serial=11, recipient=one, supporter=two)
    load()
    assert batch.pairs.count() == 76
    assert batch.pairs.get(serial=11) == other


def test_a_batch_that_somebody_else_numbered_alike_is_left_alone():
    action = Action.objects.create(slug="other", name="样例", name_en="Sample", recipient_provinces=["11"])
    days = {"reported_on": "2026-01-01", "starts": "2026-01-01", "ends": "2026-02-01"}
    other = Batch.objects.create(number=2, action=action, title="样例", source="样例", **days)
    load()
    assert not other.pairs.exists()
    assert not other.declared_counts.exists()
    assert Pair.objects.count() == 4


def test_without_pairs_the_batches_wait_for_their_lists():
    load("--without-pairs")
    assert Batch.objects.count() == 2
    assert not Batch.objects.published().exists()
    assert not Pair.objects.exists()
    assert not Milestone.objects.exists()
    assert DeclaredCount.objects.count() == 18
    assert University.objects.count() == 223


def test_pairs_that_came_another_way_get_their_milestones_later_but_are_not_published():
    load("--without-pairs")
    batch = Batch.objects.get(number=2)
    recipient, supporter = University.objects.get(name="武汉东湖学院"), University.objects.get(name="南京大学")
    pair = Pair.objects.create(batch=batch, serial=1, recipient=recipient, supporter=supporter)
    load()
    batch.refresh_from_db()
    assert batch.pairs.count() == 76
    assert sorted(pair.milestones.values_list("kind", flat=True)) == ["docked", "negotiating"]
    assert batch.published_at is None
    assert Batch.objects.get(number=1).published_at


def test_after_a_newer_register_the_pairs_are_still_those_of_2020():
    load("--without-pairs")
    University.objects.update(tier=Tier.UNKNOWN, authority="样例局", level="undergraduate", name="样例大学")
    load()
    pair = Pair.objects.get(batch__number=2, serial=32)
    assert (pair.recipient_name, pair.recipient_tier) == ("武汉职业技术学院", Tier.MODEL_VOCATIONAL)
    assert (pair.recipient_authority, pair.recipient_level) == ("湖北省", "junior_college")


def test_loading_asks_few_questions():
    with CaptureQueriesContext(connection) as asked:
        load()
    assert len(asked) < 300  # bulletins are published by their own transition, each locked, checked and recorded
    with CaptureQueriesContext(connection) as asked:
        load()
    assert len(asked) < 130
