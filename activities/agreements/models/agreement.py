"""What the two universities of a pair promise each other, edition by edition."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from accounts.permissions import MINISTRY, acting_side, of_side, pairs_of, pairs_open_to
from activities.activities.models.states import LoggingSide
from core.exceptions import Refused
from core.personal_data import REASON_LENGTH, FreeTexts, given_reason
from core.questions import answered_before
from core.validators import only_printable
from core.versioning import Versioned
from core.workflow import transition
from pairs.models import Milestone, Pair, Side

from .commitment import Commitment

SOURCE = "本站登记的帮扶协议 / the agreement recorded in this portal"


class AgreementQuerySet(models.QuerySet):
    def in_force(self):
        """The accepted editions, one a pair; their commitments are public."""
        return self.filter(accepted_at__isnull=False, superseded_at=None)

    def drafts(self):
        """Editions that still need the acceptance of a side."""
        return self.filter(accepted_at=None)

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
        return self.drafts().filter(lacking, returned_reason="", pair__in=pairs_of(user).order_by().values("pk"))

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

    @transaction.atomic
    def draft(self, by, pair, goals="", starts=None, ends=None, commitments=()):
        """Start the next edition for the side of `by`: the first one, or an amendment of the one in force.

        `commitments` are dicts of mechanism, text, indicator and target. Refused while another draft is open.
        """
        Pair.objects.select_for_update(no_key=True).get(pk=pair.pk)
        side = acting_side(by, pair)
        if side is None:
            raise Refused(_("You do not act for either side of this pair."), "not_yours")
        if self.filter(pair=pair, accepted_at=None).exists():
            raise Refused(_("A draft is already open for this pair; both sides work on that one."), "waiting")
        last = self.filter(pair=pair).aggregate(last=models.Max("edition"))["last"] or 0
        made = self.model(pair=pair, edition=last + 1, side=side, drafted_by=by)
        made.write(by, {"goals": goals, "starts": starts, "ends": ends}, commitments)
        today = timezone.localdate()
        Pair.objects.filter(pk=pair.pk).record_milestone(Milestone.Kind.NEGOTIATING, source=SOURCE, on=today, by=by)
        return made


class Agreement(Versioned, FreeTexts):
    """One edition of a pair's agreement: a draft until both sides have accepted it, then in force."""

    edited_fields = ("goals", "starts", "ends")
    free_texts = ("goals",)  # of drafts too: the other side reads them
    overtaken = gettext_lazy("Somebody else saved this agreement meanwhile. Both texts are shown; nothing is lost.")

    pair = models.ForeignKey(
        Pair, on_delete=models.PROTECT, related_name="agreements", verbose_name=gettext_lazy("pair")
    )
    edition = models.PositiveSmallIntegerField(gettext_lazy("edition"), default=1)
    goals = models.TextField(gettext_lazy("goals"), blank=True, validators=[MaxLengthValidator(2000), only_printable])
    starts = models.DateField(gettext_lazy("starts"), null=True, blank=True)
    ends = models.DateField(gettext_lazy("ends"), null=True, blank=True)
    side = models.CharField(gettext_lazy("drafted for"), max_length=10, choices=LoggingSide)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(gettext_lazy("drafted at"), auto_now_add=True)
    returned_reason = models.CharField(gettext_lazy("why it was returned"), max_length=REASON_LENGTH, blank=True)
    accepted_at = models.DateTimeField(gettext_lazy("accepted by both sides at"), null=True, blank=True)
    superseded_at = models.DateTimeField(gettext_lazy("replaced by a later edition at"), null=True, blank=True)
    version = models.PositiveIntegerField(gettext_lazy("version"), default=0)

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
        return self.accepted_at is None

    @property
    def is_public(self):
        """The rule of `public()`, for one edition."""
        return bool(self.accepted_at and not self.superseded_at and self.pair.batch.published_at)

    @transition
    def edit(self, by, version, values=None, commitments=None):
        """Change a draft of one's own side; whatever was accepted of it needs accepting again."""
        mine = {**(values or {}), **({} if commitments is None else {"commitments": commitments})}
        self.lock(by, version, mine)
        if acting_side(by, self.pair) != self.side:
            raise Refused(_("Only the side that drafted it can change it."), "not_yours")
        return self.write(by, values or {}, commitments)

    @transition
    def accept(self, by, version=None, side=None):
        """Accept for one's own side; the ministry names the `side` for which it accepts openly, one of the two.

        With both acceptances it is in force, the earlier edition is replaced, and the pair has signed.
        """
        self.lock(by, version)
        acting = acting_side(by, self.pair)
        own = acting if acting != MINISTRY else self._on_behalf(side)
        if own is None or self.acceptances.filter(side=own).exists():
            raise Refused(_("It is not waiting for your acceptance."))
        if not self.goals.strip() or not self.starts or not self.ends:
            raise ValidationError(self.missing())
        Acceptance.objects.create(agreement=self, side=own, accepted_by=by, on_behalf=acting == MINISTRY)
        self._history_user, self.returned_reason = by, ""
        if self.acceptances.count() == len(Side):
            self._put_in_force(by)
        self.save()
        return self

    @transition
    def return_(self, by, reason, version=None):
        """Send the draft back to the side that wrote it, with the reason; what was accepted is open again."""
        self.lock(by, version)
        if acting_side(by, self.pair) == self.side:
            raise Refused(_("Your own side drafted it; change it instead."), "own_side")
        self.returned_reason = given_reason(reason)
        self.acceptances.all().delete()
        return self.store(by, why=self.returned_reason)

    @transition
    def discard(self, by, version=None):
        """Drop a draft that nobody has accepted."""
        self.lock(by, version)
        if acting_side(by, self.pair) != self.side or self.acceptances.exists():
            raise Refused(_("Only the side that drafted it can drop it, before anybody has accepted it."), "not_yours")
        for document in self.documents.all():
            document.erase_when_committed()
        self._history_user = by
        self.delete()

    def amend(self, by):
        """A draft of the next edition, with everything as it stands; it takes force once both sides accept it."""
        if not self.accepted_at or self.superseded_at:
            raise Refused(_("Only the edition in force can be amended."))
        with answered_before():
            return Agreement.objects.draft(by, self.pair, **self.texts())

    def was_accepted_by(self, user):
        """Whether this person has accepted it already."""
        return self.acceptances.filter(accepted_by=user).exists()

    def missing(self):
        """What has to be there before anybody accepts, as a dict of messages by field."""
        words = {
            "goals": _("Say what the two universities want to reach."),
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
        Pair.objects.select_for_update(no_key=True).get(pk=self.pair_id)
        return super().locked_rows()

    def refuse_closed(self, by):
        if acting_side(by, self.pair) is None:
            raise Refused(_("You do not act for either side of this pair."), "not_yours")
        if not self.is_draft:
            raise Refused(_("Both sides have accepted it: amend it instead."), "locked")

    def _on_behalf(self, side):
        """The side for which the ministry may accept: a silent one, never both."""
        if self.acceptances.filter(on_behalf=True).exists() or self.side == MINISTRY:
            raise Refused(_("The ministry accepts for one side at most, and never what it drafted."), "own_side")
        return side if side in Side.values else None

    def write(self, by, values, commitments=None):
        """Store a draft with these words; the caller has made sure that it may. Both sides have to accept it anew."""
        self.take(values)
        self.returned_reason = ""
        self.store(by)
        self.acceptances.all().delete()
        if commitments is not None:
            Commitment.objects.replace(self, by, commitments)
        return self

    def _put_in_force(self, by):
        now = timezone.now()
        for earlier in Agreement.objects.in_force().filter(pair=self.pair):
            earlier.superseded_at, earlier._history_user = now, by
            earlier.save()
        self.accepted_at = now
        signed = {"source": SOURCE, "on": timezone.localdate(), "by": by}
        Pair.objects.filter(pk=self.pair_id).record_milestone(Milestone.Kind.SIGNED, **signed)


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
