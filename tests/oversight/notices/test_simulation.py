"""Many days of people at work, with a clock that is moved by hours and a sender that is killed at any point.

After each day: nobody was given two letters on one day; whatever happened before the hour of the letters was given to
the mail server, unless it was read, or the letter of this very day was cut off; and the sender never had to hold a
letter back. What is expected is worked out here from what people did, not from the marks that the sender keeps.
"""

import datetime
import os
import random
from contextlib import suppress

import pytest
import time_machine
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import Membership
from activities.activities import proposals, workflow
from activities.models import Activity
from core.models import Letter, StateChange
from core.outbox.models import LetterQuerySet
from core.outbox.sending import send_due
from oversight.models import LetterState, ReminderLetter
from oversight.notes import workflow as notes
from oversight.notices import sending
from oversight.notices.happenings import mark_read, unread_by
from oversight.notices.models import DailyLetter, LetterRound, NoticeMark
from oversight.obligations.obligations import owed
from oversight.obligations.reminders import remind
from pairs.models import Batch, Pair
from tests.conftest import a_person
from tests.support.factories.obligations import since_two_months

PEOPLE = 10
PERSON_DAYS = 10_000 if os.environ.get("SOAK") else 200
DAYS_AT_ONCE = 20  # after so many days everything begins anew
ENOUGH = DAYS_AT_ONCE // 4  # letters, and things told in them, by chance not many more in some of the runs
BEGIN = datetime.datetime(2031, 3, 1, 6, tzinfo=timezone.get_default_timezone())
HOUR = datetime.timedelta(hours=1)


class Killed(BaseException):
    """The process of the sender ends here."""


class Server(BaseEmailBackend):
    """A mail server that keeps who was told of what on which day, and at times ends the sender, or is away."""

    given, chance, away, fate = [], 0.0, False, None

    def send_messages(self, messages):
        roll = self.fate.random()
        if roll < self.chance / 3:
            raise Killed
        if self.away or roll < self.chance * 2 / 3:
            raise ConnectionRefusedError
        for _message in messages:
            daily = DailyLetter.objects.get(letter__state=Letter.State.SENDING)
            said = set(daily.marks.values_list("change", flat=True))
            self.given.append((daily.person_id, timezone.localdate(), said))
        if roll < self.chance:
            raise Killed  # the server has it, and the sender does not know any more
        return len(messages)


