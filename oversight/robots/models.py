"""Group robots: which service the ministry allows, and the robots that universities and provinces have set."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit.receivers import RIGHTS
from core.histories import HistoricalRecords
from core.model_fields import person_field
from core.models import Letter
from core.sealing import CannotOpen, seal, unseal
from pairs.directory.provinces import Province
from pairs.models import University

from .services import SERVICES, ServiceName, checked_secret, robot_at

PURPOSE = "oversight.robots"
HOURS = range(7, 22)  # a group is told nothing at night
FAILURES_ALLOWED = 10  # one after the other; then it is switched off
TRIALS_A_DAY = 3
MACHINE_MADE = ["failures", "looked_on", "trials", "trials_on", "last_state", "last_at", "last_fault", "last_code"]


# What went wrong with the last message, by the fault that the outbox keeps.
FAULTS = {
    "UnreachableError": _("The service could not be reached. Another try follows by itself."),
    "LeadsElsewhereError": _(
        "The name of the service led into a private network here; tell the operator of this site."
    ),
    "RedirectedError": _("The service said that the robot had moved. Add it again with its present address."),
    "RejectedError": _(
        "The service did not take the message. Look at the security settings of the robot: a keyword has to be in "
        "the message, the signing secret has to match, and a list of addresses has to hold that of this site."
    ),
    "MayHaveGone": _("The service did not answer clearly, so the message may have arrived; it is not sent again."),
    "CannotOpen": _("The stored address can no longer be read here. Add the robot again."),
}
OTHER_FAULT = _("The message could not be sent; tell the operator of this site if it happens again.")


class RobotService(models.Model):
    """Whether the ministry lets messages go to one of the services at all; without a row they do not."""

    name = models.CharField(_("service"), max_length=10, choices=ServiceName, unique=True)
    allowed = models.BooleanField(
        _("allowed"),
        default=False,
        help_text=_("Off: nothing is sent through this service, whatever is allowed to a single robot."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("service for group robots")
        verbose_name_plural = _("services for group robots")
        ordering = ["name"]

    def __str__(self):
        return self.get_name_display()


class RobotQuerySet(models.QuerySet):
    def of(self, user):
        """The robots of the universities and provinces for which `user` holds a post today."""
        return self.filter(models.Q(university__in=user.universities) | models.Q(province__in=user.provinces))

    def sending(self):
        """Those through which messages go: set, not stopped, and allowed, as is their service."""
        allowed = RobotService.objects.filter(allowed=True).values("name")
        return self.filter(allowed=True, active=True, service__in=allowed).exclude(sealed_key="")

    def to_allow(self):
        """Those about which the ministry has not decided."""
        return self.filter(allowed=False, refused=False)


class Robot(models.Model):
    """A robot in a chat group. Of its address the key alone is kept, sealed, and shown to nobody again."""

    stays_with_record = True  # the group of a school that is merged away is not that of the other one

    service = models.CharField(_("service"), max_length=10, choices=ServiceName)
    university = models.ForeignKey(
        University, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("university")
    )
    province = models.CharField(_("province"), max_length=2, choices=Province, blank=True)
    sealed_key = models.TextField(editable=False)
    sealed_secret = models.TextField(blank=True, editable=False)
    tail = models.CharField(_("last four characters"), max_length=4, editable=False)
    hour = models.PositiveSmallIntegerField(
        _("time of day"), default=9, choices=[(hour, f"{hour:02d}:00") for hour in HOURS]
    )
    set_by = person_field(_("added by"))
    set_at = models.DateTimeField(_("added at"), default=timezone.now)
    active = models.BooleanField(_("switched on"), default=True, help_text=_("By those whose group it is."))
    allowed = models.BooleanField(
        _("allowed"), default=False, help_text=_("By the ministry. Another address has to be allowed again.")
    )
    refused = models.BooleanField(_("refused"), default=False, help_text=_("The ministry does not want it."))
    failures = models.PositiveSmallIntegerField(_("failures since the last success"), default=0, editable=False)
    looked_on = models.DateField(_("last looked on"), null=True, editable=False)
    trials = models.PositiveSmallIntegerField(default=0, editable=False)
    trials_on = models.DateField(null=True, editable=False)
    last_state = models.CharField(_("last message"), max_length=10, choices=Letter.State, blank=True, editable=False)
    last_at = models.DateTimeField(_("last tried at"), null=True, editable=False)
    last_fault = models.CharField(_("what went wrong"), max_length=40, blank=True, editable=False)
    last_code = models.IntegerField(_("number of the answer"), null=True, editable=False)

    objects = RobotQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sealed_key", "sealed_secret", *MACHINE_MADE])

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        ordering = ["service", "university", "province", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(university__isnull=False, province="")
                | models.Q(university=None) & ~models.Q(province=""),
                name="robot_of_one_place",
                violation_error_message=_("A group robot belongs to one university or to one province."),
            ),
            models.CheckConstraint(
                condition=~models.Q(allowed=True, refused=True),
                name="robot_allowed_or_refused",
                violation_error_message=_("A robot is allowed or refused, not both."),
            ),
            models.UniqueConstraint(fields=["service", "university"], name="robot_once_for_university"),
            models.UniqueConstraint(
                fields=["service", "province"], condition=models.Q(university=None), name="robot_once_for_province"
            ),
        ]

    def __str__(self):
        return f"{self.get_service_display()} …{self.tail} · {self.place}"

    @property
    def audit_name(self):
        """Service and place, of which there is one, without anything of the key."""
        return f"{self.get_service_display()} · {self.place}"

    @property
    def place(self):
        """The university or the province whose group it is."""
        return self.university or self.get_province_display()

    @property
    def is_worn_out(self):
        """Whether it has failed so often that nothing is sent any more until somebody looks after it."""
        return self.failures >= FAILURES_ALLOWED

    @property
    def state(self):
        """Why nothing is sent to it, as (code, words); of its service nothing is known here."""
        for code, holds, words in (
            ("refused", self.refused, _("refused by the ministry")),
            ("waiting", not self.allowed, _("waits for the ministry to allow it")),
            ("stopped", not self.active, _("stopped")),
            ("worn_out", self.is_worn_out, _("switched off after too many failures")),
        ):
            if holds:
                return code, words
        return "on", _("switched on")

    @property
    def trouble(self):
        """What went wrong with the last message, in words; empty when nothing did."""
        return FAULTS.get(self.last_fault, OTHER_FAULT) if self.last_fault else ""

    def take_address(self, address, secret=""):
        """Keep the key in `address` and the signing secret; ValidationError unless both are those of its service."""
        service, key = robot_at(address)
        if service.name != self.service:
            raise ValidationError(_("This is the address of another service."), "address")
        secret = checked_secret(service, secret)
        self.sealed_key, self.tail = seal(key, PURPOSE), key[-4:]
        self.sealed_secret = seal(secret, PURPOSE) if secret else ""

    def target(self):
        """Return (host, path, secret) to send a message to; CannotOpen when the portal's own key has changed.

        Host and path are made of what this program knows of the service: nothing stored leads anywhere else.
        """
        service = SERVICES[self.service]
        key = unseal(self.sealed_key, PURPOSE)
        if not service.is_key(key):
            raise CannotOpen
        secret = unseal(self.sealed_secret, PURPOSE) if self.sealed_secret else ""
        return service.host, service.path(key, secret), secret


# What leaves the portal through them is allowed by the ministry.
RIGHTS |= {RobotService: ("allowed",), Robot: ("allowed", "refused")}
