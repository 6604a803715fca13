"""How many graduates of a university are employed, as of a day: numbers of groups, never of persons."""

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.histories import HistoricalRecords
from core.links import no_private_links
from core.localized import localized
from core.model_fields import BoundedDateField
from core.templatetags.formatting import figure
from core.workflow import State, WorkflowModel
from pairs.models import University

from .suppression import LEAST as SMALLEST_PUBLISHED
from .suppression import PARTS, SIDES, WHOLE

MAX_GRADUATES = 1_000_000
BOUNDS = gettext_lazy("A number of graduates lies between 0 and 1,000,000.")
NUMBERS = [MinValueValidator(0, BOUNDS), MaxValueValidator(MAX_GRADUATES, BOUNDS)]
RATE_BOUNDS = gettext_lazy("A rate lies between 0 and 100 per cent.")
HUNDRED = Decimal(100)
PART_LABELS = {
    "contract": gettext_lazy("Agreement or contract"),
    "further_study": gettext_lazy("Further study"),
    "own_business": gettext_lazy("Own business"),
    "flexible": gettext_lazy("Flexible employment"),
    "grassroots": gettext_lazy("Grassroots projects or enlistment"),
    "seeking": gettext_lazy("Still looking for work"),
}
REPORTED = State(source="")  # by the university itself, not by a public source


def number_of(name):
    """The column of one part of the graduates; empty is not known."""
    return models.PositiveIntegerField(PART_LABELS[name], null=True, blank=True, validators=NUMBERS)


def sum_of(names):
    parts = [Coalesce(models.F(name), 0) for name in names]
    return sum(parts[1:], parts[0])


class GroupQuerySet(models.QuerySet):
    def asked_for(self):
        """The groups of which figures are asked for today."""
        return self.filter(asked=True)


class GraduateGroup(models.Model):
    """A group of graduates whose employment is reported, as the ministry defines it."""

    code = models.SlugField(gettext_lazy("short name"), max_length=40, unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=100)
    name_en = models.CharField(gettext_lazy("English name"), max_length=200)
    position = models.PositiveSmallIntegerField(gettext_lazy("position"), default=0)
    asked = models.BooleanField(
        gettext_lazy("asked for"),
        default=True,
        help_text=gettext_lazy("Off: no longer asked for; what was reported stays."),
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=gettext_lazy("part of the group"),
        help_text=gettext_lazy("The larger group to which all its graduates belong, for example all graduates."),
    )

    objects = GroupQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("group of graduates")
        verbose_name_plural = gettext_lazy("groups of graduates")
        ordering = ["position", "pk"]

    def __str__(self):
        return localized(self, "name")

    def clean(self):
        whole, seen = self.part_of, set()
        while whole and whole.pk not in seen:
            if whole.pk == self.pk:
                raise ValidationError({"part_of": _("A group is no part of itself or of one of its own parts.")})
            seen.add(whole.pk)
            whole = whole.part_of


class SnapshotQuerySet(models.QuerySet):
    def public(self):
        """Sourced or released, never a group of fewer than ten, and none by which one would be told apart."""
        small = models.Q(graduates__lt=SMALLEST_PUBLISHED)
        return self.filter(~models.Q(source="") | models.Q(released_at__isnull=False)).exclude(
            small & models.Q(graduates__isnull=False) | models.Q(withheld=WHOLE)
        )

    def inside(self, user):
        """What `user` may read before release: one's own university's, one's province's, all for the ministry."""
        if not user.is_authenticated:
            return self.none()
        if user.oversees:
            return self.all()
        mine = models.Q(university__in=user.universities) | models.Q(university__province__in=user.provinces)
        return self.filter(mine)

    def visible_to(self, user):
        public = self.model.objects.public().order_by().values("pk")
        inside = self.model.objects.inside(user).order_by().values("pk")
        return self.filter(models.Q(pk__in=public) | models.Q(pk__in=inside))

    def editable_by(self, user):
        """Reported ones of one's own university."""
        return self.filter(REPORTED.q(), university__in=user.universities if user.is_authenticated else [])

    def latest_of(self, university):
        """The last figures of each group of a university; one report may give its groups as of different days."""
        mine = self.filter(university=university)
        later = mine.order_by().filter(group=models.OuterRef("group"), as_of__gt=models.OuterRef("as_of"))
        return mine.exclude(models.Exists(later))

    def for_rows(self):
        """Fetch what a row of a list shows; the latest day first."""
        return self.select_related("university", "group", "reported_by").order_by(
            "-as_of", "university", "group__position"
        )

    def with_answers(self):
        """Fetch what was answered to the questions about the figures."""
        return self.prefetch_related("question_answers__by")


