"""Good practice: proposed by a side of a pair in its own words, published in edited ones, taken up by other pairs."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.permissions import of_side, pairs_of
from activities.models import Activity, Mechanism
from core import parts
from core.addresses import address_of
from core.compiled_queries import compiled
from core.histories import HistoricalRecords
from core.links import no_private_links
from core.localized import Localized, reads_default
from core.model_fields import person_field, token_field
from core.personal_data import REASON_LENGTH, FreeTexts
from core.validators import only_printable
from core.versioning import drop, keep
from core.workflow import WorkflowModel
from oversight.querysets import PairRecordQuerySet
from pairs.models import Pair, Side
from pairs.pairs.models.pair_side import SHOWN_IN_NAME

RAW = ("raw_title", "raw_text", "mechanism")
EDITED = ("title", "title_en", "text", "text_en", "advice", "advice_en", "slug", "mechanism")
TOLD = ("slug", "source", "title", "title_en", "text", "text_en", *(f"pair__{name}" for name in SHOWN_IN_NAME))
TEXT = [MaxLengthValidator(6000), only_printable]


class PracticeState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PracticeQuerySet(PairRecordQuerySet):
    def published(self):
        """What anyone may read: the edited text of pairs of published batches."""
        return self.filter(state=PracticeState.PUBLISHED, pair__batch__published_at__isnull=False)

    def told(self):
        """`published()`, and what was so once and was taken back: its title and the reason stay."""
        return self.filter(published_at__isnull=False, pair__batch__published_at__isnull=False)

    def open_to(self, user):
        """The raw texts: the proposing side's own, all for the ministry."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.oversees else self.filter(of_side(user))

    def returned_to(self, user):
        """Those that came back to one's own side with a reason."""
        return self.filter(of_side(user), state=PracticeState.RETURNED)

    def matching(self, text):
        """Those whose published title or text holds every word of `text`, or with a side that it finds."""
        worded = models.Q()
        for word in text.split():
            held = models.Q()
            for field in ("title", "title_en", "text", "text_en"):
                held |= models.Q(**{f"{field}__icontains": word})
            worded &= held
        return self.filter(worded | models.Q(pair__in=Pair.objects.matching(text).order_by().values("pk")))

    def for_rows(self):
        """Fetch what a row of a list shows, in a constant number of queries; `adopters` counts the pairs."""
        return self.with_pair().select_related("mechanism__action").annotate(adopters=models.Count("adoptions"))

    def as_told(self):
        """The same for the rows that the public reads: only what they show, and dated names for English."""
        return self._with_names().only(*TOLD).annotate(adopters=models.Count("adoptions"))

    def for_page(self):
        """Fetch what the public page of one shows."""
        return self._with_names().select_related("mechanism__action")

    def _with_names(self):
        rows = self.select_related("pair__batch__action", "pair__recipient", "pair__supporter")
        return rows if reads_default() else rows.prefetch_related(*(f"pair__{side}__names" for side in Side.values))

    def rows(self):
        """The rows of a list of these published practices as HTML by their keys, in the order of the queryset."""
        return self.rows_by(self.values_list("pk", flat=True))

    def first_rows(self, number):
        """The first `number` of these rows, and whether there are more."""
        keys = [*self.values_list("pk", flat=True)[: number + 1]]
        return {"rows": self.rows_by(keys[:number]), "are_more": len(keys) > number}

    def rows_by(self, keys):
        row = "oversight/practices/includes/practice_row.html"
        return parts.rows(row, keys, "practice", lambda missing: {one.pk: one for one in _as_told(*sorted(missing))})

    def last_changed(self):
        """The one whose record changed last first; `changed_at` is when, as its history tells."""
        changes = self.model.history.filter(id=models.OuterRef("pk")).order_by("-history_date")
        changed = Coalesce(changes.values("history_date")[:1], "published_at")
        return self.annotate(changed_at=changed).order_by("-changed_at", "-pk")

    def by_mechanism(self):
        """In the order of the mechanisms, the newest first under each."""
        return self.order_by(
            "mechanism__action_id", "mechanism__number", models.F("published_at").desc(nulls_last=True), "pk"
        )

    def of_action(self, action):
        return self.filter(pair__batch__action=action)

    def newest_first(self):
        return self.order_by("-pk")


