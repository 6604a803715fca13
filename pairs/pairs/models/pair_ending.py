"""How a pair ends before its batch does: its supporter is replaced, or it ends early; a day, a reason and a source."""

import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.links import no_private_links
from core.localized import Localized, reads_default
from core.model_fields import BoundedDateField
from core.personal_data import REASON_LENGTH, FreeTexts
from pairs.directory.models.university_name import english_of

from . import pair_rules
from .dependents import Dependent, dependents_of, own_milestones
from .milestone import Milestone


class EndKind(models.TextChoices):
    REPLACED = "replaced", _("Supporter replaced")
    ENDED_EARLY = "ended_early", _("Ended early")


class EndingQuerySet(models.QuerySet):
    """Which pairs stand at their places, which once did, and which the notice printed."""

    def as_printed(self):
        """The pairs that the notice printed, one for each place of its list, whatever became of them."""
        return self.filter(replaces=None)

    def in_place(self):
        """The last pair of each place: not those whose supporter was replaced."""
        return self.exclude(end_kind=EndKind.REPLACED)

    def present(self):
        """Pairs that no event has ended."""
        return self.filter(end_kind="")

    def lasting(self, day=None):
        """Pairs that no event ends before `day` (today)."""
        return self.filter(models.Q(ended_on=None) | models.Q(ended_on__gte=day or timezone.localdate()))

    def ended(self):
        """Pairs that an event has ended."""
        return self.exclude(end_kind="")

    def with_neighbours_in_time(self):
        """Fetch along whose place each pair took, and who took its own."""
        found = self.select_related("replaces__supporter", "successor__supporter")
        names = [] if reads_default() else english_of("replaces__supporter", "successor__supporter")
        return found.prefetch_related(*names)


class EndingPair(FreeTexts):
    """The columns of an end, which `pairs.pairs.workflow` alone writes."""

    free_texts = ("end_reason", "end_reason_en")

    ended_on = BoundedDateField(_("last day"), null=True, blank=True, editable=False)
    end_kind = models.CharField(_("how it ended"), max_length=12, choices=EndKind, blank=True, editable=False)
    end_reason = models.CharField(_("reason of the end"), max_length=REASON_LENGTH, blank=True, editable=False)
    end_reason_en = models.CharField(_("reason in English"), max_length=REASON_LENGTH, blank=True, editable=False)
    end_source = models.CharField(
        _("source of the end"), max_length=500, blank=True, editable=False, validators=[no_private_links]
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="successor",
        verbose_name=_("takes the place of"),
    )

    class Meta:
        abstract = True

    local_end_reason = Localized("end_reason")

    @property
    def replaced_by(self):
        """The pair that took its place, or None; asks no query where it is fetched along."""
        try:
            return self._here(self.successor) if self.is_replaced else None
        except ObjectDoesNotExist:
            return None

    @property
    def took_over_from(self):
        """The pair whose place it took, or None; asks no query where it is fetched along."""
        return self._here(self.replaces) if self.replaces_id else None

    def _here(self, other):
        """Another pair of the same place, with the batch and the recipient that they share."""
        other.batch, other.recipient = self.batch, self.recipient
        return other

    @property
    def is_replaced(self):
        return self.end_kind == EndKind.REPLACED

    @property
    def shares_place(self):
        """Whether another pair stood at its place of the list before or after it."""
        return bool(self.replaces_id) or self.is_replaced

    @property
    def first_day(self):
        """The day from which it holds: that after its predecessor's last, or the first of the batch."""
        return self.replaces.ended_on + datetime.timedelta(days=1) if self.replaces_id else self.batch.starts

    @property
    def has_ended(self):
        """Whether its last day has passed, by an event or with its batch."""
        return self.is_after(timezone.localdate()) or self.batch.phase == self.batch.Phase.ENDED

    @property
    def milestones_ahead(self):
        """The milestones that are still to be reached; none once the pair or its batch has ended."""
        kinds = list(Milestone.Kind)
        return [] if self.has_ended else kinds[kinds.index(self.status) + 1 : kinds.index(Milestone.Kind.ENDED)]

    @property
    def ends_later(self):
        """Whether an event ends it, and its last day has not passed yet."""
        return bool(self.ended_on) and not self.is_after(timezone.localdate())

    def is_after(self, day):
        """Whether an event has ended it before `day`."""
        return bool(self.ended_on and day and day > self.ended_on)

    def dependents(self):
        """What hangs on it, as Dependents; while there is any, a change of its universities is an event."""
        return dependents_of([self]).get(self.pk, [])

    def deletion_faults(self):
        """What deleting would take from the public along with it; rows that forbid it are named by themselves."""
        if not self.batch.published_at:
            return []
        own = own_milestones().filter(pair=self)
        number = own.count()
        return [pair_rules.HELD_FAST % {"dependents": Dependent.of(own, "pair", self.pk, number)}] if number else []

    def share_serial(self, by=None, why=""):
        """Give its serial number to the pair whose place it took, and to the one that took its own."""
        for other in filter(None, (self.replaces, self.replaced_by)) if self.shares_place else ():
            if other.serial != self.serial:
                other.serial = self.serial
                other._history_user, other._change_reason = by, why
                other.save()
