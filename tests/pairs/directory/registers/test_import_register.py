"""Taking a register over: new institutions, newer facts, dated names, and nothing lost."""

import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from pairs.directory import registers
from pairs.models import Batch, Level, Ownership, Pair, Tier, University, UniversityName
from pairs.pairs import composition
from tests.support.casts.universities import a_day, a_name, a_university
from tests.support.factories.register_files import ADULT_TITLES, a_register, as_csv, as_xls, as_xlsx

pytestmark = pytest.mark.django_db
NEWER, OLDER = "2026年11月25日", "2017年6月20日"
WUHAN = [1, "武汉职业技术大学", "4142010834", "湖北省", "武汉市", "本科", ""]
FRESH = [2, "样例新设学院", "4142099001", "湖北省教育厅", "荆州市", "专科", "民办"]


def taken(*rows, day="2025年6月20日", **form):
    """The plan of a register of these rows, all of Hubei, after it was applied."""
    with override("en"):
        return registers.apply(registers.read(as_xlsx(a_register("湖北省", *rows, day=day, **form))))


def names_of(university):
    """{name: (first day, last day)} as texts."""
    return {name.name: (str(name.since), str(name.until)) for name in university.names.all()}


@pytest.fixture
def known(db):
    """A university as of 2020, under its name of then."""
    university = a_university("4142010834", "武汉职业技术学院", "Wuhan Polytechnic", city="武汉市")
    University.objects.filter(pk=university.pk).update(
        facts_as_of=a_day("2020-06-30"), level=Level.JUNIOR_COLLEGE, tier=Tier.MODEL_VOCATIONAL
    )
    a_name(university, "武汉职业技术学院", since="2020-06-30", until="2020-06-30")
    university.refresh_from_db()
    return university


def test_a_new_institution_is_created_with_its_name_and_its_history():
    plan = taken(FRESH)
    university = University.objects.get(code="4142099001")
    assert (len(plan.new), len(plan.updated), len(plan.unchanged)) == (1, 0, 0)
    assert (university.name, university.city, university.authority) == ("样例新设学院", "荆州市", "湖北省教育厅")
    assert (university.level, university.ownership) == (Level.JUNIOR_COLLEGE, Ownership.PRIVATE)
    assert university.facts_as_of == datetime.date(2025, 6, 20)
    assert names_of(university) == {"样例新设学院": ("2025-06-20", "2025-06-20")}
    assert [row.history_change_reason for row in university.history.all()] == ["register as of 2025-06-20"]
    assert UniversityName.history.get().history_change_reason == "register as of 2025-06-20"
    assert list(University.objects.search("ylxsxy")) == [university]


@pytest.mark.parametrize(
    ("authority", "level", "tier"),
    [
        ("教育部", "本科", Tier.CENTRAL_MOE),
        ("工业和信息化部", "本科", Tier.CENTRAL_OTHER),
        ("交通运输部（中国民用航空局）", "本科", Tier.CENTRAL_OTHER),
        ("湖北省", "本科", Tier.PROVINCIAL_UNDERGRADUATE),
        ("湖北省教育厅", "本科", Tier.PROVINCIAL_UNDERGRADUATE),
        ("样例局", "本科", Tier.UNKNOWN),
        ("湖北省", "专科", Tier.UNKNOWN),
        ("教育部", "专科", Tier.UNKNOWN),
    ],
)
def test_only_a_tier_that_follows_by_definition_is_given(authority, level, tier):
    taken([1, "样例大学", "4142099001", authority, "武汉市", level, ""])
    assert University.objects.get().tier == tier


def test_adult_institutions_are_adult():
    taken([1, "样例职工大学", "4242099001", "湖北省", ""], titles=ADULT_TITLES)
    university = University.objects.get()
    assert (university.tier, university.level, university.city) == (Tier.ADULT, Level.ADULT, "")


def test_a_newer_register_updates_facts_and_dates_names(known):
    plan = taken(WUHAN)
    known.refresh_from_db()
    assert [change.university for change in plan.updated] == [known]
    assert (known.name, known.level, known.facts_as_of) == ("武汉职业技术大学", "undergraduate", a_day("2025-06-20"))
    assert names_of(known) == {
        "武汉职业技术大学": ("2025-06-20", "2025-06-20"),
        "武汉职业技术学院": ("2020-06-30", "2020-06-30"),
    }
    assert known.history.first().history_change_reason == "register as of 2025-06-20"
    assert known.history.first().name == "武汉职业技术大学"
    assert known.history.last().name == "武汉职业技术学院"


