"""Something a pair did, or will do."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from activities.catalogue.models import ActivityKind
from core.addresses import address_of
from core.histories import HistoricalRecords
from core.links import WebAddressField, no_private_links
from core.localized import Localized
from core.model_fields import BoundedDateField, NullsLastIndex, person_field, token_field
from core.personal_data import REASON_LENGTH, FreeTexts
from core.substrings import SubstringIndex
from core.validators import only_printable
from core.workflow import StateChange
from pairs.models import Pair

from .editing import EditableActivity
from .querysets import INDEXED_WORDS, ActivityQuerySet
from .states import MEANT, PLAN, LoggingSide, Stage, Status, counts

REASONED = models.Q(stage=Stage.CANCELLED) | models.Q(status__in=[Status.RETURNED, Status.WITHDRAWN])


class Activity(EditableActivity, FreeTexts):
    """One entry: logged for one side and confirmed by the other, or taken from a public source."""

    free_texts = ("title", "title_en", "description", "place")

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="activities", verbose_name=_("pair"))
    kind = models.ForeignKey(ActivityKind, on_delete=models.PROTECT, related_name="activities", verbose_name=_("kind"))
    title = models.CharField(
        _("title"),
        max_length=100,
        blank=True,
        validators=[only_printable],
        help_text=_("For example 化工类专场招聘会."),
    )
    title_en = models.CharField(_("English title"), max_length=200, blank=True, validators=[only_printable])
    description = models.TextField(_("description"), blank=True, validators=[MaxLengthValidator(2000), only_printable])
    starts_on = BoundedDateField(
        _("starts on"), null=True, blank=True, help_text=_("The first day; empty when it is not known.")
    )
    ends_on = BoundedDateField(_("ends on"), null=True, blank=True, help_text=_("The last day, or the only one."))
    starts_at = models.TimeField(_("time"), null=True, blank=True, help_text=_("Beijing time, for example 14:30."))
    link = WebAddressField(_("link"), max_length=500, blank=True, validators=[only_printable])
    place = models.CharField(_("place"), max_length=100, blank=True, validators=[only_printable])
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.HELD)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, help_text=_("Why it was returned, cancelled or withdrawn.")
    )
    side = models.CharField(_("logged for"), max_length=10, choices=LoggingSide, blank=True)
    logged_by = person_field(_("logged by"), null=True, blank=True)
    source = models.CharField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("The public source, in place of a person."),
        validators=[no_private_links],
    )
    logged_at = models.DateTimeField(_("logged at"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    public_since = models.DateTimeField(_("public since"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = person_field(_("confirmed by"), null=True, blank=True)
    on_behalf = models.BooleanField(_("confirmed by the ministry on behalf of a side"), default=False)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_duplicates",
        verbose_name=_("merged into"),
    )
    version = models.PositiveIntegerField(_("version"), default=0)
    token = token_field()

    state_changes = GenericRelation(StateChange)

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = [models.F("ends_on").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(fields=["pair", "kind", "ends_on"]),
            models.Index(fields=["status", "stage", "ends_on"]),
            models.Index(fields=["public_since"]),
            # Lists are read in their order as far as a page, and who may not be told of is left out on the way
            NullsLastIndex(
                fields=["-ends_on", "-id", "pair", "stage", "status"],
                name="activity_latest",
                condition=models.Q(public_since__isnull=False, merged_into__isnull=True),
            ),
            models.Index(fields=["starts_on", "starts_at", "id"], name="activity_coming", condition=PLAN.q()),
            SubstringIndex(fields=INDEXED_WORDS, name="activity_words", any_case=True),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="activity_forward",
                violation_error_message=_("The last day comes before the first; exchange the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(source="", logged_by__isnull=False) & ~models.Q(side="")
                | ~models.Q(source="") & models.Q(logged_by=None, side=""),
                name="activity_logged_or_sourced",
                violation_error_message=_("An activity is logged for a side, or taken from a public source."),
            ),
            models.CheckConstraint(
                condition=MEANT,
                name="activity_meant_state",
                violation_error_message=_("An activity never is in this stage with this status."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.CONFIRMED) | models.Q(stage=Stage.HELD, ends_on__isnull=False),
                name="activity_confirmed_when_held",
                violation_error_message=_("Only what has been held, with its last day, can be confirmed."),
            ),
            models.CheckConstraint(
                condition=~REASONED | ~models.Q(reason=""),
                name="activity_reasoned",
                violation_error_message=_("Give the reason; it is kept and shown."),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="activity_merged_into_another",
                violation_error_message=_("An activity cannot be merged into itself."),
            ),
        ]

    def shows(self, name):
        """Once it was submitted, the other side reads each change."""
        return bool(self.submitted_at) or self.status == Status.CONFIRMED

    def __str__(self):
        return self.local_title or str(self.kind)

    def get_absolute_url(self):
        return address_of("activity", self.pk)

    def clean(self):
        """What every stored entry obeys, a draft too; what handing it in asks as well is in `missing`."""
        if self.kind_id and self.pair_id and self.kind.mechanism.action_id != self.pair.batch.action_id:
            raise ValidationError({"kind": _("This kind belongs to another action; choose one of its own.")})
        if self.kind_id and self.stage == Stage.PLANNED and self.kind.is_period:
            raise ValidationError({"kind": _("A report on a period tells of what was done; it cannot be planned.")})

    def missing(self):
        """What stands in the way of handing it in, as a dict of messages by field."""
        faults, today, last = {}, timezone.localdate(), self._last_day
        if not self.title.strip():
            faults["title"] = _("Give it a title, for example what it was about.")
        if self.stage == Stage.PLANNED:
            if not self.starts_on:
                faults["starts_on"] = _("Give the day on which it is to take place.")
            if (self.ends_on or self.starts_on or today) < today:
                faults[last] = _("This day has passed: report it as held, or give a coming day.")
            faults |= self._missing_to_join()
        else:
            if not self.ends_on:
                asked = {"starts_on": _("Give the day on which it took place."), "ends_on": _("Give the last day.")}
                faults[last] = asked[last]
            elif self.ends_on > today:
                faults[last] = _("This day is still to come: enter it as planned, or give a day up to today.")
            if self.kind.is_period and not self.starts_on and not self.is_sourced:
                faults["starts_on"] = _("Give the first day of the period on which you report.")
        if self.pair.is_after(self.ends_on or self.starts_on):
            message = _("The pair ended on %(day)s; nothing is logged or planned for later days.")
            faults[last] = message % {"day": date_format(self.pair.ended_on)}
        return faults

    @property
    def _last_day(self):
        """The field of the last day; an event on one day that a side logs has that of its only day."""
        has_both = self.kind.is_period or self.is_sourced or self.starts_on != self.ends_on
        return "ends_on" if has_both else "starts_on"

    def _missing_to_join(self):
        """What nobody could join an event online without: its address and its time."""
        faults = {}
        if self.kind.online and not self.link:
            faults["link"] = _("Give the link under which the event takes place; it is held online.")
        if self.is_online and not self.starts_at:
            faults["starts_at"] = _("Give the time at which it begins, for example 14:30; it is held online.")
        return faults

    @property
    def is_online(self):
        """By its kind, or because a link is given and no place."""
        return self.kind.online or bool(self.link and not self.place)

    local_title = Localized("title")

    @property
    def is_sourced(self):
        """Taken from a public source; no side logged it."""
        return bool(self.source)

    @property
    def is_counted(self):
        """The rule of `counted()`, for one activity."""
        return counts(self.stage, self.status, self.merged_into_id)

    @property
    def was_counted(self):
        """The same of the row as it was read or last written; True where that is not known."""
        if self._found is None:
            return not self._state.adding
        return counts(*(self._found[column] for column in ("stage", "status", "merged_into_id")))

    @property
    def is_public(self):
        """The rule of `public()`, for one activity."""
        return bool(self.public_since and self.merged_into_id is None and self.pair.batch.published_at)

    @property
    def first_day(self):
        """The first day known of it: the last one while the start is not known."""
        return self.starts_on or self.ends_on

    @property
    def other_side(self):
        """The side that is asked to confirm; empty when either side may."""
        others = {LoggingSide.RECIPIENT: LoggingSide.SUPPORTER, LoggingSide.SUPPORTER: LoggingSide.RECIPIENT}
        return others.get(self.side, "")

    def figures(self):
        """The figures in the order in which the kind asks for them, those it no longer asks for last."""
        order = {link.indicator_id: link.position for link in self.kind.kind_indicators.all()}
        return sorted(self.measures.all(), key=lambda row: (order.get(row.indicator_id, 999), row.indicator_id))
