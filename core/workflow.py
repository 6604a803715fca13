"""Workflows: a table says which transitions are open to whom; each happens as a whole, and is recorded as it happens.

A feature's workflow.py has a Situation of its own, a table of Transitions by name in the order of their buttons, the
Workflow of the two, and a function for each transition, which begins, changes the record, and stores it:

    @transition
    def publish(report, by, version=None):
        WORKFLOW.begin(report, "publish", by, version)
        report.published_at = timezone.now()
        return WORKFLOW.store(report, "publish", by)

`by` is the person who acts; `version` is the version that person has seen, None when it does not matter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .exceptions import Refused
from .model_fields import RequestNumberField
from .personal_data import REASON_LENGTH
from .versioning import Versioned, as_stored


class State:
    """Where a record stands, as conditions on its columns (`status__in=…`); one rule for a record and for many."""

    def __init__(self, **conditions):
        self.conditions = conditions

    def q(self):
        """Return the condition under which records stand here."""
        return models.Q(**self.conditions)

    def holds(self, record):
        """Return whether `record` stands here."""
        for condition, wanted in self.conditions.items():
            name, _separator, lookup = condition.partition("__")
            found = getattr(record, record._meta.get_field(name).attname)
            if lookup == "isnull":
                found = found is None
            if not (found in wanted if lookup == "in" else found == wanted):
                return False
        return True


class Situation:
    """A record as one person finds it: what the roles and guards of a table are asked about."""

    side = ""  # for which this person acts

    def __init__(self, record, by):
        self.record, self.by = record, by

    def refuse_closed(self):
        """Raise Refused when nothing of the record is open to this person, or to anybody, now."""


@dataclass(frozen=True)
class Transition:
    """Who may do what in which state; `rules` are pairs of a role and a State, of which one must hold.

    A role is a function of the situation. Who has none is told `not_yours`; who has one, in another state, `not_now`,
    a text or a function of the situation that gives the Refused. The `guard` raises what else stands in the way.
    """

    rules: tuple
    not_yours: str = ""
    not_now: str | Callable = ""
    guard: Callable | None = None
    code_not_yours: str = "not_yours"
    code_not_now: str = "not_now"
    asks_reason: bool = False

    def refuse(self, situation):
        """Raise Refused with the reason unless the transition is open."""
        mine = [state for role, state in self.rules if role(situation)]
        if not mine:
            raise Refused(self.not_yours, self.code_not_yours)
        if not any(state.holds(situation.record) for state in mine):
            raise self.not_now(situation) if callable(self.not_now) else Refused(self.not_now, self.code_not_now)
        if self.guard:
            self.guard(situation)

    def is_open(self, situation):
        return is_open(self.refuse, situation)


def is_open(refuse, *args):
    """Return whether `refuse` raises nothing."""
    try:
        refuse(*args)
    except Refused:
        return False
    return True


@dataclass(frozen=True)
class Workflow:
    """The transitions of a versioned record with `state_changes`, by name, and the Situation they are asked about."""

    transitions: dict
    situation: type = Situation

    def open_to(self, record, by):
        """Return the names of what `by` may do with the record now, in the order of the buttons."""
        situation = self.situation(record, by)
        if not is_open(situation.refuse_closed):
            return []
        return [name for name, each in self.transitions.items() if each.is_open(situation)]

    def refuse(self, record, name, by):
        """Raise Refused with the reason unless the transition is open to `by`."""
        situation = self.situation(record, by)
        situation.refuse_closed()
        self.transitions[name].refuse(situation)

    def begin(self, record, name, by, version=None, mine=None):
        """Lock the record, read it as it stands, and refuse what is not open or was changed meanwhile.

        `mine` is what was to be saved, by field: what a Conflict shows beside the stored text.
        """
        situation = self.lock(record, by, version, mine)
        self.transitions[name].refuse(situation)
        return situation

    def lock(self, record, by, version=None, mine=None):
        """Do the same for what is no transition of this record alone; returns the Situation."""
        record.read_locked()
        record.texts_found = as_stored(record.texts())
        situation = self.situation(record, by)
        situation.refuse_closed()
        record.compare(version, mine)
        return situation

    def store(self, record, name, by, why="", on_behalf=False, same_version=False):
        """Check the record, write what changed of it, and record the transition; returns the record."""
        before = {} if record._state.adding else record.texts_found
        record.store(by, why, same_version)
        self.record(record, name, by, why, differences(before, as_stored(record.texts())), on_behalf)
        return record

    def record(self, record, name, by, reason="", changes=(), on_behalf=False):
        """Record a transition as it happens."""
        side = self.situation(record, by).side if by else ""
        facts = {"by": by, "side": side or "", "on_behalf": on_behalf, "at": timezone.now()}
        record.state_changes.create(transition=name, reason=reason, changes=list(changes), **facts)


def transition(function):
    """Make a change of state happen as a whole or not at all, in the database and in the record passed first."""

    @wraps(function)
    def carried_out(record, *args, **kwargs):
        before = record.__getstate__()
        try:
            with transaction.atomic():
                return function(record, *args, **kwargs)
        except Exception:
            record.__dict__.clear()
            record.__dict__.update(before)
            raise

    return carried_out


def differences(before, after):
    """Return [name, before, after] for everything that was there before and reads otherwise now."""
    return [[name, before[name], after[name]] for name in after if name in before and before[name] != after[name]]


class StateChange(models.Model):
    """One transition of a record: who did it for which side, when, why, and what it changed. Never rewritten."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    of = GenericForeignKey()
    transition = models.CharField(_("transition"), max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    side = models.CharField(_("acting for"), max_length=10, blank=True)
    on_behalf = models.BooleanField(_("on behalf of a side"), default=False)
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    changes = models.JSONField(_("changes"), default=list, help_text=_("Name, value before and value after."))
    request_id = RequestNumberField()

    class Meta:
        verbose_name = _("transition of a record")
        verbose_name_plural = _("transitions of records")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="state_change_of"),
            models.Index(fields=["at"], name="state_change_at"),  # what happened lately is told at the desk
            models.Index(fields=["request_id"], name="state_change_request"),
        ]
        default_permissions = ["view"]

    def __str__(self):
        return f"{self.of} · {self.transition}"


class WorkflowModel(Versioned, models.Model):
    """A record whose transitions are recorded; its name stands before that of other abstract models."""

    version = models.PositiveIntegerField(_("version"), default=0)
    state_changes = GenericRelation(StateChange)

    class Meta:
        abstract = True
