"""Which chapter of which handbook helps on a page: by the post of the reader and the name of the address.

A heading stands here in both languages, as it does in the handbook; the first name that an address begins with counts.
"""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from core.templatetags.portal import gives_help

from .handbook import slug_of

ACCOUNT = ("账号", "Your account")
TURNS = ("工作台：轮到谁", "Whose turn it is")
LOGGING = ("填报活动", "Logging an activity")
PARTNER = ("确认或退回对方的填报", "The partner's entries")
AFTERWARDS = ("更正、撤回、合并", "Afterwards")
AGREEMENT = ("帮扶协议", "Agreement and employment")
EMPLOYMENT = ("就业数据", "Agreement and employment")
BOARD = ("督导看板", "The oversight board")
NOTES = ("指导意见", "Guidance notes")
INSPECTIONS = ("谁能做什么", "Who may do what")
FINDINGS = ("问题", "Findings")
ROUND = ("设立一轮检查", "A round")
CHECK = ("填写检查结果", "An inspection")
PRACTICE = ("典型经验", "Good practice")
LISTS = ("由通知到公开页面", "From a notice to public pages")
PEOPLE = ("人员、通讯录和交接", "People, directory and handover")
CARE = ("日常维护", "Afterwards")
UNDOING = ("撤销与恢复", "Taking back")
RULES = ("督导看板和提醒规则", "The oversight board and the rules of reminding")
BULLETINS = ("通报：公布经得起核对的数据", "Bulletins: figures that can be defended")
ACTION = ("从零开始一个新行动", "A new action from nothing")

CHAPTERS = {
    "coordinators": {
        "desk_calendar": ("我的日历", "Your own calendar"),
        "desk_robot": ("群机器人", "Group robots"),
        "desk_activity_new": LOGGING,
        "desk_activity_edit": LOGGING,
        "desk_activity_check": LOGGING,
        "desk_activity_kind": LOGGING,
        "desk_activity_hold": ("预告活动", "Logging an activity"),
        "desk_activity_step": PARTNER,
        "desk_activity_correct": AFTERWARDS,
        "desk_activity_merge": AFTERWARDS,
        "desk_activity": PARTNER,
        "desk_merge": AFTERWARDS,
        "desk_agreement": AGREEMENT,
        "desk_snapshot": EMPLOYMENT,
        "desk_nil_return": LOGGING,
        "desk_sheet": LOGGING,
        "desk_submit": LOGGING,
        "account": ACCOUNT,
        "desk": TURNS,
    },
    "officers": {
        "desk_calendar": ("我的日历和群机器人", "Calendar and group robots"),
        "desk_robot": ("我的日历和群机器人", "Calendar and group robots"),
        "desk_oversight": BOARD,
        "desk_note": NOTES,
        "account": ACCOUNT,
        "desk": ("能看到什么", "What you see"),
    },
    "inspectors": {
        "desk_audit": ("谁能做什么", "Who may do what"),
        "desk_round": ROUND,
        "desk_inspections": INSPECTIONS,
        "desk_inspection": CHECK,
        "desk_finding": FINDINGS,
        "desk_practice": PRACTICE,
        "account": ACCOUNT,
    },
    "staff": {
        "desk_oversight": RULES,
        "desk_bulletin": BULLETINS,
        "people": PEOPLE,
        "desk_audit": PEOPLE,
        "admin:core_act": UNDOING,
        "admin:core_deletedrecord": UNDOING,
        "admin:oversight_reminder": RULES,
        "admin:oversight_robot": ("群机器人", "The oversight board and the rules of reminding"),
        "admin:pairs_action": ACTION,
        "admin:pairs_listimport": LISTS,
        "admin:pairs_batch": LISTS,
        "admin:pairs": CARE,
        "admin:public_errorreport": ("答复纠错留言", "Afterwards"),
    },
}
OF_INSPECTORS = ("desk_inspection", "desk_round", "desk_finding", "desk_practice")


def handbook_for(user, page=""):
    """The name of the handbook that helps `user` on a page; of inspections the ministry has one of its own."""
    if user.oversees:
        return "inspectors" if page.startswith(OF_INSPECTORS) or not user.is_editor else "staff"
    return "officers" if user.provinces and not user.universities else "coordinators"


@gives_help
def help_address(user, page):
    """The address of the chapter that helps on the page of this name; of the handbook where none does."""
    name = handbook_for(user, page)
    found = next((heading for begins, heading in CHAPTERS[name].items() if page.startswith(begins)), None)
    address = reverse("desk_handbook", args=[name])
    if found is None:
        return address
    heading = found[0] if get_language() == settings.LANGUAGE_CODE else found[1]
    return f"{address}#{quote(slug_of(heading))}"
