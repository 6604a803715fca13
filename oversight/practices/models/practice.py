"""Good practice: proposed by a side of a pair in its own words, published in edited ones, taken up by other pairs."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.permissions import MINISTRY, acting_side, of_side, pairs_of, refuse_all_but_editors
from activities.activities.public import project
from activities.models import Activity, Mechanism
from core.links import no_private_links
from core.localized import Localized
from core.model_fields import person_field, token_field
from core.personal_data import REASON_LENGTH, FreeTexts, given_reason
from core.tokens import create_once
from core.validators import only_printable
from core.versioning import Versioned, refuse_unless
from core.workflow import transition
from oversight.querysets import PairRecordQuerySet
from pairs.models import Pair, Side

RAW = ("raw_title", "raw_text", "mechanism")
EDITED = ("title", "title_en", "text", "text_en", "advice", "advice_en", "slug", "mechanism")
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

    def of_mechanism(self, mechanism):
        return self.filter(mechanism=mechanism)

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
        return self.with_pair().select_related("mechanism").annotate(adopters=models.Count("adoptions"))

    def on_page(self, page):
        """The practices of a Page with all that its rows show; only their keys are sorted."""
        keys = list(page.object_list.values_list("pk", flat=True))
        found = {one.pk: one for one in self.filter(pk__in=keys).for_rows()}
        return [found[key] for key in keys if key in found]

    def by_mechanism(self):
        """In the order of the mechanisms, the newest first under each."""
        return self.order_by("mechanism__number", models.F("published_at").desc(nulls_last=True), "pk")

    def newest_first(self):
        return self.order_by("-pk")

    def propose(self, by, pair, token=None, activities=(), **values):
        """Propose for one's own side of `pair`; the same `token` again gives the proposal already made.

        `activities` are what it cites: public ones of one's own pairs. ValidationError by field.
        """

        def make():
            side = acting_side(by, pair)
            refuse_unless(side in Side.values, _("Only a coordinator of one side of the pair proposes."), "not_yours")
            made = self.model(pair=pair, side=side, proposed_by=by, token=token or None)
            return made.write_raw(by, values, activities)

        return create_once(self.model, token, make, proposed_by=by)


class Practice(Versioned, FreeTexts):
    """A way of helping that worked: the raw text of who proposes it, and beside it the edited one for everybody."""

    State = PracticeState
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
        help_text=_("What this portal advises others to do; shown apart, so that nobody takes it for fact."),
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
    version = models.PositiveIntegerField(_("version"), default=0)
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

    def shows(self, name):
        """The raw text is read by the ministry at once, the edited one by everybody once it is published."""
        return name in RAW or self.state == PracticeState.PUBLISHED

    def get_absolute_url(self):
        return reverse("practice", args=[self.slug])

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

    @property
    def is_sourced(self):
        """Taken from a public source; no side proposed it."""
        return bool(self.source)

    def told_activities(self):
        """The activities it cites that are public, the newest first, with all that a row shows."""
        found = Activity.objects.told().filter(pk__in=self.citations.keys())
        return project(found.in_order().with_all_told())

    @staticmethod
    def citable_by(user):
        """The public activities of the pairs for which `user` speaks: what that person's proposals may cite."""
        return Activity.objects.told().filter(pair__in=pairs_of(user).order_by().values("pk"))

    def texts(self):
        """All that an edit may change: the text a conflict shows."""
        return super().texts() | {
            "activities": list(Activity.objects.filter(pk__in=self.citations.keys()).order_by("pk"))
        }

    # The proposing side's steps

    @transition
    def rewrite(self, by, version, values, activities=None):
        """The proposing side changes its text and hands it in again, as long as it is not published."""
        cited = {} if activities is None else {"activities": sorted(activities, key=lambda one: one.pk)}
        self.lock(by, version, mine={**values, **cited})
        self._refuse_others(by)
        waiting = self.state in (PracticeState.PROPOSED, PracticeState.RETURNED)
        refuse_unless(waiting, _("It is published or withdrawn: ask the ministry to change it."), "locked")
        self.state, self.reason = PracticeState.PROPOSED, ""
        return self.write_raw(by, values, activities)

    @transition
    def withdraw(self, by, reason, version=None):
        """The proposing side takes back what is not published; what is, the ministry takes off the public list."""
        self.lock(by, version)
        published = self.state == PracticeState.PUBLISHED
        if not published:
            refuse_unless(self.state != PracticeState.WITHDRAWN, _("It has been withdrawn."))
        if published or not self.is_own(by):
            refuse_unless(by.is_editor, _("Only the ministry takes back what is published."), "not_yours")
        self.state, self.reason = PracticeState.WITHDRAWN, given_reason(reason)
        return self.store(by, why=self.reason)

    # The editor's steps

    @transition
    def edit(self, by, version, values):
        """An editor writes the text for everybody, beside the raw one; what is published must stay whole."""
        refuse_all_but_editors(by)
        self.lock(by, version, mine=values)
        refuse_unless(self.state != PracticeState.WITHDRAWN, _("It has been withdrawn."), "locked")
        self.take(values, EDITED)
        self.slug = self.slug or None
        if self.state == PracticeState.PUBLISHED and (missing := self.missing()):
            raise ValidationError(missing)
        return self.store(by)

    @transition
    def publish(self, by, version=None):
        """Show the edited text to everybody; ValidationError with all that is missing in either language."""
        refuse_all_but_editors(by)
        self.lock(by, version)
        refuse_unless(self.state == PracticeState.PROPOSED, _("Only what is proposed can be published."))
        if missing := self.missing():
            raise ValidationError(missing)
        self.state, self.published_at = PracticeState.PUBLISHED, self.published_at or timezone.now()
        return self.store(by)

    @transition
    def return_(self, by, reason, version=None):
        """Send a proposal back to the side that made it, with the reason."""
        refuse_all_but_editors(by)
        self.lock(by, version)
        refuse_unless(self.state == PracticeState.PROPOSED, _("Only what is proposed can be returned."))
        self.state, self.reason = PracticeState.RETURNED, given_reason(reason)
        return self.store(by, why=self.reason)

    # The steps of other pairs

    def adopt(self, by, pair):
        """Another pair takes it up, openly; doing so twice is once. Returns the Adoption."""
        self._refuse_for(by, pair)
        refuse_unless(self.is_published, _("Only what is published can be adopted."))
        made = self.adoptions.model(practice=self, pair=pair, adopted_by=by)
        made._history_user = by
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:  # it has been taken up already, perhaps a moment ago
            return self.adoptions.get(pair=pair)
        return made

    def abandon(self, by, pair):
        """The pair takes its adoption back; the history keeps it."""
        self._refuse_for(by, pair)
        for adoption in self.adoptions.filter(pair=pair):
            adoption._history_user = by
            adoption.delete()

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

    def is_own(self, by):
        """Whether `by` acts for the side that proposed it."""
        return bool(self.side) and acting_side(by, self.pair) == self.side

    def _refuse_others(self, by):
        refuse_unless(self.is_own(by), _("Only the side that proposed it can change it."), "not_yours")

    def _refuse_for(self, by, pair):
        refuse_unless(pair.pk != self.pair_id, _("It is this pair's own practice."), "own")
        side = acting_side(by, pair)
        refuse_unless(side and side != MINISTRY, _("You do not act for either side of this pair."), "not_yours")

    def write_raw(self, by, values, activities=None):
        """Store the proposing side's words, and what they cite; the caller has made sure that it may."""
        self.take(values, RAW)
        empty = {"raw_title": _("Give it a title."), "raw_text": _("Say what was done and what came of it.")}
        if faults := {field: message for field, message in empty.items() if not getattr(self, field).strip()}:
            raise ValidationError(faults)
        self.store(by)
        if activities is not None:
            self._cite(by, activities)
        return self

    def _cite(self, by, activities):
        wanted, there = {one.pk for one in activities}, self.citations.keys()
        allowed = set(self.citable_by(by).filter(pk__in=wanted).values_list("pk", flat=True)) | set(there)
        if wanted - allowed:
            raise ValidationError({"activities": _("Only public activities of your own pairs can be cited.")})
        for pk in wanted - set(there):
            row = self.citations.model(practice=self, activity_id=pk)
            row._history_user = by
            row.save()
        for pk in set(there) - wanted:
            there[pk]._history_user = by
            there[pk].delete()
