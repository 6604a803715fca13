"""Sign-in and the staff's own pages in both languages: no barrier, nothing cut off or too wide, no complaint."""

import pytest

from core.models import Backup, Job
from pairs.lists import workflow
from pairs.models import Action, Batch, RegisterImport
from pairs.pairs import publication_workflow
from tests.conftest import a_person
from tests.support.browser.addresses import PREFIXES
from tests.support.browser.page_checks import look
from tests.support.factories.notices import TITLE, as_text, faulty, listed, notice

REGISTER = "全国普通高等学校名单（截至2026年6月20日）\n序号,学校名称,学校标识码,主管部门,所在地,办学层次,备注\n"


@pytest.fixture(params=PREFIXES)
def prefix(request):
    return PREFIXES[request.param]


@pytest.fixture
def batch(published):
    """An unpublished batch of test data without a list."""
    facts = {"title": TITLE, "notice_on": "2031-02-20", "starts": "2031-03-01", "ends": "2031-08-31"}
    made = Batch.objects.create(action=Batch.objects.first().action, number=3, source="test data", **facts)
    made.refresh_from_db()  # days, no longer texts
    return made


def test_signing_in(open_page, axe, prefix):
    page = open_page("about:blank")
    page.goto(f"{prefix}/accounts/login/")
    found = look(page, axe)
    send(page, "main form button[type=submit]", "#error-summary")
    found += look(page, axe)
    assert not found, "\n".join(found)


def test_the_account_and_its_password(open_page, axe, prefix, editor):
    page = open_page("about:blank", user=editor)
    page.goto(f"{prefix}/accounts/")
    found = look(page, axe)
    page.goto(f"{prefix}/accounts/password/done/")
    found += look(page, axe)
    page.goto(f"{prefix}/accounts/password/")
    found += look(page, axe)
    send(page, ".form button[type=submit]", "#error-summary")
    found += look(page, axe)
    assert not found, "\n".join(found)


def test_the_way_from_a_notice(open_page, axe, prefix, editor, published):
    page = open_page("about:blank", user=editor)
    page.goto(f"{prefix}/admin/pairs/batch/from-notice/")
    found = look(page, axe)
    page.fill("#id_notice", notice(listed()))
    send(page, "button[name=read]", "#id_title")
    found += look(page, axe)
    page.fill("#id_title", "")
    page.fill("#id_ends", "2030-01-01")
    send(page, "button.default[name=create]", ".problems")
    found += look(page, axe)
    assert not found, "\n".join(found)


def test_handing_in_a_list(open_page, axe, prefix, editor, batch):
    page = open_page("about:blank", user=editor)
    page.goto(f"{prefix}/admin/pairs/batch/{batch.pk}/list/")
    found = look(page, axe)
    send(page, ".staff button.default", ".problems")
    found += look(page, axe)
    assert not found, "\n".join(found)


def test_previews_and_publishing(open_page, axe, prefix, editor, batch):
    rows = listed()
    texts = {"right": as_text(rows), "wrong": faulty(rows), "gap": as_text(rows[:1] + rows[2:])}
    previews = {name: workflow.preview(batch, text, "", editor) for name, text in texts.items()}
    page, found = open_page("about:blank", user=editor), []
    publish = f"{prefix}/admin/pairs/batch/{batch.pk}/publish/"
    addresses = [f"{prefix}/admin/pairs/listimport/{preview.pk}/preview/" for preview in previews.values()]
    for address in [*addresses, publish, f"{prefix}/admin/"]:
        page.goto(address)
        found += look(page, axe)
    workflow.confirm(previews["right"], editor, "test data")
    for address in (publish, addresses[1]):
        page.goto(address)
        found += look(page, axe)
    Action.objects.update(second_editor=True)
    batch = Batch.objects.get(pk=batch.pk)
    publication_workflow.ask(batch, a_person("eve", "editor"), "请核对序号")
    for address in (publish, f"{prefix}/admin/"):
        page.goto(address)
        found += look(page, axe)
    publication_workflow.publish(batch, editor)
    page.goto(publish)
    found += look(page, axe)
    assert not found, "\n".join(found)


def test_the_period_the_register_and_milestones(open_page, axe, prefix, editor, published):
    page = open_page("about:blank", user=editor)
    page.goto(f"{prefix}/admin/pairs/batch/{Batch.objects.get(number=2).pk}/period/")
    found = look(page, axe)
    send(page, ".staff button.default", ".problems")
    found += look(page, axe)
    page.goto(f"{prefix}/admin/pairs/university/register/")
    found += look(page, axe)
    send(page, ".staff button.default", ".problems")
    found += look(page, axe)
    page.goto(f"{prefix}/admin/pairs/pair/")
    page.check("#result_list tbody tr:first-child input[type=checkbox]")
    page.select_option("select[name=action]", "record_milestone")
    send(page, "button[name=index]", "input[name=stated_as_of]")
    found += look(page, axe)
    send(page, "button[name=record]", ".problems")
    found += look(page, axe)
    assert not found, "\n".join(found)


def test_the_preview_of_a_register(open_page, axe, prefix, editor, published):
    right = REGISTER + "1,武汉大学,4142010486,教育部,武汉市,本科,\n2,测试新建大学,4142019999,湖北省,武汉市,本科,民办\n"
    wrong = REGISTER + "1,武汉大学,41,教育部,武汉市,本科,\n"
    page, found = open_page("about:blank", user=editor), []
    for text in (right, wrong):
        taken = RegisterImport.objects.preview(text.encode(), "register.csv", editor, None)
        page.goto(f"{prefix}/admin/pairs/university/register/{taken.pk}/")
        found += look(page, axe)
    assert not found, "\n".join(found)


def test_jobs_and_the_log_of_imports(open_page, axe, prefix, editor, batch):
    """A job that waits and one that failed; the log, an import of another editor, one that was done; a backup."""
    Backup.objects.create(file_name="a.backup", size=1, seconds=1, proof={"rows": 1, "tables": 1, "files": 0})
    waiting, failed = (Job.objects.ask(kind, editor, "名单.xlsx") for kind in ("register_preview", "sample"))
    Job.objects.filter(pk=failed.pk).update(state=Job.State.FAILED, error="名单有误。")
    done, waits = (workflow.preview(batch, text, "", editor) for text in (as_text(listed()), faulty(listed())))
    waits.pass_to(a_person("eve", "editor"))
    workflow.confirm(done, editor, "test data")
    page, found = open_page("about:blank", user=editor), []
    addresses = [f"core/job/{waiting.pk}/progress/?still=1", f"core/job/{failed.pk}/progress/", "core/job/"]
    addresses += [f"pairs/listimport/{done.pk}/log/", f"pairs/listimport/{waits.pk}/log/", "pairs/listimport/"]
    addresses.append("core/backup/")
    for address in addresses:
        page.goto(f"{prefix}/admin/{address}")
        found += look(page, axe)
    assert not found, "\n".join(found)


def test_records_and_their_history(open_page, axe, prefix, editor, published):
    """The portal's own two pages beside Django's forms: the history of a record and the question before deleting."""
    page, found = open_page("about:blank", user=editor), []
    batch = Batch.objects.get(number=2)
    for page_of in ("history", "delete"):
        page.goto(f"{prefix}/admin/pairs/batch/{batch.pk}/{page_of}/")
        found += look(page, axe)
    assert not found, "\n".join(found)


def send(page, button, shown):
    """Press the button and wait for what then is there."""
    page.locator(button).first.click()
    page.wait_for_selector(shown, state="attached")
