"""Universities, and how a person finds one."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from core.histories import HistoricalRecords
from core.links import WebAddressField, no_private_links
from core.localized import Localized
from core.model_fields import BoundedDateField
from core.substrings import SubstringIndex
from pairs.directory import name_matching, near_misses, provinces
from pairs.directory.provinces import Province

from .university_name import UniversityName


class Tier(models.TextChoices):
    """The class a published notice counts a university in."""

    CENTRAL_MOE = "central_moe", _("Directly under the Ministry of Education")
    CENTRAL_OTHER = "central_other", _("Directly under another central ministry")
    PROVINCIAL_UNDERGRADUATE = "provincial_undergraduate", _("Provincial undergraduate university")
    MODEL_VOCATIONAL = "model_vocational", _("National model or backbone vocational college")
    SPECIALTY_VOCATIONAL = "specialty_vocational", _("Vocational college with high-level specialty groups")
    ORDINARY_VOCATIONAL = "ordinary_vocational", _("Ordinary vocational college")
    ADULT = "adult", _("Adult higher-education institution")
    UNKNOWN = "unknown", _("Not determined")


class Level(models.TextChoices):
    UNDERGRADUATE = "undergraduate", _("Undergraduate")
    JUNIOR_COLLEGE = "junior_college", _("Junior college")
    ADULT = "adult", _("Adult education")
    UNKNOWN = "unknown", _("Level not known")


class Ownership(models.TextChoices):
    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")
    JOINT = "joint", _("Jointly run")
    UNKNOWN = "unknown", _("Ownership not known")


# Which universities may be chosen: a record that was merged into another one is not, even by a form opened before.
STANDING_ALONE = {"merged_into": None}


class UniversityQuerySet(models.QuerySet):
    def present(self):
        """Records that stand for themselves: those that were not merged into another one."""
        return self.filter(merged_into=None)

    def public(self):
        """Universities that may be shown: those with a code."""
        return self.present().filter(code__isnull=False)

    def to_settle(self):
        """Universities that a register no longer shows, of which nobody has said yet what became of them."""
        gone = self.present().exclude(unlisted_on=None)
        return gone.filter(closed_on=None, successor=None, closing_source="", unlisted_reason="")

    def with_number_of_pairs(self):
        """Each with `number_of_pairs`, on either side."""
        pairs = apps.get_model("pairs", "Pair").objects.order_by()
        counts = [
            models.Subquery(
                pairs.filter(**{side: models.OuterRef("pk")}).values(side).annotate(n=models.Count("pk")).values("n")
            )
            for side in ("recipient", "supporter")
        ]
        recipient, supporter = (Coalesce(count, 0) for count in counts)
        return self.annotate(number_of_pairs=recipient + supporter)

    def coded(self, code):
        """The university to which a code leads: that of a merged record to the one it was merged into."""
        return self.present().filter(models.Q(code=code) | models.Q(merged_records__code=code)).distinct()

    def keys_by_code(self):
        """The key of the university that each code leads to: a merged record's to the one it was merged into."""
        rows = self.exclude(code=None).values_list("code", "pk", "merged_into")
        return {code: into or pk for code, pk, into in rows}

    def holding(self, text):
        """What `search` finds, in no order."""
        return name_matching.holding(self, text)

    def search(self, text):
        """Universities one of whose names, pinyin or initials holds every word of `text`.

        The best match comes first; of two as good, the one that is paired.
        """
        paired = apps.get_model("pairs", "Pair").objects.published()
        sides = models.Q(recipient=models.OuterRef("pk")) | models.Q(supporter=models.OuterRef("pk"))
        return name_matching.search(self, text, then=[models.Exists(paired.order_by().filter(sides)).desc()])

    def near(self, text, limit=5):
        """Universities with a name much like `text`, the nearest first; each has the NearMiss as `near_miss`."""
        return near_misses.near(self, text, limit)

    def paired_as(self, side):
        """Universities on one side of a published pair; `side` "no" gives those in none."""
        sides = ["recipient", "supporter"] if side == "no" else [side]
        paired = models.Q()
        for name in sides:
            published = {f"pairs_as_{name}__batch__published_at__isnull": False}
            paired |= models.Q(pk__in=self.model.objects.filter(**published).order_by().values("pk"))
        return self.exclude(paired) if side == "no" else self.filter(paired)

    def registered_on(self, day):
        """Universities that a register shows under some official name on `day`."""
        held = UniversityName.objects.filter(
            university=models.OuterRef("pk"),
            kind=UniversityName.Kind.OFFICIAL,
            since__lte=day,
            until__gte=day,
        )
        return self.filter(models.Exists(held))

    def refresh_search_text(self):
        """Bring the search text of these universities in step with their names; returns how many changed."""
        changed = []
        for university in self.order_by().prefetch_related("names"):
            text = name_matching.search_text(university, university.names.all())
            if text != university.search_text:
                university.search_text = text
                changed.append(university)
        models.QuerySet(self.model).bulk_update(changed, ["search_text"], batch_size=200)
        return len(changed)

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for university in objs:
            university.search_text = university.search_text or name_matching.search_text(university, [])
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs, fields, *args, **kwargs):
        objs = list(objs)
        changed = super().bulk_update(objs, fields, *args, **kwargs)
        if {"name", "name_en"} & set(fields):
            self.model.objects.filter(pk__in=[university.pk for university in objs]).refresh_search_text()
        return changed


