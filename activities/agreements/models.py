"""What the two universities of a pair promise each other, edition by edition, and how far it has been kept."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import MINISTRY, of_side, pairs_of, pairs_open_to
from activities.activities.models.states import LoggingSide
from activities.activities.models.totals import Total
from activities.catalogue.models import Indicator, Mechanism
from core.histories import HistoricalRecords
from core.model_fields import BoundedDateField
from core.numbers import MAX_FIGURE
from core.personal_data import REASON_LENGTH, FreeTexts
from core.validators import only_printable
from core.workflow import State, WorkflowModel
from pairs.models import Pair, Side

# Where an edition may stand.
DRAFT = State(accepted_at=None)
TO_ACCEPT = State(accepted_at=None, returned_reason="")
IN_FORCE = State(accepted_at__isnull=False, superseded_at=None)
TARGET_BOUNDS = gettext_lazy("A target lies between 1 and 999,999,999.")


class CommitmentQuerySet(models.QuerySet):
    def public(self):
        """Commitments of accepted agreements in force."""
        agreement = {"accepted_at__isnull": False, "superseded_at": None, "pair__batch__published_at__isnull": False}
        return self.filter(**{f"agreement__{field}": value for field, value in agreement.items()})

    def in_order(self):
        """In the order of the lists, as each agreement has them."""
        place = ("pair__batch__number", "pair__serial", "pair__group_place", "pair")
        return self.order_by(*(f"agreement__{column}" for column in place), "mechanism__number", "position", "pk")

    def of(self, agreement):
        return self.filter(agreement=agreement)

    def by_edition(self, agreements):
        """The commitments of these editions with their progress, as a dict of lists; one query for all of them."""
        found = {}
        for row in self.filter(agreement__in=[one.pk for one in agreements]).with_progress():
            found.setdefault(row.agreement_id, []).append(row)
        return found

    def with_progress(self):
        """Each commitment with `done`: what counts of its indicator, for its pair and under its mechanism."""
        same = {"pair": models.OuterRef("agreement__pair"), "mechanism": models.OuterRef("mechanism")}
        totals = Total.objects.filter(**same, indicator=models.OuterRef("indicator")).order_by().values("pair")
        summed = totals.annotate(sum=models.Sum("value")).values("sum")
        done = models.Case(
            models.When(indicator=None, then=None),
            default=Coalesce(models.Subquery(summed), 0, output_field=models.BigIntegerField()),
        )
        return self.select_related("mechanism", "indicator").annotate(done=done)

    def compared_with(self, sums):
        """The same of one pair whose sums are at hand: by the keys of mechanism and indicator."""
        found = list(self.select_related("indicator"))
        for one in found:
            one.done = sums.get((one.mechanism_id, one.indicator_id), 0) if one.indicator_id else None
        return found

    def replace(self, agreement, by, rows):
        """Let the promises of a draft be exactly `rows`, dicts of mechanism, text, indicator and target."""
        before = list(self.filter(agreement=agreement))
        faults = []
        for position, facts in enumerate(rows):
            row = before.pop(0) if before else self.model(agreement=agreement)
            row.position, row._history_user = position, by
            for field in FACTS:
                setattr(row, field, facts.get(field) or (None if field in ("indicator", "target") else ""))
            try:
                row.full_clean(exclude=["agreement"])
            except ValidationError as error:
                faults += [f"{position + 1}: {message}" for message in error.messages]
            else:
                row.save()
        if faults:
            raise ValidationError({"commitments": faults})
        for row in before:
            row._history_user = by
            row.delete()


FACTS = ("mechanism", "text", "indicator", "target")


class Commitment(FreeTexts):
    """One promise, with a figure to be reached where there is one."""

    free_texts = ("text",)

    agreement = models.ForeignKey(
        "activities.Agreement",
        on_delete=models.CASCADE,
        related_name="commitments",
        verbose_name=gettext_lazy("agreement"),
    )
    mechanism = models.ForeignKey(
        Mechanism, on_delete=models.PROTECT, related_name="commitments", verbose_name=gettext_lazy("mechanism")
    )
    text = models.CharField(gettext_lazy("commitment"), max_length=300, validators=[only_printable])
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=gettext_lazy("indicator"),
    )
    target = models.PositiveIntegerField(
        gettext_lazy("target"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, TARGET_BOUNDS), MaxValueValidator(MAX_FIGURE, TARGET_BOUNDS)],
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("position"), default=0)

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("commitment")
        verbose_name_plural = gettext_lazy("commitments")
        ordering = ["agreement", "mechanism__number", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target=None) | models.Q(target__range=(1, MAX_FIGURE)),
                name="commitment_target_in_range",
                violation_error_message=TARGET_BOUNDS,
            ),
            models.CheckConstraint(
                condition=models.Q(target=None) | models.Q(indicator__isnull=False),
                name="commitment_target_of_indicator",
                violation_error_message=gettext_lazy("A target needs the indicator that it counts."),
            ),
        ]

    def __str__(self):
        return self.text

    def clean(self):
        if self.mechanism_id and self.mechanism.action_id != self.agreement.pair.batch.action_id:
            raise ValidationError({"mechanism": _("This mechanism belongs to another action.")})
        counted = self.indicator_id and self.mechanism_id
        if counted and not self.mechanism.kinds.filter(indicators=self.indicator_id).exists():
            message = _("No kind of activity under this mechanism counts “%(name)s”; choose another indicator.")
            raise ValidationError({"indicator": message % {"name": self.indicator}})

    def facts(self):
        return {field: getattr(self, field) for field in FACTS}

    @property
    def is_reached(self):
        """Whether `done`, from `with_progress`, has come up to the target; None without one."""
        return None if self.target is None else self.done >= self.target

    @property
    def percent_done(self):
        """How much of the target `done` comes up to, at most all of it."""
        return min(100, 100 * self.done // self.target) if self.target else 100


class AgreementQuerySet(models.QuerySet):
    def in_force(self):
        """The accepted editions, one a pair; their commitments are public."""
        return self.filter(IN_FORCE.q())

    def drafts(self):
        """Editions that still need the acceptance of a side."""
        return self.filter(DRAFT.q())

    def public(self):
        return self.in_force().filter(pair__batch__published_at__isnull=False)

    def visible_to(self, user):
        """All editions, drafts too, of the pairs whose inner life `user` may read."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pair__in=pairs_open_to(user).order_by().values("pk"))

    def editable_by(self, user):
        """Drafts of the side for which `user` speaks."""
        if not user.is_authenticated:
            return self.none()
        return self.drafts().filter(models.Q(side=MINISTRY) if user.is_editor else of_side(user))

    def to_accept_by(self, user):
        """Drafts, not returned, that lack the acceptance of a side for which `user` speaks."""
        lacking = models.Q()
        for side in Side.values:
            accepted = Acceptance.objects.filter(agreement=models.OuterRef("pk"), side=side)
            lacking |= models.Q(**{f"pair__{side}__in": user.universities}) & ~models.Exists(accepted)
        return self.filter(TO_ACCEPT.q()).filter(lacking, pair__in=pairs_of(user).order_by().values("pk"))

    def returned_to(self, user):
        return self.editable_by(user).exclude(returned_reason="")

    def of_pair(self, pair):
        return self.filter(pair=pair)

    def with_pairs(self):
        """Fetch what a row of a list shows, in a constant number of queries."""
        pairs = [f"pair__{name}" for name in ("batch__action", "recipient", "supporter")]
        return self.select_related("drafted_by", *pairs).prefetch_related("acceptances")

    def with_texts(self):
        """Fetch what the page of an agreement shows of each edition, the latest first."""
        people = self.select_related("drafted_by").prefetch_related("acceptances__accepted_by", "documents")
        return people.order_by("-edition")