class Practice(WorkflowModel, FreeTexts):
    """A way of helping that worked: the raw text of who proposes it, and beside it the edited one for everybody."""

    State = PracticeState
    to_cite = None  # the activities to be cited from now on
    edited_fields = tuple(dict.fromkeys(RAW + EDITED))
    free_texts = ("raw_title", "raw_text", "title", "title_en", "text", "text_en", "advice", "advice_en")

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="practices", verbose_name=_("pair"))
    mechanism = models.ForeignKey(
        Mechanism, on_delete=models.PROTECT, related_name="practices", verbose_name=_("mechanism")
    )
    side = models.CharField(_("proposed for"), max_length=10, choices=Side, blank=True)
    proposed_by = person_field(_("proposed by"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    source = models.CharField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("The public source, in place of a person."),
        validators=[no_private_links],
    )
    raw_title = models.CharField(_("title as proposed"), max_length=100, blank=True, validators=[only_printable])
    raw_text = models.TextField(_("text as proposed"), blank=True, validators=TEXT)
    slug = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        help_text=_("The last part of its public address, for example live-lectures."),
    )
    title = models.CharField(_("title"), max_length=100, blank=True, validators=[only_printable])
    title_en = models.CharField(_("English title"), max_length=200, blank=True, validators=[only_printable])
    text = models.TextField(_("edited text"), blank=True, validators=TEXT)
    text_en = models.TextField(
        _("edited text in English"), blank=True, validators=[MaxLengthValidator(12000), only_printable]
    )
    advice = models.TextField(
        _("advice"),
        blank=True,
        validators=TEXT,
        help_text=_("What this portal advises others to do; shown separately from the facts."),
    )
    advice_en = models.TextField(
        _("advice in English"), blank=True, validators=[MaxLengthValidator(12000), only_printable]
    )
    state = models.CharField(_("state"), max_length=10, choices=PracticeState, default=PracticeState.PROPOSED)
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, help_text=_("Why it was returned or withdrawn.")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    cites = models.ManyToManyField(
        Activity, through="Citation", related_name="practices", verbose_name=_("activities it cites")
    )
    token = token_field()

    objects = PracticeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        ordering = ["mechanism__number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source="", proposed_by__isnull=False) & ~models.Q(side="")
                | ~models.Q(source="") & models.Q(proposed_by=None, side=""),
                name="practice_proposed_or_sourced",
                violation_error_message=_("A practice is proposed by a side, or taken from a public source."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(published_at__isnull=False, slug__isnull=False)
                & ~models.Q(title="")
                & ~models.Q(title_en="")
                & ~models.Q(text="")
                & ~models.Q(text_en=""),
                name="practice_published_whole",
                violation_error_message=_("Published are title and text in both languages, at an address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["returned", "withdrawn"]) | ~models.Q(reason=""),
                name="practice_reasoned",
                violation_error_message=_("Give the reason; it is kept and shown."),
            ),
        ]

    def __str__(self):
        return self.local_title or self.raw_title

    def clean(self):
        super().clean()
        if self.mechanism_id and self.pair_id and self.mechanism.action_id != self.pair.batch.action_id:
            raise ValidationError({"mechanism": _("This mechanism belongs to another action.")})

    def shows(self, name):
        """The raw text is read by the ministry at once, the edited one by everybody once it is published."""
        return name in RAW or self.state == PracticeState.PUBLISHED

    def get_absolute_url(self):
        return address_of("practice", self.slug)

    local_title = Localized("title")
    local_text = Localized("text")
    local_advice = Localized("advice")

    @property
    def summary(self):
        """The first paragraph of the text, in the reader's language."""
        return self.local_text.strip().partition("\n")[0].strip()

    @property
    def is_published(self):
        """The rule of `published()`, for one practice."""
        return self.state == PracticeState.PUBLISHED and self.pair.batch.published_at is not None

    def told_activities(self):
        """The activities it cites that are public, the newest first."""
        return Activity.objects.told().filter(pk__in=self.citations.cited().values("cited")).in_order()

    @staticmethod
    def citable_by(user):
        """The public activities of the pairs for which `user` speaks: what that person's proposals may cite."""
        return Activity.objects.told().filter(pair__in=pairs_of(user).order_by().values("pk"))

    def texts(self):
        """All that an edit may change: the text a conflict shows."""
        return super().texts() | {
            "activities": list(Activity.objects.filter(pk__in=self.citations.keys()).order_by("pk"))
        }

    def missing(self):
        """What stands in the way of publishing, as a dict of messages by field."""
        words = {
            "title": _("Give the title in Chinese."),
            "title_en": _("Give the title in English."),
            "text": _("Give the text in Chinese."),
            "text_en": _("Give the text in English."),
            "slug": _("Give the last part of the address."),
        }
        return {field: message for field, message in words.items() if not (getattr(self, field) or "").strip()}

    def take_raw(self, values, activities=None):
        """Set the proposing side's words, and what they cite, unless that stays; ValidationError by field."""
        self.take(values, RAW)
        empty = {"raw_title": _("Give it a title."), "raw_text": _("Say what was done and what came of it.")}
        if faults := {field: message for field, message in empty.items() if not getattr(self, field).strip()}:
            raise ValidationError(faults)
        self.to_cite = activities

    def store(self, by, *args):
        """Store it as `Versioned.store`, and what it is to cite from now on."""
        super().store(by, *args)
        if self.to_cite is not None:
            self._cite(by, {one.pk for one in self.to_cite})
        return self

    def _cite(self, by, wanted):
        there = self.citations.keys()
        allowed = set(self.citable_by(by).filter(pk__in=wanted).values_list("pk", flat=True)) | set(there)
        if wanted - allowed:
            raise ValidationError({"activities": _("Only public activities of your own pairs can be cited.")})
        for pk in wanted - set(there):
            keep(self.citations.model(practice=self, activity_id=pk), by)
        drop([there[pk] for pk in set(there) - wanted], by)


@compiled
def _as_told(*keys):
    return Practice.objects.as_told().filter(pk__in=keys)