class EmploymentSnapshot(WorkflowModel):
    """One group of one university's graduates as of a day: numbers, or a rate that only a public source states."""

    edited_fields = ("graduates", "employed", *PARTS)
    overtaken = gettext_lazy(
        "Someone else saved these figures while you were editing. Both are shown; nothing is lost."
    )

    university = models.ForeignKey(
        University, on_delete=models.PROTECT, related_name="snapshots", verbose_name=gettext_lazy("university")
    )
    as_of = BoundedDateField(gettext_lazy("as of"))
    group = models.ForeignKey(
        GraduateGroup,
        on_delete=models.PROTECT,
        related_name="snapshots",
        verbose_name=gettext_lazy("group of graduates"),
    )
    graduates = models.PositiveIntegerField(gettext_lazy("graduates"), null=True, blank=True, validators=NUMBERS)
    employed = models.PositiveIntegerField(gettext_lazy("employed"), null=True, blank=True, validators=NUMBERS)
    contract = number_of("contract")
    further_study = number_of("further_study")
    own_business = number_of("own_business")
    flexible = number_of("flexible")
    grassroots = number_of("grassroots")
    seeking = number_of("seeking")
    rate_stated = models.DecimalField(
        gettext_lazy("rate as stated"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, RATE_BOUNDS), MaxValueValidator(100, RATE_BOUNDS)],
        help_text=gettext_lazy("In per cent, where a public source states it."),
    )
    source = models.CharField(gettext_lazy("source"), max_length=500, blank=True, validators=[no_private_links])
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(gettext_lazy("reported at"), auto_now_add=True)
    released_at = models.DateTimeField(gettext_lazy("released at"), null=True, blank=True)
    withheld = models.CharField(
        gettext_lazy("not published"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=gettext_lazy("The figures that stay hidden so that no number under ten can be computed."),
    )

    objects = SnapshotQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("employment snapshot")
        verbose_name_plural = gettext_lazy("employment snapshots")
        ordering = ["university", "-as_of", "group__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "as_of", "group"],
                name="snapshot_once",
                violation_error_message=gettext_lazy(
                    "This group is already reported for this day; change that instead."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(graduates__isnull=False, employed__isnull=False)
                | models.Q(graduates=None, employed=None, rate_stated__isnull=False) & ~models.Q(source=""),
                name="snapshot_numbers_or_stated",
                violation_error_message=gettext_lazy(
                    "Give graduates and employed; a rate alone stands only with the public source that states it."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(graduates=None)
                | models.Q(graduates__range=(1, MAX_GRADUATES), employed__range=(0, models.F("graduates"))),
                name="snapshot_possible",
                violation_error_message=gettext_lazy(
                    "There is at least one graduate, and no more of them can be employed than there are."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(graduates=None, **dict.fromkeys(PARTS))
                | models.Q(employed__gte=sum_of(SIDES["employed"]))
                & models.Q(graduates__gte=models.F("employed") + Coalesce(models.F("seeking"), 0))
                & models.Q(graduates__isnull=False),  # last: SQLite's introspection stumbles over a table ending in 0
                name="snapshot_parts_within",
                violation_error_message=gettext_lazy(
                    "The parts together cannot be more than the employed, nor those looking for work more than the "
                    "others."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(rate_stated=None) | models.Q(rate_stated__range=(0, 100)),
                name="snapshot_rate_in_range",
                violation_error_message=RATE_BOUNDS,
            ),
            models.CheckConstraint(
                condition=~models.Q(source="") | models.Q(reported_by__isnull=False),
                name="snapshot_reported_or_sourced",
                violation_error_message=gettext_lazy("It is reported by a person, or taken from a public source."),
            ),
        ]

    def __str__(self):
        return f"{self.university} · {self.group} · {self.as_of}"

    def locked_rows(self):
        """Nothing else of this university becomes public meanwhile: what is hidden depends on it."""
        University.objects.select_for_update(of=("self",), no_key=True).get(pk=self.university_id)
        return super().locked_rows()

    def clean(self):
        if self.as_of and self.as_of > timezone.localdate():
            raise ValidationError({"as_of": _("This day is still to come; give a day up to today.")})
        parts = [getattr(self, name) for name in SIDES["employed"]]
        if self.employed is not None and None not in parts and sum(parts) < self.employed:
            words = {"sum": figure(sum(parts)), "employed": figure(self.employed)}
            message = _(
                "The ways of being employed add up to %(sum)s, not to %(employed)s; leave empty what is unknown."
            )
            raise ValidationError({"employed": message % words})

    @property
    def rate(self):
        """Per cent to two decimals, half up, from the numbers; the stated rate where there are none."""
        if self.graduates is None:
            return self.rate_stated
        exact = HUNDRED * self.employed / self.graduates
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def is_stated(self):
        """Whether the rate is only stated, not computed."""
        return self.graduates is None

    @property
    def given_parts(self):
        """The parts that are known, as (label, number)."""
        return [(PART_LABELS[name], getattr(self, name)) for name in PARTS if getattr(self, name) is not None]

    @property
    def is_public(self):
        """The rule of `public()`, for one snapshot."""
        large = self.graduates is None or self.graduates >= SMALLEST_PUBLISHED
        return large and self.withheld != WHOLE and bool(self.source or self.released_at)
