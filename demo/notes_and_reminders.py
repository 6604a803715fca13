"""What pairs are told: guidance notes of the province, and reminders, recorded as sent though no letter goes out."""

from accounts.models import User
from oversight.models import GuidanceNote, LetterState, ObligationKind, Reminder, ReminderLetter
from oversight.notes import workflow as notes
from oversight.obligations.obligations import owed
from oversight.obligations.reminders import coordinators, due_by_rule, reachable
from pairs.models import Pair

from .scheduler import moment

# Serial number of the pair in the running batch, day counted from today, and what the note says.
NOTES = [
    (11, -21, "两校活动开展得较好，请把有效做法整理成典型经验报送。（演示）"),
    (11, -10, "请在毕业季前再共同举办一次面向重点群体毕业生的专场招聘。（演示）"),
    (6, -13, "请尽快与支援高校联系，商定工作计划并登记已开展的活动。（演示）"),
    (8, -7, "协议被退回后请在一周内补充任务和数量，重新提交。（演示）"),
    (3, -4, "修订后的协议已经生效，请按新增任务调整下半年安排。（演示）"),
]
CHANGED = "请在毕业季前再共同举办一次面向重点群体毕业生的专场招聘，并提前一周登记。（演示）"
WITHDRAWN = "请补报上月就业数据。（演示）", "数据已按时报送，系误发。"
BY_RULE = (-24, -17, -10, -3)  # the days on which the ministry's rules had people reminded
BY_HAND = -6


def plan(world):
    for serial, offset, text in NOTES:
        world.diary.at(moment(world.day(offset), 15), guide, world, serial, text)
    world.diary.at(moment(world.day(-9), 15), reword, world)
    world.diary.at(moment(world.day(-18), 15), retract, world)
    for offset in BY_RULE:
        world.diary.at(moment(world.day(offset), 8), lambda: remind(due_by_rule()))
    world.diary.at(moment(world.day(BY_HAND), 15), remind_the_silent, world)


def guide(world, serial, text):
    """The officer of the recipients' province writes a note, or nothing in a short list."""
    pair = next((pair for pair in world.pairs(2) if pair.serial == serial), None)
    return pair and notes.write(officer(), pair, text)


def reword(world):
    """The newest note on the pair that is shown says a little more; the text before stays readable."""
    note = GuidanceNote.objects.of_pair(world.shown()).standing().order_by("-pk").first()
    notes.edit(note, officer(), None, {"text": CHANGED})


def retract(world):
    text, reason = WITHDRAWN
    notes.withdraw(guide(world, world.shown().serial, text), officer(), reason)


def officer():
    return User.objects.get(username="officer")


def remind_the_silent(world):
    """The inspector picks from the board whoever has reported nothing."""
    silent = [due for due in owed(Pair.objects.published()) if due.duty == ObligationKind.SILENT]
    remind(silent[:4], world.inspector)


def remind(dues, by=None):
    """As the portal reminds, but for the mail: it is kept as sent."""
    people = {key: reachable(posts) for key, posts in coordinators(dues).items()}
    able = [due for due in dues if people.get(due.key)]
    reminders = Reminder.objects.once(able, by, able[0].day) if able else {}
    ReminderLetter.objects.address_to(reminders, people)
    ReminderLetter.objects.filter(reminder__in=reminders.values()).update(state=LetterState.SENT)