class Agreement(WorkflowModel, FreeTexts):
    """One edition of a pair's agreement: a draft until both sides have accepted it, then in force."""

    edited_fields = ("goals", "starts", "ends")
    changed_commitments = None
    free_texts = ("goals",)  # of drafts too: the other side reads them
    overtaken = gettext_lazy(
        "Someone else saved this agreement while you were editing. Both texts are shown; nothing is lost."
    )

    pair = models.ForeignKey(
        Pair, on_delete=models.PROTECT, related_name="agreements", verbose_name=gettext_lazy("pair")
    )
    edition = models.PositiveSmallIntegerField(gettext_lazy("edition"), default=1)
    goals = models.TextField(gettext_lazy("goals"), blank=True, validators=[MaxLengthValidator(2000), only_printable])
    starts = BoundedDateField(gettext_lazy("starts"), null=True, blank=True)
    ends = BoundedDateField(gettext_lazy("ends"), null=True, blank=True)
    side = models.CharField(gettext_lazy("drafted for"), max_length=10, choices=LoggingSide)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(gettext_lazy("drafted at"), auto_now_add=True)
    returned_reason = models.CharField(gettext_lazy("why it was returned"), max_length=REASON_LENGTH, blank=True)
    accepted_at = models.DateTimeField(gettext_lazy("accepted by both sides at"), null=True, blank=True)
    superseded_at = models.DateTimeField(gettext_lazy("replaced by a later edition at"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("agreement")
        verbose_name_plural = gettext_lazy("agreements")
        ordering = ["pair", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "edition"], name="agreement_edition_once"),
            models.UniqueConstraint(fields=["pair"], condition=models.Q(accepted_at=None), name="agreement_one_draft"),
            models.UniqueConstraint(
                fields=["pair"],
                condition=models.Q(accepted_at__isnull=False, superseded_at=None),
                name="agreement_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(starts=None) | models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="agreement_forward",
                violation_error_message=gettext_lazy("The period ends before it starts; exchange the two days."),
            ),
        ]

    def __str__(self):
        return _("Agreement of %(pair)s, edition %(edition)s") % {"pair": self.pair, "edition": self.edition}

    @property
    def is_draft(self):
        return DRAFT.holds(self)

    @property
    def is_public(self):
        """The rule of `public()`, for one edition."""
        return IN_FORCE.holds(self) and bool(self.pair.batch.published_at)

    def missing(self):
        """What has to be there before anybody accepts, as a dict of messages by field."""
        words = {
            "goals": _("Say what the two universities want to achieve."),
            "starts": _("Give the first day of the period."),
            "ends": _("Give the last day of the period."),
        }
        return {field: message for field, message in words.items() if not getattr(self, field)}

    def texts(self):
        """All that an edit may change: the text a conflict shows."""
        return super().texts() | {"commitments": self.promises()}

    def promises(self):
        """Its commitments as `draft` and `edit` take them; one query however many there are."""
        return [row.facts() for row in self.commitments.select_related("mechanism", "indicator")]

    def locked_rows(self):
        """One edition of a pair at a time: the pair is locked first."""
        Pair.objects.lock(self.pair_id)
        return super().locked_rows()

    def take(self, values, commitments=None):
        """Set the words and days of a draft, and its promises, as `promises()` gives them; nothing is saved."""
        super().take(values)
        self.changed_commitments = commitments

    def store(self, by, why=None, same_version=False):
        """Check and write what changed, its promises too."""
        super().store(by, why, same_version)
        if self.changed_commitments is not None:
            Commitment.objects.replace(self, by, self.changed_commitments)
            self.changed_commitments = None
        return self


class Acceptance(models.Model):
    """That one side has accepted an edition: who, when, and whether the ministry did so on its behalf."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="acceptances", verbose_name=gettext_lazy("agreement")
    )
    side = models.CharField(gettext_lazy("side"), max_length=10, choices=Side)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(gettext_lazy("accepted at"), auto_now_add=True)
    on_behalf = models.BooleanField(gettext_lazy("by the ministry on behalf of the side"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("acceptance")
        verbose_name_plural = gettext_lazy("acceptances")
        ordering = ["accepted_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "side"], name="acceptance_once")]

    def __str__(self):
        return f"{self.agreement} · {self.get_side_display()}"
