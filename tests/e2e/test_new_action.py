"""An editor alone makes an action from nothing; coordinators log and confirm; the public reads of it and no other."""

import io
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from activities.models import Activity
from pairs.models import Action, Batch, Pair, University
from tests.support.browser.drivers import Mouse
from tests.support.browser.journey import take_up_the_post
from tests.support.factories.activities import day
from tests.support.factories.group_lists import UP, as_paste, as_xlsx
from tests.support.factories.outbox import delivered
from tests.support.factories.register_files import a_register
from tests.support.factories.register_files import as_xlsx as as_register

SLUG, NAME, NAME_EN = "west-2031", "西部高校就业帮扶行动", "Support for Western Universities"
MECHANISMS = ["联合招聘", "师资互派", "课程共享", "校友联络"]
MECHANISMS_EN = ["Joint recruitment", "Exchange of staff", "Shared courses", "Alumni contacts"]
TITLES = ["序号", "受援高校", "支援高校"]
LEAD, PART = "牵头", "参与"
SCHOOLS = {
    "西藏甲大学": ("4154099901", "西藏自治区"),
    "青海乙大学": ("4163099902", "青海省"),
    "新疆丙大学": ("4165099903", "新疆维吾尔自治区"),
    "江苏子大学": ("4132099904", "江苏省"),
    "广东丑大学": ("4144099905", "广东省"),
    "浙江寅大学": ("4133099906", "浙江省"),
}
JIA, YI, BING, ZI, CHOU, YIN = SCHOOLS
GROUPS = {(JIA, ZI, LEAD), (JIA, CHOU, PART), (YI, YIN, LEAD), (BING, CHOU, LEAD), (BING, ZI, PART)}
# The same groups in the forms in which lists are published, each as text or as a file.
LISTS = {
    "merged cells and a column of roles": [
        [*TITLES, "角色"],
        [1, JIA, ZI, LEAD],
        [UP, UP, CHOU, PART],
        [2, YI, YIN, LEAD],
        [3, BING, CHOU, LEAD],
        [UP, UP, ZI, PART],
    ],
    "blank cells": [
        TITLES,
        [1, JIA, f"{ZI}（{LEAD}）"],
        ["", "", f"{CHOU}（{PART}）"],
        [2, YI, f"{YIN}（{LEAD}）"],
        [3, BING, f"{CHOU}（{LEAD}）"],
        ["", "", f"{ZI}（{PART}）"],
    ],
    "the number again": [
        [*TITLES, "备注"],
        [1, JIA, ZI, LEAD],
        [1, JIA, CHOU, PART],
        [2, YI, YIN, LEAD],
        [3, BING, CHOU, LEAD],
        [3, BING, ZI, PART],
    ],
    "several names in one cell": [
        ["序号", "甲方（受援高校）", "乙方（支援高校）"],
        [1, JIA, f"{ZI}（{LEAD}）、{CHOU}（{PART}）"],
        [2, YI, f"{YIN}（{LEAD}）"],
        [3, BING, f"{CHOU}（{LEAD}）；{ZI}（{PART}）"],
    ],
}
STRANGE = re.compile("湖北|六共|一帮一|2020|Hubei|共享就业岗位信息|One-Helps-One")


@pytest.fixture(params=["alone", "beside the action of 2020"])
def site(request, transactional_db, live_server):
    """A portal with a register: an empty one, or one with the published action."""
    if request.param != "alone":
        request.getfixturevalue("published")
    return live_server.url


@pytest.fixture
def register(site, tmp_path):
    rows = [
        line for name, (code, place) in SCHOOLS.items() for line in (place, [1, name, code, "省教育厅", "某市", "本科"])
    ]
    path = tmp_path / "register.xlsx"
    path.write_bytes(as_register(a_register(*rows)))
    call_command("import_register", str(path), verbosity=0, stdout=io.StringIO())
    assert University.objects.filter(name__in=SCHOOLS).count() == len(SCHOOLS)


@pytest.fixture
def desk(open_page, editor, register):
    page = open_page("/admin/", user=editor, java_script_enabled=False)
    page.set_default_timeout(30_000)
    return page


