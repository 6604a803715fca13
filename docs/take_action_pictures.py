"""Takes the pictures of the chapter on a new action again: .venv/bin/python docs/take_action_pictures.py

The action and its universities are made up for the pictures. Needs what take_pictures.py needs.
"""

import datetime

from take_pictures import camera, manage, portal, sign_in

PASSWORD, NAME = "only for pictures", "示例就业帮扶行动"
MADE_UP = f"""
from django.utils import timezone
from accounts.models import Membership, User
from pairs.models import University

editor = User.objects.create_user("editor", "editor@example.edu.cn", {PASSWORD!r}, name="示例业务管理员")
Membership.objects.create(user=editor, role="editor", since=timezone.localdate())
PLACES = {{"西藏": "54", "青海": "63", "新疆": "65", "江苏": "32", "广东": "44", "浙江": "33"}}
for number, (place, province) in enumerate(PLACES.items(), 1):
    facts = {{"name": f"示例{{place}}大学", "province": province, "tier": "provincial_undergraduate"}}
    University.objects.create(code=f"41{{province}}09990{{number}}", name_en=f"Sample University {{number}}", **facts)
"""
LIST = """序号\t受援高校\t支援高校
1\t示例西藏大学\t示例江苏大学（牵头）、示例广东大学（参与）
2\t示例青海大学\t示例浙江大学（牵头）
3\t示例新疆大学\t示例广东大学（牵头）
"""


def walk(camera):
    """The action as its form shows it, the list of groups before it is imported, and what the public reads."""
    page = camera.page
    camera.open("/admin/pairs/action/add/")
    page.fill("#id_name", NAME)
    page.fill("#id_name_en", "Sample action")
    page.fill("#id_introduction", "示例：各地高校结对帮扶三个省（区、市）的高校，促进毕业生就业。")
    for province in ("54", "63", "65"):
        page.check(f"input[name=recipient_provinces][value='{province}']")
    page.check("#id_several_supporters")
    for row, name in enumerate(("牵头", "参与")):
        page.fill(f"#id_roles-{row}-name", name)
    page.check("#id_roles-0-is_lead")
    camera.take("action", 1100)
    camera.press("input[name=_save]")
    camera.open("/admin/pairs/batch/from-notice/")
    camera.press("button[name=skip]")
    page.select_option("#id_action", label=NAME)
    today = datetime.date.today()
    for field, text in {"label": "第一批", "title": f"{NAME}第一批", "source": "示例通知"}.items():
        page.fill(f"#id_{field}", text)
    for field, days in {"notice_on": -20, "starts": -10, "ends": 120}.items():
        page.fill(f"#id_{field}", (today + datetime.timedelta(days=days)).isoformat())
    camera.press("button.default[name=create]")
    page.fill("#id_text", LIST)
    camera.press(".staff button.default")
    camera.take("action-list", 1000)
    page.check("#id_accept")
    camera.press("button.default[name=confirm]")
    camera.press(".staff form button.default")
    camera.open("/actions/sample-action/")
    camera.take("action-public", 1000)


if __name__ == "__main__":
    with portal() as (environment, address), camera(address) as taking:
        manage(environment, "shell", "-v0", "-c", MADE_UP)
        sign_in(taking.page, address, "editor", PASSWORD)
        walk(taking)
