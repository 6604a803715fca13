"""`manage.py import_list`, as a person or a script calls it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from pairs.models import ListImport, Pair
from tests.support.factories.lists import CHOU, JIA, YI, ZI, hold, pairs

pytestmark = pytest.mark.django_db
TEXT = f"名单如下\n序号 |\n受援高校 |\n支援高校 |\n1 |\n{JIA} |\n{ZI} |\n2 |\n{YI} |\n{CHOU} |\n"
TWICE = TEXT.replace(CHOU, ZI)
UNKNOWN = TEXT.replace(CHOU, "火星大学")


@pytest.fixture
def run(batch, schools, tmp_path):
    """Call the command on `text`; (exit code, standard output)."""

    def call(text, *options, number=7):
        path = tmp_path / "名单.txt"
        path.write_text(text)
        out = io.StringIO()
        try:
            call_command("import_list", str(path), "--batch", str(number), *options, stdout=out)
        except CommandError as error:
            return error.returncode, out.getvalue()
        return 0, out.getvalue()

    return call


def test_it_imports_and_says_so(run, batch):
    code, out = run(TEXT)
    assert code == 0
    assert pairs(batch) == [(1, JIA, ZI), (2, YI, CHOU)]
    assert Pair.history.first().history_change_reason == "import_list 名单.txt"
    assert "2" in out


def test_with_json_it_prints_json_and_nothing_else(run):
    code, out = run(TEXT, "--json", "--declared", "2")
    answer = json.loads(out)
    assert list(answer) == [
        "batch",
        "format",
        "encoding",
        "rows",
        "new",
        "updated",
        "unchanged",
        "errors",
        "warnings",
        "composition",
    ]
    assert (code, answer["batch"], answer["rows"], answer["new"]) == (0, 7, 2, 2)
    assert answer["errors"] == answer["warnings"] == answer["composition"] == []
    assert json.loads(run(TEXT, "--json")[1])["unchanged"] == 2


def test_sheet_and_columns_may_be_named(run, batch):
    unclear = TEXT.replace("受援高校", "一").replace("支援高校", "二").replace(" |\n", "\t").replace("\t1\t", "\n1\t")
    unclear = unclear.replace("\t2\t", "\n2\t")
    assert run(unclear)[0] == 1
    assert run(unclear, "--columns", "受援高校=B,supporter=B")[0] == run(unclear, "--columns", "校=1")[0] == 2
    assert run(unclear, "--sheet", "9")[0] == 2
    named = ["--sheet", "1", "--columns", "序号=A,受援高校=B,supporter=C", "--first-row", "3"]
    assert run(unclear, *named, "--json")[0] == 0
    assert pairs(batch) == [(1, JIA, ZI), (2, YI, CHOU)]


def test_a_dry_run_writes_nothing(run, batch):
    code, out = run(TEXT, "--dry-run", "--json")
    assert (code, json.loads(out)["new"]) == (0, 2)
    assert pairs(batch) == [] and not ListImport.objects.exists()


@pytest.mark.parametrize("mode", [[], ["--dry-run"]])
def test_a_wrong_list_is_refused_with_everything_that_is_wrong(run, batch, mode):
    code, out = run(UNKNOWN, "--json", "--declared", "3", *mode)
    errors = json.loads(out)["errors"]
    assert code == 1
    assert [set(error) >= {"row", "column", "value", "message", "suggestions"} for error in errors] == [True, True]
    assert errors[1]["value"] == "火星大学" and errors[1]["row"] and errors[1]["column"] == "支援高校"
    assert pairs(batch) == [] and not ListImport.objects.exists()


@pytest.mark.parametrize("mode", [[], ["--dry-run"]])
def test_warnings_must_be_accepted(run, batch, mode):
    assert run(TWICE, *mode)[0] == 1
    assert pairs(batch) == []
    assert run(TWICE, "--accept-warnings", *mode)[0] == 0
    assert len(pairs(batch)) == (0 if mode else 2)


def test_the_reason_goes_into_the_history(run):
    run(TEXT, "--reason", "第二批通知")
    assert {record.history_change_reason for record in Pair.history.all()} == {"第二批通知"}
    assert ListImport.objects.get().reason == "第二批通知"


def test_an_endless_reason_is_refused(run, batch):
    assert run(TEXT, "--reason", "长" * 501)[0] == 1
    assert pairs(batch) == []


def test_standard_input_is_a_file_too(batch, schools, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030"))))
    call_command("import_list", "-", "--batch", "7", stdout=io.StringIO())
    assert len(pairs(batch)) == 2
    assert ListImport.objects.get().encoding == "gb18030"


def test_a_batch_that_does_not_exist_is_a_wrong_call(run, batch):
    for number in (9, 10**30):
        assert run(TEXT, number=number) == (2, "")


def test_a_file_that_does_not_exist_is_a_wrong_call(batch, tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("import_list", str(tmp_path / "nothing.csv"), "--batch", "7")
    assert error.value.returncode == 2


def test_a_person_is_shown_changes_warnings_and_the_composition(run, batch, settings):
    batch.declared_counts.create(
        side="supporter", group="all", tiers=["provincial_undergraduate"], count=3, label="全部"
    )
    hold(batch, (1, JIA, CHOU))
    code, out = run(TWICE)
    assert code == 1
    assert f"{CHOU} (4132000002) → {ZI} (4132000001)" in out
    assert "全部: 3 / 2" in out and "-1" in out