class University(models.Model):
    """One institution, for ever the same whatever it is called: the code is its key."""

    merged_by = "merged_into"  # nothing comes back to a record for which another stands

    code = models.CharField(
        _("code"),
        max_length=10,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{10}\Z", _("A code has exactly ten digits, for example 4132010284."))],
        help_text=_("The ten-digit 学校标识码 of the national register, for example 4132010284."),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("Today's official name, for example 南京大学."))
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    province = models.CharField(_("province"), max_length=2, choices=Province)
    city = models.CharField(_("city"), max_length=50, blank=True, help_text=_("For example 南京市."))
    authority = models.CharField(
        _("authority"), max_length=100, blank=True, help_text=_("For example 教育部 or 江苏省.")
    )
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.UNKNOWN)
    ownership = models.CharField(_("ownership"), max_length=20, choices=Ownership, default=Ownership.UNKNOWN)
    tier = models.CharField(_("type"), max_length=30, choices=Tier, default=Tier.UNKNOWN)
    tier_source = models.CharField(
        _("source of the type"),
        max_length=500,
        blank=True,
        help_text=_("Notices give the number of each type only; say what the type of this school rests on."),
        validators=[no_private_links],
    )
    tier_inferred = models.BooleanField(
        _("the type is inferred"), default=False, help_text=_("On where it rests on indirect evidence.")
    )
    website = WebAddressField(_("website"), blank=True, help_text=_("For example https://www.whu.edu.cn"))
    career_site = WebAddressField(_("career site"), blank=True, help_text=_("The school's 就业网."))
    closed_on = BoundedDateField(_("closed on"), null=True, blank=True)
    unlisted_on = BoundedDateField(
        _("no longer in the register of"),
        null=True,
        blank=True,
        help_text=_("The first national register known here that does not show it any more; its closing is not dated."),
    )
    unlisted_reason = models.CharField(
        _("why the register does not show it"),
        max_length=500,
        blank=True,
        help_text=_("Where it goes on all the same, for example because it moved to another ministry's list."),
        validators=[no_private_links],
    )
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to=STANDING_ALONE,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    closing_source = models.CharField(
        _("source of the closing"),
        max_length=500,
        blank=True,
        help_text=_("An address, or the document that says so."),
        validators=[no_private_links],
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_records",
        verbose_name=_("merged into"),
    )
    facts_as_of = BoundedDateField(
        _("facts as of"),
        null=True,
        blank=True,
        help_text=_("The day for which authority, city and level are known."),
    )
    source = models.CharField(_("source"), max_length=500, blank=True, validators=[no_private_links])
    search_text = models.TextField(_("search text"), blank=True, editable=False)

    objects = UniversityQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("university")
        verbose_name_plural = _("universities")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["province", "code"]),
            SubstringIndex(fields=["search_text"], name="university_search_text"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(successor=models.F("pk")),
                name="university_other_successor",
                violation_error_message=_("A university cannot be its own successor."),
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")),
                name="university_merged_into_other",
                violation_error_message=_("A record cannot be merged with itself."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """No code is none, and whoever succeeds a university does not go back to it."""
        self.code = self.code or None
        if self.pk and self in self.later_successors()[1:]:
            raise ValidationError({"successor": _("That university was itself succeeded by this one.")})

    @property
    def is_closed(self):
        """Whether it is known to be closed; the day may not be."""
        return bool(self.closed_on or self.successor_id or self.closing_source)

    @property
    def is_to_settle(self):
        """The rule of `to_settle()`, for one university."""
        said = self.is_closed or self.unlisted_reason or self.merged_into_id
        return bool(self.unlisted_on and not said)

    def deletion_faults(self):
        """What speaks against deleting it, as a list of messages: its old address leads on for ever."""
        facts = {"record": self, "other": self.merged_into}
        return [_("%(record)s was merged into %(other)s and stays.") % facts] if self.merged_into_id else []

    def later_successors(self):
        """Its successor, the successor of that one and so on, each once."""
        found = []
        while (last := found[-1].successor if found else self.successor) and last not in found:
            found.append(last)
        return found

    def save(self, **kwargs):
        """Save, and keep the search text in step."""
        self.search_text = name_matching.search_text(
            self, UniversityName.objects.filter(university=self) if self.pk else []
        )
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(**kwargs)

    def is_called(self, name):
        """Whether this is one of its names, today's or another."""
        key = name_matching.fold(name)
        return key == name_matching.fold(self.name) or self.names.filter(key=key).exists()

    @cached_property
    def names_in_english(self):
        """Its names beside today's that have an English of their own; lists fetch them by `english_of()`."""
        return [name for name in self.names.all() if name.name_en and name.name != self.name]

    def get_absolute_url(self):
        return address_of("university", self.code)

    @property
    def city_apart(self):
        """Its city in the language at hand, told beside its province: empty where it is the province, as Beijing is."""
        return "" if self.city == Province(self.province).official else self.local_city

    @property
    def in_short(self):
        """Where it lies and of what kind it is, in one line with the day for which that is known."""
        ownership = "" if self.ownership == Ownership.UNKNOWN else Ownership(self.ownership).label
        facts = [Province(self.province).label, self.city_apart, ownership, Level(self.level).label]
        line = " · ".join(str(fact) for fact in facts if fact)
        if not self.facts_as_of:
            return line
        return f"{line} " + gettext("(as of %(day)s)") % {"day": date_format(self.facts_as_of)}

    local_name = Localized("name")

    local_city = Localized("city", en=provinces.city_en)
    local_authority = Localized("authority", en=provinces.authority_en)
