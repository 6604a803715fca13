"""Actions: what batches belong to, whom they help and by which rules."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from core.histories import HistoricalRecords
from core.links import no_private_links
from core.localized import Localized, localized
from core.model_fields import BoundedDateField, ChoiceListField
from core.personal_data import FreeTexts
from pairs.directory.models.university import University
from pairs.directory.provinces import Province


class ActionQuerySet(models.QuerySet):
    def published(self):
        """Actions the public may see: those with a published batch."""
        return self.filter(models.Exists(self._batches().published()))

    def running(self, day=None):
        """Actions with a published batch whose period holds `day` (today)."""
        return self.filter(models.Exists(self._batches().published().running(day)))

    def latest_ended(self):
        """Published actions, the one whose last period ended last first; those not yet begun come after them."""
        ended = self._batches().published().filter(ends__lt=timezone.localdate()).order_by("-ends")
        last = models.Subquery(ended.values("ends")[:1])
        return self.published().annotate(ended_on=last).order_by(models.F("ended_on").desc(nulls_last=True), "-pk")

    def leading(self):
        """The actions the home page begins with: the chosen ones, else those running, else the one that ended last."""
        return self.leading_of(self.with_running())

    def with_running(self):
        """Published actions, each with whether it `runs` today."""
        return self.published().annotate(runs=models.Exists(self._batches().published().running()))

    def leading_of(self, found):
        """Those of `with_running()` that lead, where these are read already."""
        chosen = [action for action in found if action.leads_home] or [action for action in found if action.runs]
        return chosen or list(self.latest_ended()[:1])

    def in_order(self):
        """The newest first, by the first day of their first published batch."""
        first = models.Subquery(self._batches().published().order_by("starts").values("starts")[:1])
        return self.annotate(begins=first).order_by(models.F("begins").desc(nulls_first=True), "-pk")

    def _batches(self):
        """The batches of an action, for a condition on each row."""
        batch = self.model.batches.rel.related_model
        return batch.objects.filter(action=models.OuterRef("pk")).order_by()


class Reporting(models.TextChoices):
    """On which periods the pairs of an action report."""

    NONE = "none", _("No regular reports")
    TEN_DAYS = "ten_days", _("Every ten days")
    MONTH = "month", _("Every month")


class Action(FreeTexts):
    """What batches belong to: the provinces it helps, its rules, its roles and its mechanisms."""

    class HomeSupporters(models.TextChoices):
        """What to do with a supporter that lies in a province the action helps."""

        ALLOWED = "allowed", _("Allowed")
        ASKED = "asked", _("Ask the editor each time")
        REFUSED = "refused", _("Refused")

    free_texts = ("introduction", "introduction_en", "coverage_stated", "coverage_stated_en")

    slug = models.SlugField(_("short name"), unique=True, help_text=_("For example employment-2031."))
    name = models.CharField(_("name"), max_length=100, help_text=_("For example 就业帮扶行动（2031）."))
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("For the public; an empty line between paragraphs.")
    )
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, validators=[no_private_links])
    recipient_provinces = ChoiceListField(
        _("provinces of the recipients"),
        item_choices=Province.choices,
        default=list,
        blank=True,
        help_text=_("One, several, or none where the recipients are anywhere."),
    )
    several_supporters = models.BooleanField(
        _("a recipient may have several supporters"),
        default=False,
        help_text=_("Leave it off when each recipient is paired once."),
    )
    home_supporters = models.CharField(
        _("supporters from a province of the recipients"),
        max_length=10,
        choices=HomeSupporters,
        default=HomeSupporters.ASKED,
    )
    second_editor = models.BooleanField(
        _("a second editor publishes"),
        default=False,
        help_text=_("One editor asks for the publication of a batch, and another one publishes or returns it."),
    )
    reporting = models.CharField(
        _("regular reports"),
        max_length=10,
        choices=Reporting,
        default=Reporting.NONE,
        help_text=_("Pairs that have reported nothing on a period are listed on the board and reminded."),
    )
    reporting_days = models.PositiveSmallIntegerField(
        _("due after (days)"),
        default=3,
        validators=[MaxValueValidator(31)],
        help_text=_("How many days after the end of a period its report is due."),
    )
    leads_home = models.BooleanField(
        _("leads the home page"),
        default=False,
        help_text=_("When no action is chosen, those running lead; when none is running, the one that ended last."),
    )
    coverage_stated = models.CharField(
        _("coverage as stated"),
        max_length=100,
        blank=True,
        help_text=_("How many universities a source says are covered, in its words, for example 全省80多所高校."),
    )
    coverage_stated_en = models.CharField(_("coverage as stated, in English"), max_length=200, blank=True)
    coverage_source = models.CharField(
        _("source of the stated coverage"), max_length=500, blank=True, validators=[no_private_links]
    )
    register_on = BoundedDateField(
        _("register of"),
        null=True,
        blank=True,
        help_text=_("The day of the national register against which the coverage of the provinces is counted."),
    )

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["-pk"]

    def __str__(self):
        return self.local_name

    def get_absolute_url(self):
        return address_of("action", self.slug)

    def clean(self):
        unknown = [code for code in self.recipient_provinces if code not in Province.values]
        if unknown:
            raise ValidationError({"recipient_provinces": _("Choose provinces from the list.")})
        if self.pk:
            self._keep_what_holds()

    def _keep_what_holds(self):
        """ValidationError where what has been published or paired rests on what is to change."""
        stored = Action.objects.get(pk=self.pk)
        if stored.slug != self.slug and self.batches.published().exists():
            raise ValidationError({"slug": _("It is part of public addresses and stays once a batch is published.")})
        if stored.several_supporters and not self.several_supporters and self._has_groups():
            message = _("Recipients with several supporters are paired already; this rule cannot be taken back.")
            raise ValidationError({"several_supporters": message})

        if stored.second_editor and not self.second_editor and self._is_asked_for():
            message = _("Somebody has asked for the publication of a batch; decide on that first.")
            raise ValidationError({"second_editor": message})

    def _is_asked_for(self):
        return self.batches.filter(publication_requests__state="open").exists()

    def _has_groups(self):
        present = models.Count("pairs", filter=models.Q(pairs__end_kind=""))  # one after the other is no group
        recipients = self.batches.order_by().values("pairs__recipient").annotate(of=present)
        return recipients.filter(of__gt=1).exists()

    local_name = Localized("name")
    local_coverage_stated = Localized("coverage_stated")

    @property
    def paragraphs(self):
        """The introduction in the reader's language, paragraph by paragraph."""
        text = localized(self, "introduction")
        return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]

    @property
    def provinces(self):
        """The provinces that it helps, as members of Province; none where the recipients are anywhere."""
        return [Province(code) for code in self.recipient_provinces]

    @property
    def place(self):
        """Where the recipients are, in words."""
        labels = [str(province.label) for province in self.provinces]
        return gettext(", ").join(labels) if labels else str(_("the whole country"))

    def own_universities(self):
        """The universities that may be its recipients."""
        found = University.objects.all()
        return found.filter(province__in=self.recipient_provinces) if self.recipient_provinces else found

    def helps(self, province):
        """Whether recipients may be in `province`, a code; anywhere, where it names no province."""
        return not self.recipient_provinces or province in self.recipient_provinces

    def is_home(self, province):
        """Whether `province` is one that it helps by name, so that no supporter is expected from it."""
        return province in self.recipient_provinces


class SupporterRole(models.Model):
    """A part that a supporter may have in a group, as the action calls it: leading, taking part."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="roles", verbose_name=_("action"))
    name = models.CharField(_("name"), max_length=20, help_text=_("As the notices print it, for example 牵头."))
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    is_lead = models.BooleanField(_("leads the group"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role of a supporter")
        verbose_name_plural = _("roles of supporters")
        ordering = ["action", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "name"],
                name="supporter_role_once",
                violation_error_message=_("This action already has a role of this name."),
            ),
            models.UniqueConstraint(
                fields=["action"],
                condition=models.Q(is_lead=True),
                name="supporter_role_one_lead",
                violation_error_message=_("Another role of this action leads already; one role leads."),
            ),
        ]

    def __str__(self):
        return self.local_name

    local_name = Localized("name")
