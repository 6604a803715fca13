"""Who speaks for whom: posts with their days."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.model_fields import BoundedDateField
from pairs.directory.models.university import STANDING_ALONE
from pairs.directory.provinces import Province
from pairs.models import University

TELEPHONE = r"^\+?[0-9][0-9 ()-]{4,}(?:(?:转|ext\.?|x|#) ?[0-9]{1,6})?$"


class Role(models.TextChoices):
    EDITOR = "editor", _("Editor (ministry)")
    INSPECTOR = "inspector", _("Inspector (ministry)")
    COORDINATOR = "coordinator", _("Coordinator (university)")
    OFFICER = "officer", _("Officer (province)")


# What a post of each role is for: a university, a province, or the ministry itself.
PLACES = {Role.EDITOR: "", Role.INSPECTOR: "", Role.COORDINATOR: "university", Role.OFFICER: "province"}
MINISTRY_ROLES = frozenset(role.value for role, place in PLACES.items() if not place)
OUTSIDE_ROLES = frozenset(role.value for role, place in PLACES.items() if place)
# Who reads everything; all other posts reach what accounts/permissions.py says, which is nothing unless it does.
OVERSEEING_ROLES = frozenset((Role.EDITOR.value, Role.INSPECTOR.value))


def posts_for(place):
    """Return the condition of posts that are for a `place`, "university" or "province"."""
    return models.Q(role__in=[role.value for role, kind in PLACES.items() if kind == place])


class Post(models.Model):
    """What a post is, held or offered: one role, from one day to another; for a university or a province."""

    role = models.CharField(_("role"), max_length=12, choices=Role)
    university = models.ForeignKey(
        University,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to=STANDING_ALONE,
        related_name="%(class)ss",
        verbose_name=_("university"),
        help_text=_("For a coordinator only."),
    )
    province = models.CharField(
        _("province"), max_length=2, choices=Province, blank=True, help_text=_("For an officer only.")
    )
    since = BoundedDateField(_("since"), default=timezone.localdate)
    until = BoundedDateField(_("until"), null=True, blank=True, help_text=_("The last day of the post."))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="%(class)s_span",
                violation_error_message=_("A post cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=posts_for("university") & models.Q(university__isnull=False)
                | ~posts_for("university") & models.Q(university__isnull=True),
                name="%(class)s_university",
                violation_error_message=_("A coordinator needs a university, and nobody else has one here."),
            ),
            models.CheckConstraint(
                condition=posts_for("province") & ~models.Q(province="")
                | ~posts_for("province") & models.Q(province=""),
                name="%(class)s_province",
                violation_error_message=_("An officer needs a province, and nobody else has one here."),
            ),
        ]

    @property
    def place(self):
        """The university or the province the post is for; empty for the ministry's own."""
        return self.university or self.get_province_display()

    @property
    def facts(self):
        """What makes it this post: role and place."""
        return {"role": self.role, "university": self.university, "province": self.province}


class MembershipQuerySet(models.QuerySet):
    def current(self, day=None):
        """Posts held on `day` (today when not given), first and last day included."""
        day = day or timezone.localdate()
        return self.overlapping(day, day)

    def overlapping(self, since, until=None):
        """Posts held on some day from `since` to `until` (for ever when not given)."""
        posts = self.filter(models.Q(until__isnull=True) | models.Q(until__gte=since))
        return posts.filter(since__lte=until) if until else posts

    def speaking_for(self, universities, day=None):
        """Posts of those who speak for one of `universities` on `day` (today), with the people who hold them."""
        posts = self.current(day).filter(role=Role.COORDINATOR, user__is_active=True)
        return posts.filter(university__in=universities).select_related("user")

    def matching(self, text, by_address=True):
        """Posts of people or universities whose name, or `by_address` their address, holds `text`; all for none."""
        names = ("user__name", "university__name", "university__code")
        names += ("user__username", "user__email") if by_address else ()
        asked = models.Q()
        for name in names if text.strip() else ():
            asked |= models.Q(**{f"{name}__icontains": text.strip()})
        return self.filter(asked)

    def ended(self, day=None):
        """Posts whose last day lies before `day` (today)."""
        return self.filter(until__lt=day or timezone.localdate())

    def in_province(self, code):
        """Posts for a province, or for a university in it."""
        return self.filter(models.Q(province=code) | models.Q(university__province=code))

    def with_people(self):
        """Fetch what a row of a list shows, in a constant number of queries."""
        return self.select_related("user", "university").order_by("-since", "-pk")


class Membership(Post):
    """A post that a person holds; its work telephone, which the holder enters, is for those who work with them."""

    Role = Role
    MINISTRY_ROLES = MINISTRY_ROLES
    OUTSIDE_ROLES = OUTSIDE_ROLES

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user")
    )

    work_phone = models.CharField(
        _("work telephone"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(TELEPHONE, _("Write a telephone number, for example 027-87654321 or 010-66096114-305."))
        ],
    )

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["work_phone"])  # a number is not kept longer than its holder wants

    class Meta(Post.Meta):
        abstract = False
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["user", "-since"]

    def __str__(self):
        return " · ".join(str(part) for part in (self.user, self.get_role_display(), self.place) if part)

    def clean(self):
        """Nobody oversees and is overseen at once: a post at the ministry excludes one elsewhere at the same time."""
        if self.user_id and self.since and self.role:
            ours = self.MINISTRY_ROLES if self.role in self.MINISTRY_ROLES else self.OUTSIDE_ROLES
            others = Membership.objects.filter(user=self.user_id).exclude(role__in=ours).exclude(pk=self.pk)
            if others.overlapping(self.since, self.until).exists():
                raise ValidationError(
                    _("A post at the ministry cannot be held along with one at a university or in a province.")
                )

    def is_current(self, day=None):
        """True when the post is held on `day`: the same rule as `current()`, for one post."""
        day = day or timezone.localdate()
        return self.since <= day and (self.until is None or day <= self.until)
