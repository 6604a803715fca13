"""Every state of the desk, made up: each becomes a page in a Gallery."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Membership
from activities.activities import evidence_workflow, proposals, workflow
from activities.activities.together import submit_all
from activities.agreements import workflow as agreements_workflow
from activities.employment import workflow as employment_workflow
from activities.models import Activity, EmploymentSnapshot, Evidence, GraduateGroup
from activities.sheets import workflow as sheets
from activities.sheets.university_scope import Scope
from core.tokens import new_token
from oversight.obligations.nil_returns import say_nothing
from pairs.models import Pair
from tests.conftest import a_person
from tests.support.factories.activities import World, day
from tests.support.factories.oversight import periods

LONG = "湖北与江苏两校2026届毕业生春季网络专场招聘会暨简历指导与模拟面试系列活动"
LINK = "https://jobs.example.edu.cn/2026/spring/fair-for-graduates-of-both-universities?from=portal"
REASON = "岗位数与我校掌握的不一致，请核对后重新提交。"


def pdf(name="证明.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 made for tests\n%%EOF\n")


class Cast(World):
    """A running action and its people: two of the recipient, one of the supporter, an editor, a stranger to it all."""

    def __init__(self):
        super().__init__()
        role = Membership.Role
        self.rita = a_person("rita", role.COORDINATOR, university=self.recipient, name="丽塔")
        self.rob = a_person("rob", role.COORDINATOR, university=self.recipient)
        self.sam = a_person("sam", role.COORDINATOR, university=self.supporter, name="山姆")
        self.officer = a_person("olaf", role.OFFICER, province="42")
        self.editor = a_person("ed", role.EDITOR)
        self.nobody = a_person("pat")

    def token(self, person):
        return {"token": new_token(person)}


def the_empty_desk(g, w):
    g.get("nothing-waits", w.rita, "desk")
    g.get("no-pair", w.nobody, "desk_pairs")
    g.get("nothing-of-one-kind", w.rita, "desk_waiting", "to_confirm")
    g.get("no-entries", w.rita, "desk_entries", query="?status=returned")
    g.get("pair-without-entries", w.rita, "desk_pair", w.pair.address)
    g.get("desk-of-an-officer", w.officer, "desk")


def the_full_desk(g, w):
    """Something waits of every kind; nothing is left out at either side."""
    w.submitted(w.sam, title=LONG, measures={"posts": 12345, "signed": 0})
    workflow.send_back(w.submitted(w.rita, title="已退回的"), w.sam, REASON)
    w.passed(w.rita, title="日期已过的")
    confirmed = w.confirmed(w.rita, w.sam, measures={"posts": 3})
    proposals.propose_correction(confirmed, w.sam, {"title": LONG}, {"posts": 4}, REASON)
    proposals.propose_merge(w.submitted(w.rita, kind=w.lecture), w.sam, w.submitted(w.sam, kind=w.lecture))
    w.drafted(w.rita, title="")
    agreements_workflow.draft(w.sam, w.pair, "目标", day(-9), day(90))
    for number in range(6):
        w.submitted(w.sam, title=f"第{number}场")
    g.get("everything-waits", w.rita, "desk")
    for name in ("to_confirm", "corrections", "merges", "agreements_to_accept"):
        g.get(f"waiting-{name}", w.rita, "desk_waiting", name)
    g.get("entries", w.rita, "desk_entries")
    g.get("pair", w.rita, "desk_pair", w.pair.address)
    g.get("pair-of-an-officer", w.officer, "desk_pair", w.pair.address)


def logging(g, w):
    form = ("desk_activity_new",)
    fair, plan = f"?pair={w.pair.address}&kind=fair", f"?pair={w.pair.address}&kind=fair&stage=planned"
    period = f"?pair={w.pair.address}&kind=matching"
    g.get("which-pair", w.editor, *form)
    g.get("which-pair-none", w.editor, *form, query="?q=nothing")
    g.get("which-kind", w.rita, *form)
    g.get("which-coming-kind", w.rita, *form, query="?stage=planned")
    g.get("new", w.rita, *form, query=fair)
    g.get("new-plan", w.rita, *form, query=plan)
    g.get("new-period", w.rita, *form, query=period)
    wrong = {"title": LONG, "starts_on": "昨天", "n_posts": "50多万", "starts_at": "x", "proof": "不是网址"}
    wrong |= {"files": SimpleUploadedFile("名单.exe", b"MZ"), "check": "1"}
    g.post("new-wrong-and-file-refused", w.rita, wrong | w.token(w.rita), *form, query=fair)
    g.post("new-of-somebody-else", w.rita, {"title": LONG} | w.token(w.sam), *form, query=fair)
    signed_out = Client()
    typed = {"title": LONG, "n_posts": "50多万", "files": pdf()} | w.token(w.rita)
    g.post("", signed_out, typed, *form, query=fair, status=302)
    g.get("sign-in-with-text-waiting", signed_out, "account_login")
    signed_out.force_login(w.rita)
    g.get("new-restored", signed_out, *form, query=fair)


def one_entry(g, w):
    draft = w.drafted(w.rita, title="", description=f"{LONG}。\n" * 3, link=LINK, measures={"posts": 12345})
    Evidence.objects.attach(w.rita, draft, pdf(f"{LONG}.pdf"))
    Evidence.objects.attach_link(w.rita, draft, LINK)
    g.get("draft", w.rita, "desk_activity", draft.pk)
    g.get("check-with-faults", w.rita, "desk_activity_check", draft.pk)
    g.get("edit", w.rita, "desk_activity_edit", draft.pk)
    g.get("other-kinds", w.rita, "desk_activity_kind", draft.pk)
    g.post(
        "other-kinds-changed", w.rita, {"kind": "lecture", "version": "0"}, "desk_activity_kind", draft.pk, status=409
    )
    mine = {"title": "我的", "description": "", "n_posts": "7", "version": "0", "save": "1"}
    g.post("conflict", w.rita, mine, "desk_activity_edit", draft.pk, status=409)
    unchosen = mine | {"version": draft.version, "differing": ["title", "n_posts"], "take-title": "theirs"}
    g.post("conflict-not-chosen", w.rita, unchosen, "desk_activity_edit", draft.pk, status=409)
    workflow.edit(draft, w.rita, draft.version, {"title": LONG})
    w.submitted(w.sam, title=LONG)
    g.get("check", w.rita, "desk_activity_check", draft.pk)
    entry = workflow.submit(draft, w.rita)
    g.get("own-waits", w.rita, "desk_activity", entry.pk)
    g.get("to-confirm", w.sam, "desk_activity", entry.pk)
    g.get("to-confirm-on-behalf", w.editor, "desk_activity", entry.pk)
    g.get("locked", w.sam, "desk_activity_edit", entry.pk, status=403)
    decisions(g, w, entry)
    workflow.confirm(entry, w.sam)
    g.post("overtaken", w.rita, mine, "desk_activity_edit", entry.pk, status=409)
    corrections(g, w, entry)


def decisions(g, w, entry):
    g.get("return", w.sam, "desk_activity_step", entry.pk, "return")
    g.post("return-without-reason", w.sam, {"reason": ""}, "desk_activity_step", entry.pk, "return")
    stale = {"reason": REASON, "version": "0"}
    g.post("return-of-what-has-changed", w.sam, stale, "desk_activity_step", entry.pk, "return", status=409)
    g.get("withdraw", w.rita, "desk_activity_step", entry.pk, "withdraw")
    g.get("erase-evidence", w.rita, "desk_evidence_remove", entry.evidence.first().pk)
    fresh = w.drafted(w.rita)
    g.get("discard", w.rita, "desk_activity_step", fresh.pk, "discard")


def corrections(g, w, entry):
    g.get("confirmed", w.rita, "desk_activity", entry.pk)
    g.get("correct", w.sam, "desk_activity_correct", entry.pk)
    wrong = {"title": "", "n_posts": "五", "version": entry.version}
    g.post("correct-wrong", w.sam, wrong, "desk_activity_correct", entry.pk)
    piece = entry.evidence.first()
    g.post("redact-without-reason", w.rita, {"reason": ""}, "desk_evidence_remove", piece.pk)
    evidence_workflow.redact(piece, w.rita, REASON)
    proposals.propose_correction(entry, w.sam, {"title": LONG}, {"posts": 4}, REASON)
    g.get("correction-proposed", w.rita, "desk_activity", entry.pk)
    g.get("accept-correction", w.rita, "desk_activity_step", entry.pk, "accept")
    g.post("decline-without-reason", w.rita, {"reason": ""}, "desk_activity_step", entry.pk, "decline")
    g.get("correction-of-ones-own", w.sam, "desk_activity", entry.pk)
    g.get("take-back", w.sam, "desk_activity_step", entry.pk, "take-back")
    proposals.take_back(proposals.waiting_correction(entry), w.sam)
    proposals.propose_correction(entry, w.sam, reason=REASON, withdraw=True)
    g.get("withdrawal-proposed", w.rita, "desk_activity", entry.pk)
    g.get("agree-to-withdrawal", w.rita, "desk_activity_step", entry.pk, "accept")
    g.get("withdrawals-wait", w.rita, "desk_waiting", "withdrawals")


def ends(g, w):
    """Returned, planned, cancelled, withdrawn, merged."""
    returned = workflow.send_back(w.submitted(w.rita), w.sam, REASON)
    g.get("returned", w.rita, "desk_activity", returned.pk)
    g.get("returned-edit", w.rita, "desk_activity_edit", returned.pk)
    plan = w.passed(w.rita, title=LONG, link=LINK, starts_at=datetime.time(14, 30))
    g.get("passed", w.rita, "desk_activity", plan.pk)
    g.get("hold", w.rita, "desk_activity_hold", plan.pk)
    g.get("cancel", w.rita, "desk_activity_step", plan.pk, "cancel")
    g.get("cancelled", w.rita, "desk_activity", workflow.cancel(plan, w.rita, REASON).pk)
    withdrawn = workflow.withdraw(w.submitted(w.rita), w.rita, REASON)
    g.get("withdrawn", w.sam, "desk_activity", withdrawn.pk)


def merging(g, w):
    mine = w.submitted(w.rita, title=LONG, description=LONG, measures={"posts": 12345})
    theirs = w.submitted(w.sam, measures={"posts": 0, "signed": 3})
    g.get("merge", w.rita, "desk_activity_merge", mine.pk, theirs.pk)
    wrong = {"n_posts": "五"}
    g.post("merge-wrong", w.rita, wrong, "desk_activity_merge", mine.pk, theirs.pk)
    merge = proposals.propose_merge(mine, w.rita, theirs, {"posts": 12345, "signed": 3})
    g.get("merge-proposed", w.rita, "desk_merge", merge.pk)
    g.get("merge-to-decide", w.sam, "desk_merge", merge.pk)
    g.post("merge-declined-without-reason", w.sam, {"decline": "1", "reason": ""}, "desk_merge", merge.pk)
    g.get("merge-on-entry", w.sam, "desk_activity", mine.pk)
    proposals.accept(merge, w.sam)
    g.get("merged", w.sam, "desk_activity", theirs.pk)


def agreements(g, w):
    where, address = "desk_agreement", w.pair.address
    g.get("agreement-none", w.rita, where, address)
    g.get("agreement-new", w.rita, "desk_agreement_edit", address)
    wrong = {"goals": LONG, "starts": "soon", "m3-0-target": "50多", "m1-0-indicator": w.posts.pk, "m1-0-text": ""}
    wrong |= {"m3-0-text": ""}
    g.post("agreement-wrong", w.rita, wrong, "desk_agreement_edit", address)
    promise = {"mechanism": w.guidance, "text": LONG, "indicator": w.lectures, "target": 12345}
    draft = agreements_workflow.draft(w.rita, w.pair, f"{LONG}。\n{LONG}。", day(-9), day(90), [promise])
    Evidence.objects.attach(w.rita, draft, pdf(f"{LONG}.pdf"))
    g.get("agreement-draft", w.rita, where, address)
    mine = {"goals": "我的目标", "starts": "2026-03-01", "m3-0-text": "我的承诺", "m1-0-text": "岗位", "version": "0"}
    mine |= {"m3-0-target": "7", "m3-0-indicator": w.lectures.pk}
    g.post("agreement-conflict", w.rob, mine, "desk_agreement_edit", address, status=409)
    unchosen = mine | {"version": draft.version, "differing": ["goals", "m3"], "take-goals": "mine"}
    g.post("agreement-conflict-not-chosen", w.rob, unchosen, "desk_agreement_edit", address, status=409)
    g.get("agreement-to-accept", w.sam, where, address)
    g.get("agreement-on-behalf", w.editor, where, address)
    step = ("desk_agreement_step", address)
    facts = {"edition": draft.pk, "version": draft.version}
    g.post("agreement-returned-without-reason", w.sam, facts, *step, "return")
    fake = facts | {"file": SimpleUploadedFile("协议.exe", b"MZ")}
    g.post("agreement-document-refused", w.rita, fake, *step, "document")
    agreements_workflow.send_back(draft, w.sam, REASON)
    g.get("agreement-returned", w.rita, where, address)
    agreements_workflow.edit(draft, w.rita, draft.version, {"goals": LONG})
    agreements_workflow.accept(agreements_workflow.accept(draft, w.rita), w.sam)
    agreements_workflow.amend(draft, w.sam)
    g.get("agreement-amended", w.sam, where, address)
    g.get("agreement-amending", w.sam, "desk_agreement_edit", address)


def employment(g, w):
    g.get("employment-none", w.rita, "desk_snapshots")
    group = GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")
    form = {"university": w.recipient.pk, "as_of": "2099-01-01", "group": group.pk}
    g.get("employment-new", w.rita, "desk_snapshot_new")
    g.post("employment-wrong", w.rita, form | {"graduates": "4千", "employed": ""}, "desk_snapshot_new")
    made = employment_workflow.report(w.rita, w.recipient, day(-1), group, 4171, 3621)
    numbers = {"graduates": "4200", "employed": "3700", "version": "0"}
    g.post("employment-conflict", w.rob, numbers, "desk_snapshot", made.pk, status=409)
    numbers |= {"version": "1", "differing": ["graduates", "employed"], "take-employed": "mine"}
    g.post("employment-conflict-not-chosen", w.rob, numbers, "desk_snapshot", made.pk, status=409)
    g.get("employment-change", w.rita, "desk_snapshot", made.pk)
    employment_workflow.release(made, w.rita)
    stated = {"university": w.recipient, "as_of": day(-3), "group": group, "rate_stated": 80, "source": LINK}
    EmploymentSnapshot.objects.create(**stated)
    g.get("employment", w.rita, "desk_snapshots")


def tables(g, w):
    """A table that is wrong in several cells, one that is right, one whose columns are asked for, one entered."""
    scope, fine = (
        Scope(w.rita, w.recipient),
        f"结对高校\t类别\t标题\t日期\n{w.pair.address}\t{w.fair.name}\t一场\t{day(-1)}",
    )
    g.get("table-new", w.rita, "desk_sheets")
    g.post("table-empty", w.rita, {"text": ""}, "desk_sheets")
    wrong = sheets.take(scope, f"{fine}\n没有\t唱歌\t二场\t11月3日\n{w.pair.address}\t唱歌\t\t{day(-200)}")
    g.get("table-wrong", w.rita, "desk_sheet", wrong.pk)
    g.post("table-row-open", w.rita, {"edit": "2"}, "desk_sheet", wrong.pk)
    own = sheets.take(scope, f"何事\t何时\n一场\t{day(-1)}")
    g.get("table-columns", w.rita, "desk_sheet_columns", own.pk)
    right = sheets.take(scope, fine)
    g.get("table-right", w.rita, "desk_sheet", right.pk)
    sheets.enter(right, w.rita)
    g.get("table-entered", w.rita, "desk_sheet", right.pk)
    g.get("table-undo", w.rita, "desk_sheet_undo", right.pk)


def together(g, w):
    """Entries that were submitted together, taken back as a whole; and a period on which there is nothing to report."""
    drafts = [w.drafted(w.rita, title=f"讲座{number}") for number in range(2)]
    ticked = {"entry": [draft.pk for draft in drafts]} | {f"version-{draft.pk}": draft.version for draft in drafts}
    g.post("several-discard", w.rita, ticked, "desk_discard_several")
    g.post(
        "several-discard-changed", w.rita, ticked | {f"version-{drafts[0].pk}": 0, "sure": 1}, "desk_discard_several"
    )
    deleted = workflow.discard(w.drafted(w.rita, title="误删的讲座"), w.rita)
    g.get("several-deleted", w.rita, "desk_submit_several")
    g.get("draft-bring-back", w.rita, "desk_discard_undo", deleted.pk)
    act = submit_all({draft: draft.version for draft in drafts}, w.rita)
    g.get("several-undo", w.rita, "desk_submit_undo", act.pk)
    g.post("several-undo-empty", w.rita, {"reason": ""}, "desk_submit_undo", act.pk)
    workflow.confirm(Activity.objects.get(pk=drafts[0].pk), w.sam)
    g.get("several-undo-obstacle", w.rita, "desk_submit_undo", act.pk)
    period = periods(w)
    place = [w.pair.address, period.first.isoformat()]
    g.get("nothing-to-report", w.rita, "desk_nil_return", *place)
    pair = Pair.objects.with_sides().get(pk=w.pair.pk)
    say_nothing(w.rita, pair, period.first, "寒假")
    g.get("nothing-to-report-said", w.rita, "desk_nil_return", *place)
    g.get("pair-with-periods", w.sam, "desk_pair", w.pair.address)


DESK = [the_empty_desk, the_full_desk, logging, one_entry, ends, merging, agreements, employment, tables, together]