def saved(page, button="input[name=_save]"):
    page.click(button)
    expect(page.locator(".errornote, .problems")).to_have_count(0)


def make_the_action(page):
    """The action with its provinces and roles, its mechanisms, and a kind of activity with what is counted."""
    page.goto("/admin/pairs/action/add/")
    for field, text in {
        "name": NAME,
        "name_en": NAME_EN,
        "slug": SLUG,
        "introduction": "帮扶西部高校毕业生就业。",
    }.items():
        page.fill(f"#id_{field}", text)
    for province in ("54", "63", "65"):
        page.check(f"input[name=recipient_provinces][value='{province}']")
    page.check("#id_several_supporters")
    for row, (name, name_en) in enumerate([(LEAD, "Lead"), (PART, "Taking part")]):
        page.fill(f"#id_roles-{row}-name", name)
        page.fill(f"#id_roles-{row}-name_en", name_en)
    page.check("#id_roles-0-is_lead")
    saved(page)
    for number, (name, name_en) in enumerate(zip(MECHANISMS, MECHANISMS_EN, strict=True), 1):
        page.goto("/admin/activities/mechanism/add/")
        page.select_option("#id_action", label=NAME)
        for field, text in {"number": str(number), "name": name, "name_en": name_en, "summary": f"{name}。"}.items():
            page.fill(f"#id_{field}", text)
        page.fill("#id_summary_en", f"{name_en}.")
        saved(page)
    page.goto("/admin/activities/indicator/add/")
    words = {"code": "west-fairs", "name": "联合招聘会", "name_en": "joint fairs", "unit": "场", "unit_en": "fairs"}
    for field, text in (words | {"rule": "每场计一次。", "rule_en": "Each counts once."}).items():
        page.fill(f"#id_{field}", text)
    saved(page)
    page.goto("/admin/activities/activitykind/add/")
    for field, text in {"code": "west-fair", "name": "联合招聘会", "name_en": "Joint fair"}.items():
        page.fill(f"#id_{field}", text)
    page.locator("#id_mechanism option", has_text=MECHANISMS[0]).first.evaluate("o => o.selected = true")
    saved(page, "input[name=_continue]")
    page.goto(page.url)


def notice_of(label):
    return (
        f"{NAME}{label}通知\n\n各高校：\n行动时间为{day(-20):%Y年%m月}至{day(60):%Y年%m月}。\n{day(-30):%Y年%m月%d日}"
    )


