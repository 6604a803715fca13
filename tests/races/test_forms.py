"""The same form sent five times at once, each time by a browser of its own: one row, and nobody meets an error."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Invitation, Membership, User
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import Activity, Agreement, Correction, EmploymentSnapshot, Evidence, GraduateGroup, Merge
from core.versioning import Versioned
from pairs.models import Batch, ListImport, Milestone, Pair, PeriodChange, RegisterImport, University
from tests.conftest import a_client
from tests.support.browser.admin_forms import fields
from tests.support.browser.desk_forms import PDF, at, new_address, token_in, typed
from tests.support.factories.activities import day, school
from tests.support.factories.everything import A_REGISTER

from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 20 if os.environ.get("SOAK") else 5
EARLIER = {"starts_on": day(-30), "ends_on": day(-30)}


def browser(cookies):
    client = Client(raise_request_exception=False)
    client.cookies.update(cookies)
    return client


def five_times(user, path, form, **files):
    """Send a form five times at once, as `user` or as a stranger; nobody meets an error of the portal."""
    cookies = a_client(user).cookies if user else {}

    def send():
        chosen = {name: SimpleUploadedFile(file, data) for name, (file, data) in files.items()}
        return browser(cookies).post(path, form | chosen).status_code

    assert set(at_once(*[send] * TIMES)) <= {200, 302, 403, 409, 410}


def shown(user, path, **changes):
    """The form that `user` is shown, with what is changed in it."""
    return {name: value for name, value in (fields(a_client(user).get(path)) | changes).items() if value is not None}


def test_forms_of_entries(world, rita, sam):
    token = token_in(a_client(rita).get(new_address(world)))
    facts = typed(n_posts="3", proof="https://example.edu.cn/news", token=token, check="1")
    five_times(rita, new_address(world), facts, files=("a.pdf", PDF))
    entry = Activity.objects.get()
    assert sorted(bool(piece.file) for piece in Evidence.objects.all()) == [False, True]
    five_times(rita, at("activity_edit", entry.pk), typed(version=entry.version), files=("b.pdf", PDF + b"another"))
    assert Evidence.objects.count() == 3
    five_times(rita, at("activity_check", entry.pk), {"version": Activity.objects.get().version})
    five_times(sam, at("activity_step", entry.pk, "confirm"), {"version": Activity.objects.get().version})
    assert [row.status for row in entry.history.order_by("history_id")].count("confirmed") == 1


def test_corrections_and_merges(world, rita, sam):
    entry = world.confirmed(rita, sam)
    five_times(rita, at("activity_correct", entry.pk), typed(title="另一个题目", reason="有误", version=entry.version))
    one, other = world.submitted(rita, **EARLIER), world.submitted(sam, **EARLIER)
    five_times(rita, at("activity_merge", one.pk, other.pk), {"token": "none"})
    assert (Correction.objects.count(), Merge.objects.count()) == (1, 1)


def test_agreements_and_snapshots(world, rita, sam):
    promise = {"m3-0-text": "举办讲座", "m3-0-indicator": world.lectures.pk, "m3-0-target": "10"}
    whole = {"goals": "帮助毕业生就业", "starts": "2026-03-01", "ends": "2026-08-31", "version": "0"} | promise
    five_times(rita, at("agreement_edit", world.pair.address), whole)
    edition = Agreement.objects.get()
    assert (edition.commitments.count(), Milestone.objects.count()) == (1, 1)
    for person in (rita, sam):
        step = {"edition": edition.pk, "version": edition.version}
        five_times(person, at("agreement_step", world.pair.address, "accept"), step)
    five_times(rita, at("agreement_step", world.pair.address, "amend"), {"edition": edition.pk})
    assert [row.is_draft for row in Agreement.objects.order_by("edition")] == [False, True]
    group = GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")
    numbers = {"university": world.recipient.pk, "as_of": "2026-07-03", "group": group.pk}
    five_times(rita, at("snapshot_new"), numbers | {"graduates": "4171", "employed": "3621"})
    assert EmploymentSnapshot.objects.count() == EmploymentSnapshot.history.count() == 1


def test_invitations(world, editor):
    post = {"role": "coordinator", "university": world.recipient.code, "since": day().isoformat()}
    five_times(editor, "/desk/people/invite/", post | {"email": "wang@example.edu.cn"})
    rows = f"姓名,邮箱,角色,校名\n李老师,li@example.edu.cn,联络员,{world.supporter.code}\n"
    five_times(editor, "/desk/people/list/", {"text": rows, "confirm": "1"})
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["li@example.edu.cn", "wang@example.edu.cn"]
    offered, word = Invitation.objects.get(email="li@example.edu.cn"), "quite a long new word"
    taken = {"name": "李老师", "password1": word, "password2": word}
    five_times(None, f"/accounts/invitations/{offered.token}/", taken)
    assert User.objects.filter(email=offered.email).count() == Membership.objects.exclude(user=editor).count() == 1


def test_notices_lists_and_registers(world, editor):
    page = a_client(editor).post("/admin/pairs/batch/from-notice/", {"notice": "", "skip": "1"})
    days = {"reported_on": "2031-02-21", "starts": "2031-03-01", "ends": "2031-04-01"}
    filled = fields(page) | days | {"title": "手填通知", "source": "文号 1", "create": "1"}
    five_times(editor, "/admin/pairs/batch/from-notice/", filled)
    batch = Batch.objects.exclude(pk=world.batch.pk).get()
    rows = f"序号,受援高校,支援高校\n1,{world.recipient.name},{world.supporter.name}\n"
    five_times(editor, f"/admin/pairs/batch/{batch.pk}/list/", {"text": rows})
    preview = f"/admin/pairs/listimport/{ListImport.objects.get().pk}/preview/"
    five_times(editor, preview, shown(editor, preview, confirm="1"))
    assert Pair.objects.filter(batch=batch).count() == Pair.history.filter(batch=batch).count() == 1
    period = {"starts": "2031-03-01", "ends": "2031-05-01", "reason": "延期"}
    five_times(editor, f"/admin/pairs/batch/{batch.pk}/period/", period)
    assert PeriodChange.objects.count() == 1
    five_times(editor, "/admin/pairs/university/register/", {}, file=("名单.csv", A_REGISTER.encode()))
    assert RegisterImport.objects.count() == 1


def test_records_of_the_admin(world, editor):
    university = {"code": "4132000099", "name": "江苏寅大学", "province": "32", "tier": "unknown"}
    add = "/admin/pairs/university/add/"
    five_times(editor, add, shown(editor, add, **university))
    serial = world.batch.pairs.order_by("-serial").first().serial + 1  # a gap would be asked about
    pair = {"batch": world.batch.pk, "serial": serial, "source": "tests", "reason": "补录"}
    pair["recipient"] = school("湖北丙学院", "4142000003", "42").pk
    pair["supporter"] = University.objects.get(code="4132000099").pk
    five_times(editor, "/admin/pairs/pair/add/", shown(editor, "/admin/pairs/pair/add/", **pair))
    assert University.objects.filter(code="4132000099").count() == Pair.objects.filter(serial=serial).count() == 1


# Two people at one text


def two_agreements(world, rita, rob):
    """Both have opened the same edition of the agreement, and save other goals at once."""
    edition = agreements.draft(rita, world.pair, "原来的目标")
    facts = {"starts": "", "ends": "", "version": edition.version}
    sent = [(rita, facts | {"goals": "丽塔的目标"}), (rob, facts | {"goals": "罗布的目标"})]
    return both(at("agreement_edit", world.pair.address), sent)


def two_snapshots(world, rita, rob):
    """Both have opened the same figures, and save other ones at once."""
    group = GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")
    found = employment.report(rita, world.recipient, day(-1), group, 4171, 3621)
    facts = {"graduates": "4171", "version": found.version}
    sent = [(rita, facts | {"employed": "3700"}), (rob, facts | {"employed": "3800"})]
    return both(at("snapshot", found.pk), sent)


def two_entries(world, rita, rob):
    """Both have opened the same entry, and save other titles at once."""
    entry = world.drafted(rita)
    sent = [(who, typed(title=title, version=entry.version)) for who, title in ((rita, "题目一"), (rob, "题目二"))]
    return both(at("activity_edit", entry.pk), sent)


def both(path, sent):
    """The statuses, and whether what each has sent is on the page that answers it, or is stored."""
    calls = [lambda user=user, form=form: browser(a_client(user).cookies).post(path, form) for user, form in sent]
    return sorted(response.status_code for response in at_once(*calls))


EDITS = [two_entries, two_agreements, two_snapshots]


@pytest.mark.parametrize("edits", EDITS)
def test_of_two_who_save_at_once_the_second_gets_both_texts(world, rita, rob, edits):
    assert edits(world, rita, rob) == [302, 409]


def test_without_the_version_check_the_first_text_would_be_lost(world, rita, rob, monkeypatch):
    """The tests above do notice: each kind of record without its check."""
    monkeypatch.setattr(Versioned, "compare", lambda *args: None)
    assert [edits(world, rita, rob) for edits in EDITS] == [[302, 302]] * 3


def test_of_several_editors_of_one_record_one_saves_and_the_others_are_shown_it(world, editor):
    university = University.objects.first()
    path = f"/en/admin/pairs/university/{university.pk}/change/"
    form, cookies = shown(editor, path, reason="更正"), a_client(editor).cookies
    names = [f"第{number}人的市" for number in range(TIMES)]

    def sending(name):
        return lambda: browser(cookies).post(path, form | {"city": name, "_save": "1"}).status_code

    answers = at_once(*map(sending, names))
    assert sorted(answers) == [200] * (TIMES - 1) + [302]
    university.refresh_from_db()
    assert university.city == names[answers.index(302)]