def test_the_english_of_the_old_name_stays_with_the_old_name(known):
    taken(WUHAN)
    known.refresh_from_db()
    assert known.name_en == ""
    assert known.names.get(name="武汉职业技术学院").name_en == "Wuhan Polytechnic"


def test_a_name_that_has_its_own_english_brings_it_along(known):
    a_name(known, "武汉职业技术大学", kind="alias", name_en="Wuhan Technical University")
    taken(WUHAN)
    known.refresh_from_db()
    name = known.names.get(name="武汉职业技术大学")
    assert known.name_en == "Wuhan Technical University"
    assert (name.kind, str(name.since), str(name.until)) == ("official", "2025-06-20", "2025-06-20")


def test_both_names_find_it_afterwards(known):
    taken(WUHAN)
    for text in (
        "武汉职业技术大学",
        "武汉职业技术学院",
        "whzyjsdx",
        "whzyjsxy",
        "武漢職業技術學院",
        "wuhan polytechnic",
    ):
        assert list(University.objects.search(text)) == [known]


def test_the_tier_is_never_overwritten(known):
    taken(WUHAN)
    known.refresh_from_db()
    assert known.tier == Tier.MODEL_VOCATIONAL


def test_an_older_register_only_adds_dated_names(known):
    taken([1, "武汉样例职业学院", "4142010834", "样例局", "荆州市", "本科", "民办"], day=OLDER)
    before = known.history.count()
    known.refresh_from_db()
    assert (known.name, known.name_en, known.authority, known.city) == (
        "武汉职业技术学院",
        "Wuhan Polytechnic",
        "湖北省",
        "武汉市",
    )
    assert names_of(known)["武汉样例职业学院"] == ("2017-06-20", "2017-06-20")
    assert known.history.count() == before


def test_an_older_register_with_the_same_name_extends_its_span(known):
    taken([1, "武汉职业技术学院", *WUHAN[2:]], day=OLDER)
    assert names_of(known) == {"武汉职业技术学院": ("2017-06-20", "2020-06-30")}


def test_a_newer_register_with_the_same_name_extends_its_span(known):
    taken([1, "武汉职业技术学院", *WUHAN[2:]], day=NEWER)
    assert names_of(known) == {"武汉职业技术学院": ("2020-06-30", "2026-11-25")}


def test_a_register_between_two_known_names_does_not_change_todays(known):
    taken(WUHAN, day=NEWER)
    taken([1, "武汉样例职业学院", *WUHAN[2:]])
    known.refresh_from_db()
    assert known.name == "武汉职业技术大学"
    assert known.facts_as_of == a_day("2026-11-25")
    assert names_of(known)["武汉样例职业学院"] == ("2025-06-20", "2025-06-20")


def test_a_name_once_given_up_may_come_back(known):
    taken(WUHAN)
    taken([1, "武汉职业技术学院", *WUHAN[2:]], day=NEWER)
    known.refresh_from_db()
    assert (known.name, known.name_en) == ("武汉职业技术学院", "Wuhan Polytechnic")


def test_brackets_of_another_width_are_no_other_name():
    university = a_university("4142099001", "样例地质大学(武汉)", "Sample University")
    taken([1, "样例地质大学（武汉）", *FRESH[2:]])
    university.refresh_from_db()
    assert (university.name, university.name_en) == ("样例地质大学(武汉)", "Sample University")


def test_an_old_name_that_nobody_had_dated_is_kept():
    university = a_university("4142099001", "样例专科学校", "Sample College")
    taken(FRESH)
    kept = university.names.get(name="样例专科学校")
    assert (kept.kind, kept.name_en, kept.since) == ("alias", "Sample College", None)


def test_a_blank_in_the_sheet_blanks_no_fact(known):
    taken([1, "武汉职业技术学院", "4142010834", "湖北省", ""], titles=ADULT_TITLES)
    known.refresh_from_db()
    assert known.city == "武汉市"


