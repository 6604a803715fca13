"""Takes the pictures of the chapter on undoing again: .venv/bin/python docs/take_undo_pictures.py

Milestones, a deletion and a withdrawal are made up for the pictures. Needs what take_pictures.py needs.
"""

import re

from take_pictures import camera, manage, portal, sign_in

PASSWORD = "only for pictures"
MADE_UP = f"""
import datetime
from django.utils import timezone
from accounts.models import Membership, User
from core.acts import deletion
from pairs.models import Batch, Milestone, Pair

editor = User.objects.create_user("editor", "editor@example.edu.cn", {PASSWORD!r}, name="示例管理员")
Membership.objects.create(user=editor, role="editor", since=timezone.localdate())
second = Pair.objects.filter(batch__number=2)
facts = {{"source": "示例通报", "by": editor, "reason": "示例通报，第 3 页"}}
second.filter(serial__lte=12).record_for_all("signed", on=datetime.date(2020, 6, 2), **facts)
corrected = Milestone.objects.get(pair__batch__number=2, pair__serial=11, kind="signed")
corrected.on, corrected._history_user, corrected._change_reason = datetime.date(2020, 6, 5), editor, "学校来电更正"
corrected.save()
second.filter(serial__lte=4).record_for_all("ended", on=datetime.date(2020, 9, 30), **facts)
deletion.delete(second.filter(serial=70), editor, "误录")
"""


def walk(camera):
    """The list of operations, one with something in its way, and a batch that is withdrawn."""
    page = camera.page
    camera.open("/admin/core/act/")
    camera.take("operations", 520)
    camera.press("#result_list a:has-text('12')")
    camera.press(".buttons a.button")
    camera.take("undo", 720)
    camera.open("/admin/pairs/batch/")
    camera.press("#result_list a:has-text('第二批')")
    camera.open(re.sub(".*(/admin/)", r"\1", page.url).replace("change", "withdraw"))
    page.fill("#id_reason", "名单有误，更正后另行公布")
    camera.press("form .buttons button")
    camera.open("/batches/2/")
    camera.take("withdrawn", 440)


if __name__ == "__main__":
    with portal() as (environment, address), camera(address) as taking:
        manage(environment, "shell", "-v0", "-c", MADE_UP)
        sign_in(taking.page, address, "editor", PASSWORD)
        walk(taking)