def import_a_list(page, label, rows, as_file):
    """A batch from a notice, its list previewed, confirmed and published; the batch."""
    page.goto("/admin/pairs/batch/from-notice/")
    page.fill("#id_notice", notice_of(label))
    page.click("button[name=read]")
    page.select_option("#id_action", label=NAME)
    facts = {"label": label, "label_en": f"{label} list", "title": f"{NAME}{label}", "title_en": f"{NAME_EN}, {label}"}
    facts |= {"source": "https://example.edu.cn/west", "notice_on": day(-30).isoformat()}
    facts |= {"starts": day(-20).isoformat(), "ends": day(60).isoformat(), "declared_pairs": ""}
    for field, text in facts.items():
        page.fill(f"#id_{field}", text)
    page.click("button.default[name=create]")
    page.wait_for_url("**/list/*")
    if as_file:
        page.set_input_files(
            "#id_file", {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": as_xlsx(rows)}
        )
    else:
        page.fill("#id_text", as_paste(rows))
    page.click(".staff button.default")
    page.wait_for_url("**/preview/")
    if page.locator("#id_accept").count():
        page.check("#id_accept")
    page.click("button.default[name=confirm]")
    page.wait_for_url("**/publish/")
    page.click(".staff form button.default")
    return Batch.objects.get(action__slug=SLUG, label=label)


def held(batch):
    return set(batch.pairs.values_list("recipient_name", "supporter_name", "role__name"))


def invite_both(page):
    """A coordinator for each side of the first pair, by a list of people; their letters by address."""
    rows = [f"{name},{mail},{SCHOOLS[school][0]},联络员,," for name, mail, school in (
        ("甲老师", "jia@example.edu.cn", JIA), ("子老师", "zi@example.edu.cn", ZI))]  # fmt: skip
    page.goto("/desk/people/list/")
    page.fill("#id_text", "\n".join(["姓名,邮箱,高校标识码或校名,角色,起,止", *rows]))
    page.click("main form button")
    page.click("main button[name=confirm]:visible")
    return {letter.to[0]: letter.body for letter in delivered() if "/invitations/" in letter.body}


def log_and_confirm(open_page, letters):
    """The recipient logs a fair, the supporter confirms it; the activity."""
    jia, zi = (Mouse(open_page("about:blank")) for _side in range(2))
    take_up_the_post(jia, letters["jia@example.edu.cn"])
    desk = take_up_the_post(zi, letters["zi@example.edu.cn"])
    pair = Pair.objects.filter(recipient__name=JIA, supporter__name=ZI).order_by("batch__number").first()
    jia.page.goto(f"/desk/activities/new/?pair={pair.address}&kind=west-fair&stage=held")
    jia.type("#id_title", "西部专场招聘会")
    jia.type("#id_starts_on", day(-1).isoformat())
    jia.press(".desk-form > .buttons button[name=check]")
    jia.press("main form button")
    jia.page.wait_for_url(re.compile(r"/desk/activities/\d+/$"))
    zi.page.goto(desk)
    zi.press(".turns a:has-text('西部专场招聘会')")
    zi.press(".decide button")
    expect(zi.page.locator(".told")).to_be_visible()
    return Activity.objects.get(title="西部专场招聘会")


def test_an_action_from_nothing_to_what_the_public_reads(request, open_page, desk):
    make_the_action(desk)
    batches = []
    for number, (form, rows) in enumerate(LISTS.items(), 1):
        batch = import_a_list(desk, f"第{'一二三四'[number - 1]}批", rows, as_file=number == 1)
        assert held(batch) == GROUPS, form
        assert batch.published_at, form
        batches.append(batch)
    activity = log_and_confirm(open_page, invite_both(desk))
    assert activity.status == "confirmed"
    what_the_public_reads(open_page, batches, activity, "beside" in request.node.name)
    assert [fault for fault in desk.faults if "ERR_ABORTED" not in fault] == []  # a page left before its pictures came


def strange(page):
    """Words of another action on the page; a map names every province."""
    texts = page.locator("main").evaluate(
        "main => { const copy = main.cloneNode(true); copy.querySelectorAll('svg').forEach(one => one.remove());"
        " return copy.textContent }"
    )
    return STRANGE.findall(texts)


def what_the_public_reads(open_page, batches, activity, beside):
    """Every page of the new action tells of it, in both languages, and of no other."""
    first = batches[0]
    place = f"/actions/{SLUG}/"
    pages = {
        place: ([NAME, *MECHANISMS], [NAME_EN, *MECHANISMS_EN]),
        f"{place}mechanisms/1/": ([MECHANISMS[0]], [MECHANISMS_EN[0]]),
        f"/batches/{first.number}/": ([JIA, ZI, CHOU, LEAD], [JIA, ZI, "Lead"]),
        f"/pairs/{first.number}-1/": ([JIA, ZI, CHOU], [JIA, ZI, "Lead"]),
        f"/pairs/{first.number}-1-2/": ([JIA, CHOU, PART], [JIA, CHOU, "Taking part"]),
        activity.get_absolute_url(): ([activity.title], [activity.title]),
    }
    page = open_page("/")
    for prefix, language in (("", 0), ("/en", 1)):
        for address, words in pages.items():
            assert page.goto(prefix + address).status == 200
            main = page.locator("main").inner_text()
            assert [word for word in words[language] if word not in main] == [], prefix + address
            assert strange(page) == [], prefix + address
    page.goto("/")
    assert NAME in page.locator("main").inner_text()
    assert beside or strange(page) == []
    if beside:
        hubei = Action.objects.get(slug="hubei-2020")
        assert page.goto(hubei.get_absolute_url()).status == 200
        assert not re.search("西部|联合招聘", page.locator("main").inner_text())