def test_the_same_register_again_changes_nothing(known):
    taken(WUHAN, FRESH)
    rows = (University.history.count(), UniversityName.history.count())
    plan = taken(WUHAN, FRESH)
    assert (len(plan.new), len(plan.updated), len(plan.unchanged)) == (0, 0, 2)
    assert (University.history.count(), UniversityName.history.count()) == rows


def test_a_missing_university_is_reported_and_kept(known):
    plan = taken(FRESH)
    (warning,) = plan.warnings
    assert (warning.code, warning.value) == ("missing", "4142010834")
    assert "武汉职业技术学院 (4142010834) is no longer in the register" in warning.message
    assert University.objects.filter(pk=known.pk).exists()


def test_only_what_the_sheet_covers_can_be_missing(known):
    a_university("4132010284", "样例江苏大学", province="32")
    a_university("4242099009", "样例职工大学", level=Level.ADULT)
    closed = a_university("4142099009", "样例停办学院", closed_on=a_day("2022-01-01"))
    assert closed.closed_on
    assert taken(WUHAN).warnings == []


def test_a_complete_register_notes_who_is_missing_until_a_newer_one_shows_it_again(known):
    taken("湖北省（1所）", FRESH)
    known.refresh_from_db()
    assert known.unlisted_on == a_day("2025-06-20") and known.history.first().unlisted_on == known.unlisted_on
    taken([1, "武汉职业技术学院", *WUHAN[2:]], day=NEWER)
    known.refresh_from_db()
    assert known.unlisted_on is None


@pytest.mark.parametrize("heading", ["湖北省", "湖北省（2所）"])
def test_where_the_numbers_are_not_stated_or_do_not_close_nothing_is_said_of_the_missing(known, heading):
    taken(heading, FRESH)
    known.refresh_from_db()
    assert known.unlisted_on is None


def test_an_older_register_adds_no_closed_school_as_a_living_one(known):
    taken(WUHAN)
    taken(WUHAN, FRESH, day=OLDER)
    assert University.objects.get(code="4142099001").unlisted_on == a_day("2025-06-20")
    taken(FRESH, day=NEWER)
    assert University.objects.get(code="4142099001").unlisted_on is None


def test_a_register_of_a_day_to_come_is_refused(known):
    reading = registers.read(as_xlsx(a_register("湖北省", FRESH, day="2096年6月20日")))
    assert [error.code for error in reading.errors] == ["future_day"] and registers.plan(reading).refused


def test_an_older_register_misses_nothing(known):
    assert taken(FRESH, day=OLDER).warnings == []


def test_a_new_code_under_a_known_name_is_warned_of(known):
    plan = taken(WUHAN, [2, "武汉职业技术学院", *FRESH[2:]])
    (warning,) = plan.warnings
    assert (warning.code, warning.row, warning.value) == ("name_known", 5, "4142099001")
    assert "4142010834" in warning.message


def test_a_plan_changes_nothing(known):
    registers.plan(registers.read(as_xlsx(a_register("湖北省", WUHAN, FRESH))))
    known.refresh_from_db()
    assert known.name == "武汉职业技术学院"
    assert University.objects.count() == 1


def test_what_was_previewed_is_applied_or_refused(known):
    reading = registers.read(as_xlsx(a_register("湖北省", WUHAN, FRESH)))
    seen = registers.plan(reading).fingerprint
    assert registers.plan(reading).fingerprint == seen
    known.city = "样例市"
    known.save()
    with pytest.raises(ValueError, match="changed since the preview"):
        registers.apply(reading, expecting=seen)
    assert University.objects.count() == 1
    registers.apply(reading, expecting=registers.plan(reading).fingerprint)
    assert University.objects.count() == 2


def test_who_took_it_over_and_why_is_in_the_history(known, editor):
    registers.apply(registers.read(as_xlsx(a_register("湖北省", WUHAN))), editor, "样例理由")
    row = known.history.first()
    assert (row.history_user, row.history_change_reason) == (editor, "样例理由")


