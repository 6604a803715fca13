"""Reminders: what pairs owe, when the ministry wants them reminded, and who was reminded of what."""

import datetime

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.model_fields import BoundedDateField, person_field
from core.personal_data import FreeTexts
from core.validators import only_printable
from oversight.querysets import PairRecordQuerySet
from pairs.models import Pair, Side

YEAR = 365  # days; nothing is counted longer
FAULT_LENGTH = 200
IN_BOUNDS = [MinValueValidator(1), MaxValueValidator(YEAR)]


class ObligationKind(models.TextChoices):
    """What a pair may owe."""

    SILENT = "silent", _("Nothing reported")
    CONFIRM = "confirm", _("Entries to confirm")
    AGREEMENT = "agreement", _("Agreement not signed")
    FINDING = "finding", _("Findings overdue")
    RETURNED = "returned", _("Returned entries")
    REPORT = "report", _("Nothing reported for a period")


class ReminderRuleQuerySet(models.QuerySet):
    def silent_after(self):
        """After how many days without an entry a pair counts as silent."""
        rule = self.filter(duty=ObligationKind.SILENT).first() or self.model(duty=ObligationKind.SILENT)
        return rule.after


class ReminderRule(models.Model):
    """When the ministry wants people reminded of one duty. Days are counted from the one since which it is owed."""

    duty = models.CharField(_("duty"), max_length=10, choices=ObligationKind, unique=True)
    after = models.PositiveSmallIntegerField(
        _("first after (days)"),
        default=14,
        validators=IN_BOUNDS,
        help_text=_("For pairs without recent entries: also the number of days after which a pair is listed."),
    )
    every = models.PositiveSmallIntegerField(_("then every (days)"), default=7, validators=IN_BOUNDS)
    times = models.PositiveSmallIntegerField(
        _("at most (times)"),
        default=4,
        validators=IN_BOUNDS,
        help_text=_("After that no more reminders are sent; phone the coordinator."),
    )
    active = models.BooleanField(
        _("remind by email"), default=True, help_text=_("Off: only people remind, from the board.")
    )

    objects = ReminderRuleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(after__range=(1, YEAR), every__range=(1, YEAR), times__range=(1, YEAR)),
                name="reminder_rule_in_bounds",
                violation_error_message=_("Days and times lie between 1 and 365."),
            )
        ]

    def __str__(self):
        return self.get_duty_display()

    def asks_for(self, since, day, reminded):
        """Whether to remind on `day` of what is owed `since`; `reminded` are the days on which people were reminded."""
        past = [on for on in reminded if on >= since]
        ripe = (day - since).days >= self.after and len(past) < self.times
        return self.active and ripe and (not past or (day - max(past)).days >= self.every)


class ReminderQuerySet(models.QuerySet):
    def on_day(self, day):
        return self.filter(on=day)

    def gone_out(self):
        """Those of which a letter went out."""
        gone = ReminderLetter.objects.filter(reminder=models.OuterRef("pk"), state__in=GONE_OUT)
        return self.filter(models.Exists(gone))

    def days_of(self, pairs):
        """The days on which the sides of `pairs` were reminded, as {(duty, pair, side): [days]}."""
        found = {}
        rows = self.gone_out().filter(pair__in=pairs).order_by("on").values_list("duty", "pair", "side", "on")
        for *key, on in rows:
            found.setdefault(tuple(key), []).append(on)
        return found

    def pressed(self, day):
        """What people had reminded of lately whose letter has not gone out by `day`, as keys of dues."""
        waiting = [LetterState.WAITING, LetterState.QUEUED, LetterState.FAILED]
        lately = self.filter(asked_by__isnull=False, on__gt=day - WAITS_FOR, on__lte=day)
        rows = lately.filter(letters__state__in=waiting).order_by().values_list("duty", "pair", "side")
        return set(rows.distinct())

    def keys(self, day, *states):
        """What those of `day` are about of which a letter is in one of these states."""
        rows = self.on_day(day).filter(letters__state__in=states).order_by().values_list("duty", "pair", "side")
        return set(rows.distinct())

    def once(self, dues, by, day, due_on=None):
        """The reminders of `dues` on `day`, made where there is none yet, whoever else makes them meanwhile.

        Always in the same order, so that two who remind at once wait for each other and never in a circle.
        """
        facts = {"on": day, "asked_by": by, "due_on": due_on}
        made = [
            self.model(duty=due.duty, pair_id=due.pair, side=due.side, since=due.since, count=due.count, **facts)
            for due in sorted(dues, key=lambda due: due.key)
        ]
        self.bulk_create(made, ignore_conflicts=True)
        wanted = {due.key for due in dues}
        there = self.on_day(day).filter(pair__in={due.pair for due in dues})
        return {reminder.key: reminder for reminder in there if reminder.key in wanted}


