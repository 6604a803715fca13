import csv
import datetime
import io

import pytest

from opendata import writers
from pairs.lists.plan import make_plan
from pairs.lists.resources import PairResource, write
from pairs.models import Milestone, Pair, University, UniversityName
from pairs.pairs.tables import PAIRS, pair_rows
from pairs.reader import read
from tests.support.factories.lists import CHOU, JIA, YI, ZI, hold, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(batch, schools):
    UniversityName.objects.create(university=schools[JIA], name="荆楚甲校")
    write(plan(batch, (1, "荆楚甲校", ZI), (None, YI, CHOU)))
    pair = Pair.objects.get(serial=1)
    Milestone.objects.create(pair=pair, kind="docked", stated_as_of=datetime.date(2026, 4, 15), source="第一处")
    Milestone.objects.create(pair=pair, kind="signed", on=datetime.date(2026, 5, 7), source="第二处")
    return batch


def test_a_row_says_names_as_printed_and_codes(held, schools):
    row = next(pair_rows(Pair.objects.in_order()))
    assert (row["batch"], row["serial"], row["recipient"], row["recipient_now"]) == (7, 1, "荆楚甲校", JIA)
    assert (row["recipient_code"], row["recipient_province"]) == (schools[JIA].code, "42")
    assert (row["status"], row["status_on"], row["status_as_of"]) == ("signed", datetime.date(2026, 5, 7), None)
    assert (row["source"], row["address"]) == ("test", "7-1")


def test_schools_are_named_in_english_too_and_such_a_file_is_imported_again(held):
    for school in University.objects.all():
        school.name_en = f"University {school.code}"
        school.save()
    rows = list(pair_rows(Pair.objects.in_order()))
    assert all(row["recipient_now_en"] == f"University {row['recipient_code']}" for row in rows)
    assert all(row["supporter_now_en"] == f"University {row['supporter_code']}" for row in rows)
    made = make_plan(held, read(writers.as_csv(PAIRS, rows)))
    assert (len(made.unchanged), made.errors) == (2, []) and not made.changes_anything


def test_every_key_of_a_row_has_a_column(held):
    keys = {column.key for column in PAIRS}
    assert all(set(row) <= keys for row in pair_rows(Pair.objects.all()))


def test_a_pair_without_a_milestone_is_announced(held):
    row = list(pair_rows(Pair.objects.in_order()))[1]
    assert row["status"] == "announced" and "status_on" not in row
    assert row["serial"] is None and row["address"] == "7-4142000002"


def test_a_dataset_has_chinese_titles_and_as_many_rows(held):
    dataset = PairResource().export()
    assert dataset.headers[:3] == ["批次", "序号", "受援高校"]
    assert len(dataset) == 2
    assert dataset["支援高校"] == [ZI, CHOU]
    assert dataset["开始"][0] == "2026-03-01"


@pytest.mark.parametrize("write", [writers.as_csv, writers.as_xlsx])
def test_exporting_and_importing_again_changes_nothing(held, write):
    data = write(PAIRS, pair_rows(Pair.objects.in_order()))
    made = make_plan(held, read(data))
    assert (len(made.unchanged), made.errors) == (2, [])
    assert not made.changes_anything and not made.to_accept
    assert "unknown_column" not in [warning.code for warning in made.warnings]


def test_a_checksum_on_the_cover_is_no_identity_number(held):
    digest = f"420106199001011234{'a' * 46}"
    data = writers.as_xlsx(PAIRS, pair_rows(Pair.objects.in_order()), "结对名单", sha256=digest)
    made = make_plan(held, read(data))
    assert (len(made.unchanged), made.errors) == (2, [])


def test_a_dataset_imported_again_changes_nothing(held):
    result = PairResource().import_data(PairResource().export(), batch=held, reason="测试")
    assert [row.import_type for row in result.rows] == ["skip", "skip"]


def test_a_list_exported_from_another_batch_is_refused(held, action):
    data = writers.as_csv(PAIRS, pair_rows(Pair.objects.all()))
    held.number = 8
    assert {error.code for error in make_plan(held, read(data)).errors} == {"other_batch"}


def test_no_cell_of_an_export_is_a_live_formula(held):
    Pair.objects.filter(serial=1).update(recipient_name="=1+1", source="@SUM(A1)")
    data = writers.as_csv(PAIRS, pair_rows(Pair.objects.in_order()))
    row = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))[0]
    assert (row["受援高校"], row["来源"]) == ("'=1+1", "'@SUM(A1)")


@pytest.mark.parametrize("number", [1, 4])
def test_the_number_of_queries_does_not_grow_with_the_pairs(held, schools, number, django_assert_num_queries):
    hold(held, *[(None, f"湖北{sign}学院", CHOU) for sign in "丙丁"][: number // 2])
    with django_assert_num_queries(2):  # pairs with both sides and the batch; milestones
        list(pair_rows(Pair.objects.in_order()))
