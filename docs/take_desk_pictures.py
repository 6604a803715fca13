"""Takes the pictures of the coordinators' handbook again: .venv/bin/python docs/take_desk_pictures.py

A pair, its people and its figures are made up for the pictures. Needs what take_pictures.py needs.
"""

import re

from take_pictures import camera, manage, portal, sign_in

PASSWORD = "only for pictures"
MADE_UP = f"""
import datetime
from django.utils import timezone
from accounts.models import Membership, User
from activities.activities import workflow
from activities.agreements import workflow as agreements
from activities.models import ActivityKind, Indicator, Mechanism
from pairs.models import Action, Batch, Pair, University

def day(offset):
    return timezone.localdate() + datetime.timedelta(days=offset)

days = {{"notice_on": day(-60), "starts": day(-60), "ends": day(60)}}
facts = {{"title": "示例批次（非真实数据）", "source": "示例"}} | days
batch = Batch.objects.create(number=99, action=Action.objects.first(), published_at=timezone.now(), **facts)
tier = {{"tier": "provincial_undergraduate"}}
ours = University.objects.create(name="湖北示例学院", code="4242999901", province="42", **tier)
theirs = University.objects.create(name="江苏示例大学", code="4232999902", province="32", **tier)
pair = Pair.objects.create(batch=batch, serial=1, recipient=ours, supporter=theirs)

def person(name, full, university):
    made = User.objects.create_user(name, f"{{name}}@example.edu.cn", {PASSWORD!r}, name=full)
    post = {{"role": "coordinator", "university": university, "since": day(-30)}}
    Membership.objects.create(user=made, **post)
    return made

anna, ben, carl = person("jia", "示例甲", ours), person("yi", "示例乙", ours), person("bing", "示例丙", theirs)

def entry(by, kind, title, ago, **measures):
    days = {{"starts_on": day(-ago), "ends_on": day(-ago)}}
    drafted = workflow.draft(by, pair, ActivityKind.objects.get(code=kind), title=title, measures=measures, **days)
    return workflow.submit(drafted, by)

entry(carl, "lecture", "简历撰写与面试技巧", 3, lectures=2)
workflow.send_back(entry(anna, "online_fair", "春季联合网络招聘会", 5, online_fairs=1), carl, "请补充参会单位数。")
workflow.confirm(entry(anna, "lecture", "就业政策解读", 20, lectures=1), carl)
promise = {{"mechanism": Mechanism.objects.get(number=3), "text": "举办就业指导讲座"}}
promise |= {{"indicator": Indicator.objects.get(code="lectures"), "target": 10}}
agreements.draft(carl, pair, "帮助两校毕业生充分就业。", day(-30), day(60), [promise])
"""
CHANGED = """
from accounts.models import User
from activities.activities import workflow
from activities.models import Activity
entry = Activity.objects.get(title="面向中小企业的专场")
values = {"title": "面向专精特新企业的专场", "place": "线上"}
workflow.edit(entry, User.objects.get(username="yi"), entry.version, values)
"""


def walk(camera, environment):
    """The desk, an entry from its kind to the check, the partner's entry, two texts, and the agreement."""
    page = camera.page
    camera.take("coordinator-desk", 1180)
    camera.press(".desk-head .button")
    camera.take("coordinator-kinds", 900)
    camera.press("a[href*='kind=online_fair&']")
    page.fill("#id_title", "面向中小企业的专场")
    page.fill("#id_starts_on", "昨天")
    page.fill("#id_n_online_fairs", "1")
    camera.press("button[name=check] >> nth=1")
    camera.take("coordinator-errors", 1180)
    page.fill("#id_starts_on", "2026-03-02")
    camera.press("button[name=check] >> nth=1")
    camera.take("coordinator-check", 900)
    number = re.search(r"/activities/(\d+)/", page.url)[1]
    two_texts(camera, environment, number)
    camera.open("/desk/waiting/to_confirm/")
    camera.press(".entries a")
    camera.take("coordinator-confirm", 820)
    camera.open("/desk/pairs/99-1/agreement/")
    camera.take("coordinator-agreement", 960)


def two_texts(camera, environment, number):
    """A colleague saves while the form is open."""
    camera.open(f"/desk/activities/{number}/edit/")
    camera.page.fill("#id_title", "面向中小企业的网络专场")
    manage(environment, "shell", "-v0", "-c", CHANGED)
    camera.press("button[name=save]")
    camera.take("coordinator-both", 820)
    camera.open(f"/desk/activities/{number}/kind/")
    camera.take("coordinator-other-kind", 700)


def main():
    with portal() as (environment, base):
        manage(environment, "shell", "-v0", "-c", MADE_UP)
        with camera(base) as taking:
            sign_in(taking.page, base, "jia", PASSWORD, "/desk/")
            walk(taking, environment)


if __name__ == "__main__":
    main()