class Reminder(models.Model):
    """That one side of a pair was to be reminded of one duty on one day: by a person, or by the ministry's rule."""

    duty = models.CharField(_("duty"), max_length=10, choices=ObligationKind)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("pair"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    on = BoundedDateField(_("reminded on"))
    since = BoundedDateField(_("outstanding since"))
    count = models.PositiveIntegerField(_("how many"), default=1)
    asked_by = person_field(
        _("reminded by"), null=True, blank=True, help_text=_("Empty when the ministry's rule asked for it.")
    )
    due_on = BoundedDateField(_("to be done by"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "pair", "side", "on"],
                name="reminder_once_a_day",
                violation_error_message=_("This side has already been reminded of this today."),
            )
        ]

    def __str__(self):
        return f"{self.get_duty_display()} · {self.pair} · {self.get_side_display()} · {self.on}"

    @property
    def key(self):
        """What it is about, as a Due calls it."""
        return self.duty, self.pair_id, self.side


class LetterState(models.TextChoices):
    WAITING = "waiting", _("Not sent yet")
    QUEUED = "queued", _("On its way")
    SENT = "sent", _("Sent")
    UNCLEAR = "unclear", _("May have been sent; not sent again")
    FAILED = "failed", _("Could not be sent")
    DROPPED = "dropped", _("No longer needed")


WAITS_FOR = datetime.timedelta(days=8)  # how long what a person pressed waits for a letter that can be sent
UNSENT = (LetterState.WAITING, LetterState.FAILED)
GONE_OUT = (LetterState.SENT,)  # nothing else counts: who may not have been reminded is reminded again another day


class ReminderLetterQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(state__in=UNSENT)

    def address_to(self, reminders, people):
        """A letter for each reminder and each of its `people`, by the key of the reminder; made once only."""
        made = [
            self.model(reminder=reminder, to=person)
            for reminder in sorted(reminders.values(), key=lambda reminder: reminder.pk)
            for person in sorted(people.get(reminder.key, ()), key=lambda person: person.pk)
        ]
        self.bulk_create(made, ignore_conflicts=True)

    def to_say(self, person, day, until):
        """What a letter of `day` is to say to `person`: what the rules ask for that day, and what was pressed before.

        What a person pressed waits for the next letter; the rules ask again by themselves.
        """
        by_rule = models.Q(reminder__asked_by=None, reminder__on=day)
        pressed = models.Q(reminder__asked_by__isnull=False, reminder__on__gt=day - WAITS_FOR)
        return self.unsent().filter(by_rule | pressed & models.Q(reminder__made_at__lt=until), to=person)

    def drop_settled(self, keys):
        """Take out what is not owed any more: all but what is about one of `keys`."""
        for letter in self.unsent().select_related("reminder"):
            if letter.reminder.key not in keys:
                self.unsent().filter(pk=letter.pk).update(state=LetterState.DROPPED)


class ReminderLetter(models.Model):
    """What a reminder says to one coordinator; the person's next daily letter holds it."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="letters", verbose_name=_("reminder"))
    to = person_field(_("addressee"))
    state = models.CharField(_("state"), max_length=10, choices=LetterState, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    fault = models.CharField(_("what went wrong"), max_length=FAULT_LENGTH, blank=True)
    said_in = models.ForeignKey(
        "oversight.DailyLetter",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("told of in the letter"),
    )

    objects = ReminderLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder letter")
        verbose_name_plural = _("reminder letters")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reminder", "to"], name="reminder_letter_once")]

    def __str__(self):
        return f"{self.to} · {self.get_state_display()}"


class NilReturnQuerySet(PairRecordQuerySet):
    def standing(self):
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def of_periods(self, due):
        """Those about the periods `due`, {pair: periods}, as {(pair, side, first day, last day): NilReturn}."""
        first = min((period.first for periods in due.values() for period in periods), default=None)
        if first is None:
            return {}
        rows = self.standing().filter(pair__in=list(due), first__gte=first).select_related("said_by")
        return {(row.pair_id, row.side, row.first, row.last): row for row in rows.order_by("pk")}


class NilReturn(FreeTexts):
    """That one side of a pair says of a period that it had nothing to report; it may be taken back."""

    free_texts = ("remark",)

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="nil_returns", verbose_name=_("pair"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    first = BoundedDateField(_("first day"))
    last = BoundedDateField(_("last day"))
    remark = models.CharField(
        _("why there was nothing"),
        max_length=FAULT_LENGTH,
        blank=True,
        validators=[only_printable, MaxLengthValidator(FAULT_LENGTH)],
    )
    said_by = person_field(_("said by"))
    said_at = models.DateTimeField(_("said at"), default=timezone.now, editable=False)
    withdrawn_by = person_field(_("taken back by"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = NilReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("period with nothing to report")
        verbose_name_plural = _("periods with nothing to report")
        ordering = ["-first", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "side", "first", "last"],
                condition=models.Q(withdrawn_at=None),
                name="nil_return_once",
                violation_error_message=_("This side has already said so of this period."),
            ),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="nil_return_days_in_order"),
        ]

    def __str__(self):
        return f"{self.pair} · {self.get_side_display()} · {self.first} – {self.last}"

    @property
    def pair_side(self):
        """The PairSide that said it."""
        return next(side for side in self.pair.sides if side.side == self.side)