class Simulation:
    """The action, its people, and what each of them is to hear of."""

    def __init__(self, world, people, officer, editor, fate):
        self.world, self.people, self.officer, self.editor, self.fate = world, people, officer, editor, fate
        self.expected = {person.pk: {} for person in people}  # what a person is to hear of, and when it happened

    def side_of(self, person):
        (school,), pairs = person.universities, (self.world.pair, self.world.other_pair)
        pair = next(pair for pair in pairs if school in (pair.recipient_id, pair.supporter_id))
        return pair, "recipient" if school == pair.recipient_id else "supporter"

    def act(self):
        """Somebody does something; those on the other side of the pair are to hear of it."""
        person = self.fate.choice(self.people)
        pair, _side = self.side_of(person)
        last = StateChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        what = self.fate.choice([self.enter, self.enter, self.answer, self.propose, self.note, self.press, self.read])
        what(person, pair)
        for change in StateChange.objects.filter(pk__gt=last):
            self.expect(change, pair)

    def expect(self, change, pair):
        told = change.transition in ("submit", "confirm", "return", "propose-correction", "write")
        for other in self.people:
            theirs, side = self.side_of(other)
            if told and theirs == pair and side != change.side:
                self.expected[other.pk][change.pk] = change.at

    def enter(self, person, pair):
        self.world.submitted(person, pair=pair, title=f"第{self.fate.randrange(10**6)}场")

    def answer(self, person, pair):
        entry = Activity.objects.to_confirm_by(person).order_by("pk").first()
        if entry and self.fate.random() < 0.5:
            workflow.confirm(entry, person)
        elif entry:
            workflow.send_back(entry, person, "请补充")
        if entry:
            self.forget(person, entry)

    def propose(self, person, pair):
        entry = pair.activities.filter(status="confirmed", corrections=None).first()
        if entry:
            proposals.propose_correction(entry, person, {"place": f"{self.fate.randrange(99)}号楼"}, reason="写错了")
            self.forget(person, entry)

    def note(self, person, pair):
        if self.fate.random() < 0.3:
            notes.write(self.officer, pair, f"请尽快对接（{self.fate.randrange(10**6)}）")

    def press(self, person, pair):
        dues = [due for due in owed(Pair.objects.published()) if due.side in ("recipient", "supporter")]
        remind(self.fate.sample(dues, min(2, len(dues))), by=self.editor)

    def read(self, person, pair):
        mark_read(person, unread_by(person))
        self.expected[person.pk].clear()

    def forget(self, person, entry):
        """Who acts on an entry knows what had happened to it."""
        for pk in entry.state_changes.values_list("pk", flat=True):
            self.expected[person.pk].pop(pk, None)

    # The sender

    def send(self):
        """A sender begins, and may be killed while it writes letters or while it sends them."""
        queue = LetterQuerySet.queue

        def queue_or_die(*args, **facts):
            if self.fate.random() < Server.chance / 3:
                raise Killed
            return queue(*args, **facts)

        with pytest.MonkeyPatch.context() as patched, suppress(Killed):
            patched.setattr(LetterQuerySet, "queue", queue_or_die)
            sending.write_letters_of_today()
            send_due()

    def one_day(self):
        """Some hours at a time until the next morning; then what must hold."""
        left, Server.away = 24, self.fate.random() < 0.2
        while left:
            hours = min(left, self.fate.randrange(4, 11))
            left -= hours
            if self.fate.random() < 0.4:
                self.act()
            self.clock.shift(hours * HOUR)
            Server.chance = self.fate.choice([0, 0.6])
            self.send()
        Server.chance = 0
        self.check()

    def check(self):
        """At six in the morning: of yesterday's letters, and of what they held."""
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        cutoff = sending.cutoff_of(yesterday)
        days = [(person, on) for person, on, _said in Server.given]
        assert len(days) == len(set(days)), "two letters to a person on one day"
        if not LetterRound.objects.filter(on=yesterday).exists():
            return  # no sender lived long enough on that day
        for person in self.people:
            given = [said for pk, _on, said in Server.given if pk == person.pk]
            said = set().union(*given)
            lacking = {pk for pk, at in self.expected[person.pk].items() if at < cutoff and pk not in said}
            daily = DailyLetter.objects.filter(person=person, on=yesterday).select_related("letter").first()
            if not daily or daily.letter.state == Letter.State.SENT:
                assert not lacking, "something is unsaid for more than a day"
                waiting = ReminderLetter.objects.filter(to=person, reminder__made_at__lt=cutoff)
                assert not waiting.filter(state__in=[LetterState.WAITING, LetterState.QUEUED]).exists()


@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(PERSON_DAYS // (PEOPLE * DAYS_AT_ONCE)))
def test_nobody_gets_two_letters_a_day_and_nothing_stays_unsaid(
    world, rita, rob, sam, olga, editor, officer, settings, caplog, seed
):
    settings.DAILY_LETTER_HOUR, settings.EMAIL_BACKEND = 8, f"{__name__}.Server"
    Batch.objects.update(starts=BEGIN.date() - datetime.timedelta(days=60), ends=None)
    fate = random.Random(seed)
    Server.given, Server.fate = [], fate
    schools = [world.supporter, *[world.other_supporter, world.other_recipient] * 2, world.recipient]
    more = [
        a_person(f"c{number}", Membership.Role.COORDINATOR, university=school) for number, school in enumerate(schools)
    ]
    people = [rita, rob, sam, olga, *more]
    with time_machine.travel(BEGIN, tick=False) as clock:
        for person in people:
            person.memberships.update(since=BEGIN.date())
        since_two_months()
        simulation = Simulation(world, people, officer, editor, fate)
        simulation.clock = clock
        for _day in range(DAYS_AT_ONCE):
            simulation.one_day()
    assert "held back" not in caplog.text
    told = NoticeMark.objects.filter(said_in__isnull=False).count()
    assert min(len(Server.given), told) > ENOUGH, "too little happened for the days to show anything"