def test_a_refused_register_changes_nothing_at_all():
    reading = registers.read(as_xlsx(a_register("湖北省", FRESH, [2, "样例学院", "123", *FRESH[3:]])))
    with pytest.raises(ValueError, match="refused"):
        registers.apply(reading)
    assert not University.objects.exists()


# The published lists under a newer register


def the_register_of_2025():
    """Every university of batch 2 as another register might show it: other authorities, levels and names."""
    rows = [
        [number, f"{university.name}新", university.code, "样例局", "样例市", "本科", "民办"]
        for number, university in enumerate(University.objects.public(), 1)
    ]
    return as_xls(a_register("湖北省", *rows, day=NEWER))


def test_pairs_stay_as_printed_and_the_composition_stays_as_it_was(published):
    batch = Batch.objects.get(number=2)
    printed = list(batch.pairs.values_list("serial", "recipient_name", "supporter_name"))
    before = [line.as_json() for line in composition.check(batch)]
    registers.apply(registers.read(the_register_of_2025()))
    assert list(batch.pairs.values_list("serial", "recipient_name", "supporter_name")) == printed
    assert [line.as_json() for line in composition.check(batch)] == before
    assert University.objects.get(code="4142010834").name == "武汉职业技术大学新"
    assert Pair.objects.matching("武汉职业技术学院").count() == 1


def test_the_coverage_of_hubei_still_counts_the_register_of_2020(published):
    registers.apply(registers.read(as_xlsx(a_register("湖北省", FRESH, day=NEWER))))
    assert University.objects.filter(province="42").registered_on(a_day("2020-06-30")).count() == 143


# The command


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "register.xls"
    path.write_bytes(as_xls(a_register("湖北省（2所）", WUHAN, FRESH)))
    return path


def test_the_command_speaks_json_only(sheet, known, capsys):
    call_command("import_register", str(sheet), "--json")
    out = capsys.readouterr()
    assert out.err == ""
    assert json.loads(out.out) == {
        "batch": None,
        "format": "xls",
        "encoding": "",
        "as_of": "2025-06-20",
        "rows": 2,
        "new": 1,
        "updated": 1,
        "unchanged": 0,
        "errors": [],
        "warnings": [],
        "composition": [{"side": "register", "group": "湖北省", "declared": 2, "found": 2, "closes": True}],
    }


def test_a_dry_run_says_the_same_and_changes_nothing(sheet, known, capsys):
    call_command("import_register", str(sheet), "--json", "--dry-run")
    assert json.loads(capsys.readouterr().out)["new"] == 1
    assert University.objects.count() == 1


def test_a_refused_register_ends_with_1_and_all_its_errors(tmp_path, capsys):
    path = tmp_path / "register.csv"
    path.write_bytes(as_csv(a_register("湖北省", FRESH, FRESH, [3, "样例", "12", *FRESH[3:]], day=None)))
    with pytest.raises(SystemExit) as ended:
        call_command("import_register", str(path), "--json")
    told = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert told["rows"] == 3
    assert [error["code"] for error in told["errors"]] == ["bad_code", "code_twice", "no_day"]
    assert all(set(error) >= {"row", "column", "value", "message", "suggestions"} for error in told["errors"])
    assert not University.objects.exists()


def test_the_day_may_be_given(tmp_path, capsys):
    path = tmp_path / "register.csv"
    path.write_bytes(as_csv(a_register("湖北省", FRESH, day=None)))
    call_command("import_register", str(path), "--as-of", "2024-06-20")
    assert University.objects.get().facts_as_of == datetime.date(2024, 6, 20)


def test_a_file_that_is_not_there_ends_with_2():
    with pytest.raises(CommandError, match="no-such-file.xls") as ended:
        call_command("import_register", "no-such-file.xls")
    assert ended.value.returncode == 2


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="as-of"):
        call_command("import_register", "no-such-file.xls", "--as-of", "yesterday")


def test_what_went_wrong_is_told_in_words(tmp_path, capsys):
    path = tmp_path / "register.csv"
    path.write_bytes(as_csv(a_register("湖北省", [1, "样例", "12", *FRESH[3:]])))
    with override("en"), pytest.raises(SystemExit):
        call_command("import_register", str(path))
    assert "[4, 学校标识码, 12] A code has ten digits, this one has 2. Correct it." in capsys.readouterr().err
