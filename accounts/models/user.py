"""Who speaks for whom."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from pairs.models import University
from pairs.places import Province


class PortalUserManager(UserManager):
    def _create_user(self, username, email, password, **extra_fields):
        extra_fields.pop("is_staff", None)  # derived from posts, never stored
        return super()._create_user(username, email, password, **extra_fields)

    def create_superuser(self, username, email=None, password=None, **extra_fields):
        extra_fields["is_superuser"] = True
        return self._create_user(username, email, password, **extra_fields)


class User(AbstractUser):
    """A person who signs in. What the person may do follows from the posts held today."""

    DEMO_DOMAIN = "demo.invalid"  # the e-mail domain that marks demo accounts

    name = models.CharField(_("name"), max_length=50, blank=True, help_text=_("As shown in the history of changes."))

    objects = PortalUserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.name or self.username

    @property
    def is_demo(self):
        """Made to look around with: signs in during development only."""
        return self.email.endswith(f"@{self.DEMO_DOMAIN}")

    @cached_property
    def posts(self):
        """The posts held today; none once the account is switched off."""
        return list(self.memberships.current()) if self.is_active and self.pk else []

    @property
    def roles(self):
        """The roles of the posts held today."""
        return frozenset(post.role for post in self.posts)

    @property
    def universities(self):
        """The keys of the universities for which this person speaks today."""
        return frozenset(post.university_id for post in self.posts if post.role == Membership.Role.COORDINATOR)

    @property
    def provinces(self):
        """The codes of the provinces whose education department this person works for today."""
        return frozenset(post.province for post in self.posts if post.role == Membership.Role.OFFICER)

    @property
    def is_editor(self):
        """Acts for the ministry."""
        return self.is_active and (self.is_superuser or "editor" in self.roles)

    @property
    def oversees(self):
        """Reads everything: editors and inspectors."""
        return self.is_editor or "inspector" in self.roles

    @property
    def is_staff(self):
        """May open the admin: holders of a ministry post, and superusers; never somebody outside of the ministry."""
        of_ministry = bool(self.roles & Membership.MINISTRY_ROLES) and not self.roles & Membership.OUTSIDE_ROLES
        return self.is_active and (self.is_superuser or of_ministry)


class MembershipQuerySet(models.QuerySet):
    def current(self, day=None):
        """Posts held on `day` (today when not given), first and last day included."""
        day = day or timezone.localdate()
        return self.overlapping(day, day)

    def overlapping(self, since, until=None):
        """Posts held on some day from `since` to `until` (for ever when not given)."""
        posts = self.filter(models.Q(until__isnull=True) | models.Q(until__gte=since))
        return posts.filter(since__lte=until) if until else posts


class Membership(models.Model):
    """A post: one person, one role, from one day to another; for a university or a province where the role asks."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("Editor (ministry)")
        INSPECTOR = "inspector", _("Inspector (ministry)")
        COORDINATOR = "coordinator", _("Coordinator (university)")
        OFFICER = "officer", _("Officer (province)")

    MINISTRY_ROLES = frozenset({"editor", "inspector"})
    OUTSIDE_ROLES = frozenset({"coordinator", "officer"})

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    university = models.ForeignKey(
        University,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("university"),
        help_text=_("For a coordinator only."),
    )
    province = models.CharField(
        _("province"), max_length=2, choices=Province, blank=True, help_text=_("For an officer only.")
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day of the post."))

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["user", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_span",
                violation_error_message=_("A post cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(role="coordinator", university__isnull=False)
                | ~models.Q(role="coordinator") & models.Q(university__isnull=True),
                name="membership_university",
                violation_error_message=_("A coordinator needs a university, and nobody else has one here."),
            ),
            models.CheckConstraint(
                condition=models.Q(role="officer") & ~models.Q(province="")
                | ~models.Q(role="officer") & models.Q(province=""),
                name="membership_province",
                violation_error_message=_("An officer needs a province, and nobody else has one here."),
            ),
        ]

    def __str__(self):
        place = self.university or self.get_province_display()
        return " · ".join(str(part) for part in (self.user, self.get_role_display(), place) if part)

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
