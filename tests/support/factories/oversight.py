"""What the ministry and the provinces make of the world of `Everything`: one of each, in every state."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.file_content import Upload
from oversight.bulletins.workflow import correct, draft, publish_as_stated, state_figure
from oversight.inspections.workflow import findings
from oversight.inspections.workflow.inspections import call_off
from oversight.models import Bulletin, CalendarKey, NilReturn, Practice, Reminder, ReminderLetter, ReminderRule
from oversight.notes import workflow
from oversight.obligations.obligations import entries_of
from oversight.obligations.periods import past_periods
from oversight.practices.workflow import adopt, edit, send_back, withdraw
from pairs.models import Action, Batch, Pair
from tests.support.factories.activities import day
from tests.support.factories.inspections import a_checklist, a_finding, an_inspection, concluded
from tests.support.factories.practices import EDITED, proposed, published
from tests.support.factories.robots import a_robot

WHY = "一个理由"
PDF = b"%PDF-1.4 made up for tests\n%%EOF\n"
# At the same addresses as the first bulletin and the first practice of the published data.
FIRST_BULLETIN, FIRST_PRACTICE = datetime.date(2020, 5, 21), "live-lectures-by-outside-experts"


def overseen(world):
    """All samples of oversight, by name."""
    made = inspections(world) | practices(world) | notes(world) | bulletins(world) | reminders(world)
    made |= {"calendar_key": CalendarKey.objects.renew(world.sam)}
    made |= {"key_of_gone": CalendarKey.objects.renew(world.people["gone"])}
    made |= {"robot": a_robot(world.rita), "robot_province": a_robot(world.people["hubei"], "feishu")}
    a_checklist("没有用过的检查表")  # the only one that may be deleted
    return made


def inspections(world):
    """Of the first pair in four rounds: one begun, one under way with findings, one concluded, one called off."""
    ins = world.people["inspector"]
    begun, found, ended, off = (an_inspection(ins, world, name=f"第{number}轮") for number in range(1, 5))
    answered, closed = (a_finding(ins, ended) for _each in range(2))
    files = [Upload(SimpleUploadedFile(f"{name}.pdf", PDF + name.encode())) for name in ("one", "two")]
    answered = findings.respond(answered, world.rita, "已经整改", files=files[:1])
    findings.respond(closed, world.rita, "已经整改", files=files[1:])
    return {
        "finding_file": answered.files.get(),
        "finding_file_closed": closed.files.get(),
        "round": begun.round,
        "inspection": begun,
        "inspection_found": found,
        "inspection_concluded": concluded(ins, ended),
        "inspection_off": call_off(off, ins, WHY),
        "finding": a_finding(ins, found),
        "finding_partners": a_finding(ins, found, side="supporter"),
        "finding_answered": answered,
        "finding_closed": findings.close(closed, ins, "已经整改"),
    }


def practices(world):
    """What the recipient proposed, as far as it came; what its partner proposed, and what came from a source."""
    rita, ed = world.rita, world.ed
    taken_up = published(rita, ed, world, slug=FIRST_PRACTICE)
    adopt(taken_up, world.people["other"], world.other_pair)
    sourced = {"pair": world.pair, "mechanism": world.guidance, "source": "tests"}
    sourced |= {"state": "published", "published_at": taken_up.published_at}
    return {
        "proposal": edit(proposed(rita, world), ed, None, EDITED | {"slug": "not-yet-published"}),
        "proposal_partners": proposed(world.sam, world),
        "proposal_returned": send_back(proposed(rita, world), ed, WHY),
        "practice": taken_up,
        "practice_withdrawn": withdraw(published(rita, ed, world, slug="taken-back"), ed, WHY),
        "practice_sourced": Practice.objects.create(**sourced, **EDITED),
    }


def notes(world):
    """Of the province of the recipient: one that stands, and one that was withdrawn."""
    officer = world.people["hubei"]
    stands, gone = (workflow.write(officer, world.pair, "请按月填报") for _each in range(2))
    return {"note": stands, "note_withdrawn": workflow.withdraw(gone, officer, WHY)}


def bulletins(world):
    """One published with a correction, and a draft."""
    ed, scope = world.ed, {"scope": "第一批", "scope_en": "Batch 1"}
    stated = Bulletin.objects.create(as_of=FIRST_BULLETIN, batches="1", source="tests", **scope)
    words = {"name": "岗位", "name_en": "posts", "source": "tests"}
    state_figure(stated, ed, wording="12个", wording_en="12 posts", **words)
    correct(publish_as_stated(stated), ed, "更正", "A correction")
    return {"bulletin": stated, "bulletin_draft": draft(ed, [1], day(-5), **scope)}


def reminders(world):
    """The ministry's rule, and a reminder by it of which a letter went out."""
    ReminderRule.objects.create(duty="silent")
    reminder = Reminder.objects.create(duty="silent", pair=world.pair, side="recipient", on=day(-1), since=day(-20))
    ReminderLetter.objects.create(reminder=reminder, to=world.rita, state="sent")
    period = periods(world)
    facts = {"pair": world.pair, "side": "recipient", "first": period.first, "last": period.last}
    said = NilReturn.objects.create(remark=WHY, said_by=world.rita, **facts)
    return {"reminder": reminder, "nil_return": said, "period": period.first.isoformat()}


def periods(world):
    """The action asks for reports every ten days; the last period of the first pair for which nothing was entered."""
    Action.objects.filter(pk=world.batch.action_id).update(reporting="ten_days", reporting_days=3)
    Batch.objects.filter(pk=world.batch.pk).update(published_at=timezone.now() - datetime.timedelta(days=59))
    pair = Pair.objects.with_sides().get(pk=world.pair.pk)
    past = list(past_periods(pair, timezone.localdate()))
    entered = entries_of({pair.pk: past}).get(pair.pk, ())
    return next(period for period in past if not any(period.holds(*days) for days in entered))
