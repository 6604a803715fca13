"""The life of an activity: the steps it can take, each refused when it is not the time or not the person's to take."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from accounts.permissions import MINISTRY, acting_side
from activities.activities import period_questions
from activities.catalogue.models.kind import ActivityKind
from core.exceptions import Conflict, Refused
from core.questions import ask
from core.reasons import given_reason
from core.transitions import transition
from pairs.models import Pair

from .measure import Measure
from .states import OPEN, Stage, Status
from .total import Total

WORDS = ("title", "title_en", "description", "starts_on", "ends_on", "starts_at", "link", "place")
CHOSEN = ("kind", "stage")  # chosen at the start, no longer changed once it was handed in
EDITABLE = (*WORDS, *CHOSEN)


class Life:
    """The verbs of an activity. Each runs in a transaction of its own, with the pair locked, so that totals stay true.

    `by` is the person who acts; `version` is the version that person has seen, None when it does not matter;
    `answered` are the digests of the questions that were answered, see core.questions: Unanswered until they are.
    Refused says why a step is not open; ValidationError names the fields to mend; Conflict holds both texts.
    """

    @transition
    def edit(self, by, version, values=None, measures=None, answered=()):
        """Save an open entry of one's own side; what has been handed in stays handed in, and must stay complete."""
        values, measures = values or {}, measures or {}
        self._lock(by, version, mine={**values, **measures})
        self._refuse_unless(self._is_own(by), _("Only the side that logged it can change it."), "not_yours")
        self._refuse_unless(self.status in OPEN and self.stage != Stage.CANCELLED, self._locked_words(), "locked")
        days = (self.starts_on, self.ends_on)
        self._keep(by, values, measures)
        if self.status == Status.SUBMITTED and days != (self.starts_on, self.ends_on):
            ask(period_questions.questions(self), answered)
        return self

    @transition
    def submit(self, by, version=None, answered=()):
        """Hand in: a plan is public at once, a held activity goes to the other side. ValidationError by field."""
        self._lock(by, version)
        self._refuse_unless(self._is_own(by), _("Only the side that logged it can hand it in."), "not_yours")
        self._refuse_unless(self.status in (Status.DRAFT, Status.RETURNED), _("It has already been handed in."))
        self.status, self.reason, self.submitted_at = Status.SUBMITTED, "", timezone.now()
        if self.stage == Stage.PLANNED:
            self.public_since = self.public_since or timezone.now()
        self._keep(by)
        ask(period_questions.questions(self), answered)
        return self

    @transition
    def hold(self, by, values=None, measures=None, version=None):
        """Open the figures of a plan whose day has come; it is a draft of what was held until it is submitted again."""
        values, measures = values or {}, measures or {}
        self._lock(by, version, mine={**values, **measures})
        self._refuse_unless(self._is_own(by), _("Only the side that planned it can report it as held."), "not_yours")
        planned = self.stage == Stage.PLANNED and self.status == Status.SUBMITTED
        self._refuse_unless(planned, _("Only a plan that has been handed in can be reported as held."))
        self._refuse_unless(self.starts_on <= timezone.localdate(), _("Its day is still to come."), "too_early")
        self.stage, self.status = Stage.HELD, Status.DRAFT
        return self._keep(by, values, measures)

    @transition
    def confirm(self, by, version=None):
        """The other side agrees, or the ministry openly on its behalf; from now on the activity counts."""
        self._lock(by, version)
        self._decide_on_held(by)
        self._mark_confirmed(by, on_behalf=acting_side(by, self.pair) == MINISTRY)
        return self._keep(by)

    @transition
    def return_(self, by, reason, version=None):
        """Send it back to the logging side with the reason."""
        self._lock(by, version)
        self._decide_on_held(by)
        self.status, self.reason = Status.RETURNED, given_reason(reason)
        return self._keep(by, why=self.reason)

    @transition
    def cancel(self, by, reason, version=None):
        """Call a plan off; what was public stays as a line with the reason."""
        self._lock(by, version)
        self._refuse_unless(self._is_own(by, MINISTRY), _("Only the side that planned it can cancel it."), "not_yours")
        planned = self.stage == Stage.PLANNED and self.status == Status.SUBMITTED
        self._refuse_unless(planned, _("Only a plan that has been handed in can be cancelled."))
        self.stage, self.reason = Stage.CANCELLED, given_reason(reason)
        return self._keep(by, why=self.reason)

    @transition
    def withdraw(self, by, reason, version=None):
        """Take back what was handed in, with the reason; what is confirmed or sourced only the ministry takes back."""
        self._lock(by, version)
        self._refuse_unless(self._is_own(by, MINISTRY), _("Only the side that logged it can withdraw it."), "not_yours")
        if self.status == Status.CONFIRMED:
            only_proposed = _("It is confirmed: propose to withdraw it, the other side decides.")
            self._refuse_unless(acting_side(by, self.pair) == MINISTRY, only_proposed, "locked")
        else:
            handed_in = self.status in OPEN and self.submitted_at and self.stage != Stage.CANCELLED
            self._refuse_unless(handed_in, _("Only what was handed in can be withdrawn."))
        return self._withdraw(by, given_reason(reason))

    @transition
    def discard(self, by, version=None):
        """Delete a draft that was never handed in."""
        self._lock(by, version)
        self._refuse_unless(self._is_own(by), _("Only the side that logged it can discard it."), "not_yours")
        fresh = self.status == Status.DRAFT and not self.submitted_at
        self._refuse_unless(fresh, _("It has been handed in before: withdraw it with a reason instead."))
        for piece in self.evidence.all():
            piece.erase_when_committed()
        self._history_user = by
        self.delete()

    def propose_correction(self, by, values=None, measures=None, reason="", withdraw=False, version=None, answered=()):
        """Propose to change, or to withdraw, what is confirmed; the other side decides. Returns the Correction."""
        from .correction import Correction

        return Correction.objects.propose(self, by, values or {}, measures or {}, reason, withdraw, version, answered)

    def accept_correction(self, by, seen=None):
        """Agree with the open proposal: it is applied as it stands. `seen` is the key of the one that was shown."""
        return self._open_correction().accept(by, seen)

    def decline_correction(self, by, reason, seen=None):
        """Decline the open proposal of the other side, with the reason."""
        return self._open_correction().decline(by, reason, seen)

    def take_back_correction(self, by, seen=None):
        """Take back the open proposal of one's own side."""
        return self._open_correction().take_back(by, seen)

    @transition
    def revise_sourced(self, by, values=None, measures=None, reason="", version=None, answered=()):
        """Correct what was taken from a public source: an editor's work, with the reason."""
        self._lock(by, version, mine={**(values or {}), **(measures or {})})
        allowed = by.is_editor and self.is_sourced and self.status == Status.CONFIRMED
        self._refuse_unless(allowed, _("Only the ministry corrects what comes from a public source."), "not_yours")
        days = (self.starts_on, self.ends_on)
        self._keep(by, values, measures, why=given_reason(reason))
        if days != (self.starts_on, self.ends_on):
            ask(period_questions.questions(self), answered)
        return self

    def propose_merge(self, by, other, values=None):
        """Propose that `other` tells of the same event; the Merge waits for the other side."""
        from .merge import Merge

        return Merge.objects.propose(by, self, other, values or {})

    def texts(self):
        """All that an edit may change, by field and by code of indicator: the text a conflict shows."""
        figures = {row.indicator.code: row.counted_value for row in self.measures.select_related("indicator")}
        return {field: getattr(self, field) for field in EDITABLE} | figures

    def not_asked_by(self, kind):
        """The figures that `kind` does not ask for: they go when this entry becomes one of that kind."""
        asked = {indicator.pk for indicator in kind.indicators.all()}
        return [row for row in self.measures.all() if row.indicator_id not in asked]

    # What the verbs are made of

    def _lock(self, by, version=None, mine=None):
        """Nobody else changes this pair's activities until the transaction ends; Conflict when `version` is not it."""
        Pair.objects.select_for_update(no_key=True).get(pk=self.pair_id)
        self.refresh_from_db()
        self._history_user, self._change_reason = by, None
        if version is not None:
            self._check_version(version, mine or {})
        self._refuse_unless(self.merged_into_id is None, _("It was merged into another entry."), "merged")
        self._refuse_unless(acting_side(by, self.pair), _("You do not act for either side of this pair."), "not_yours")

    def _check_version(self, version, mine):
        if version != self.version:
            theirs = self.texts()
            message = _("Somebody else saved this entry meanwhile. Both texts are shown; nothing is lost.")
            raise Conflict(message, {**theirs, **mine}, theirs, self.version)

    @staticmethod
    def _refuse_unless(condition, message, code="not_now"):
        if not condition:
            raise Refused(message, code)

    def _is_own(self, by, *others):
        return acting_side(by, self.pair) in (self.side, *others)

    def _locked_words(self):
        if self.status == Status.CONFIRMED:
            return _("It is confirmed and locked: propose a correction instead.")
        return _("It was cancelled or withdrawn and stays as it is.")

    def _decide_on_held(self, by):
        own_words = _("Your own side logged it; the other side decides.")
        self._refuse_unless(not self._is_own(by), own_words, "own_side")
        waiting = self.stage == Stage.HELD and self.status == Status.SUBMITTED
        self._refuse_unless(waiting, _("It is not waiting for confirmation."))

    def _mark_confirmed(self, by, on_behalf):
        now = timezone.now()
        self.status, self.reason, self.confirmed_by, self.confirmed_at = Status.CONFIRMED, "", by, now
        self.on_behalf, self.public_since = on_behalf, self.public_since or now

    def _withdraw(self, by, reason):
        self.status, self.reason = Status.WITHDRAWN, reason
        return self._keep(by, why=reason)

    def _open_correction(self):
        found = self.corrections.open().first()
        self._refuse_unless(found, _("No proposal is waiting for a decision."))
        return found

    def _keep(self, by, values=None, measures=None, why=None, agreed=()):
        """Check and store values, figures and `agreed` rows, one version on; bring the pair's totals in step."""
        Pair.objects.select_for_update(no_key=True).get(pk=self.pair_id)
        self._take(values or {})
        figures = [*self._figures(measures or {}), *agreed]
        self.version += 1
        self._history_user, self._change_reason = by, why
        self._check(figures)
        self.save()
        for row in figures:
            row.activity, row._history_user, row._change_reason = self, by, why
            row.save()
        if "kind" in (values or {}):
            self._drop(self.not_asked_by(self.kind), by)
        Total.objects.recount(self.pair)
        return self

    @staticmethod
    def _drop(rows, by):
        for row in rows:
            row._history_user = by
            row.delete()

    def _take(self, values):
        for field, value in values.items():
            if field not in EDITABLE:
                raise ValidationError(_("“%(field)s” cannot be edited.") % {"field": field})
            if field in CHOSEN and getattr(self, field) != parsed(field, value):
                self._refuse_unless(not self.submitted_at, _("Kind and stage stay as they were handed in."), "locked")
            setattr(self, field, parsed(field, value))
        if self.stage == Stage.PLANNED and not self.ends_on:
            self.ends_on = self.starts_on

    def _check(self, figures):
        """ValidationError naming every field at fault, figures by the code of their indicator."""
        faults = {}
        try:
            self.full_clean(exclude=["token"])
        except ValidationError as error:
            faults.update(error.message_dict)
        if self.status in (Status.SUBMITTED, Status.CONFIRMED) and self.stage != Stage.CANCELLED:
            for field, message in self.missing().items():
                faults.setdefault(field, [message])
        for row in figures:
            try:
                row.full_clean(exclude=["activity"])
            except ValidationError as error:
                faults[row.indicator.code] = list(dict.fromkeys(error.messages))
        if faults:
            raise ValidationError(faults)

    def _figures(self, measures):
        """The rows to store for values by code of indicator, or by indicator; what counts is what is changed."""
        rows = {row.indicator_id: row for row in self.measures.select_related("indicator")} if self.pk else {}
        asked = {indicator.code: indicator for indicator in self.kind.indicators.all()}
        asked |= {row.indicator.code: row.indicator for row in rows.values()}
        changed = []
        for code, value in measures.items():
            indicator = asked.get(getattr(code, "code", code))
            if indicator is None:
                raise ValidationError(_("This kind of activity does not ask for “%(name)s”.") % {"name": code})
            row = rows.get(indicator.pk) or Measure(activity=self, indicator=indicator)
            if (row.pk or value is not None) and row.counted_value != value:
                whole = str(value) if isinstance(value, float) else value  # halves are refused, not cut off
                setattr(row, "value" if row.agreed is None else "agreed", whole)
                changed.append(row)
        if self.stage == Stage.PLANNED and any(row.value is not None for row in [*rows.values(), *changed]):
            raise ValidationError(_("A plan has no figures yet; they are given once it has been held."))
        return changed


def parsed(field, value):
    """A value as the field holds it, also from the text in which a proposal keeps it."""
    if not isinstance(value, str):
        return value if value is not None or field in ("starts_on", "ends_on", "starts_at") else ""
    if field in ("starts_on", "ends_on"):
        return parse_date(value) if value else None
    if field == "starts_at":
        return parse_time(value) if value else None
    return ActivityKind.objects.in_force().get(code=value) if field == "kind" else value.strip()
