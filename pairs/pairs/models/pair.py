"""Pairs and their milestones: who helps whom, and how far they have come."""

from operator import attrgetter

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from core.acts.recording import recording
from core.addresses import address_of
from core.histories import HistoricalRecords
from core.links import no_private_links
from core.localized import reads_default
from core.numbers import whole_number
from pairs.directory.models import facts
from pairs.directory.models.university import STANDING_ALONE, Level, Ownership, Tier, University
from pairs.directory.models.university_name import english_of
from pairs.directory.provinces import Province

from . import pair_rules
from .action import SupporterRole
from .addresses import LAST_BATCH, group_address, member_address
from .batch import Batch, Side
from .milestone import Milestone
from .pair_ending import EndingPair, EndingQuerySet
from .pair_side import SHOWN_OF_OTHERS, SNAPSHOT, PairSide, Sides
from .pair_words import PairWords

MAX_SERIAL = 20000  # far beyond any published list, within what both databases store
MOST_NAMED = 200  # universities that a search has found, in one query
MAX_CODE = 9_999_999_999  # a 学校标识码 has ten digits
# The order of the notices: batch by batch, by number, the members of a group as printed.
IN_LIST = ["batch__number", models.F("serial").asc(nulls_last=True), "group_place", "pk"]


class PairQuerySet(EndingQuerySet):
    def published(self):
        """Pairs the public may see: those of published batches."""
        return self.filter(batch__published_at__isnull=False)

    def lock(self, pk):
        """Return the pair with this key; until the transaction ends nobody else changes what belongs to it."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def not_ended(self):
        """Pairs that last, of batches whose period goes on, or is still to come."""
        return self.lasting().filter(batch__in=Batch.objects.going_on())

    def running(self, day=None):
        """Pairs that last on `day` (today), of batches whose period holds it."""
        return self.lasting(day).filter(batch__in=Batch.objects.running(day))

    def latest_first(self):
        """Those of the batch that ends last first, open-ended ones before all, each in the order of its list."""
        return self.in_order("latest")

    def with_sides(self):
        """Fetch both universities, batch and action along."""
        return self.select_related("batch__action", "role", "recipient", "supporter", "replaces")

    def with_universities(self):
        """Fetch all that a row of a list shows, in a constant number of queries."""
        return self.with_sides().prefetch_related("milestones")

    def with_addresses(self, *more):
        """Fetch only what a public address is made of, and the columns `more`, for long lists of them."""
        rules = ("batch__number", "batch__action__several_supporters")
        names = ("serial", "group_place", "end_kind", "replaces", *rules, "recipient__code", "supporter__code", *more)
        return self.select_related("batch__action", "recipient", "supporter").only(*names)

    def with_names(self):
        """Fetch the dated names of both sides too: English is read of them, while Chinese stands as printed."""
        return self if reads_default() else self.prefetch_related(*english_of("recipient", "supporter"))

    def as_listed(self):
        """Fetch of the other tables only what the public list shows of them: a fifth of its time went into the rest."""
        own = [field.name for field in self.model._meta.concrete_fields]
        return self.only(*own, *SHOWN_OF_OTHERS)

    def on_page(self, page):
        """The pairs of a Page with all that its rows show; only their keys are sorted, so that it stays quick."""
        keys = list(page.object_list.values_list("pk", flat=True))
        found = self.with_universities().with_names().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def matching(self, text):
        """Pairs with a side that a search for `text` finds.

        Few universities are asked for first and named: Django would write their search four times over.
        """
        found = University.objects.holding(text).order_by().values_list("pk", flat=True)
        named = [*found[: MOST_NAMED + 1]]
        if len(named) <= MOST_NAMED:
            return self.of_universities(named) if named else self.none()
        every = self.model.objects.order_by().values("pk")
        return self.filter(pk__in=every.filter(recipient__in=found).union(every.filter(supporter__in=found), all=True))

    def of_universities(self, universities):
        """Pairs with one of `universities` on either side."""
        return self.filter(models.Q(recipient__in=universities) | models.Q(supporter__in=universities))

    def in_order(self, order="serial"):
        """That of the notices, of batches by their end, or of the codes of a side; with a dash, the other way round."""
        keys = {
            "serial": IN_LIST,
            "latest": [models.F("batch__ends").desc(nulls_first=True), *IN_LIST],
            "recipient": ["recipient__code", "batch__number", "pk"],
            "supporter": ["supporter__code", "batch__number", "pk"],
        }
        ordered = self.order_by(*keys[order.removeprefix("-")])
        return ordered.reverse() if order.startswith("-") else ordered

    def with_status(self, kind):
        """Pairs whose furthest milestone is `kind`."""
        reached = Milestone.objects.filter(pair=models.OuterRef("pk"))
        order = Milestone.Kind.values
        further = models.Exists(reached.filter(kind__in=order[order.index(kind) + 1 :]))
        if kind == Milestone.Kind.ANNOUNCED:
            return self.exclude(further)
        return self.filter(models.Exists(reached.filter(kind=kind))).exclude(further)

    def unsigned(self):
        """Pairs of which it is not known that they have signed their agreement."""
        signed = Milestone.Kind.values[Milestone.Kind.values.index(Milestone.Kind.SIGNED) :]
        return self.exclude(models.Exists(Milestone.objects.filter(pair=models.OuterRef("pk"), kind__in=signed)))

    def with_side_in(self, province):
        """Pairs with a side in the province of this code, as of the notice."""
        return self.filter(models.Q(recipient_province=province) | models.Q(supporter_province=province))

    def of_action(self, action):
        return self.filter(batch__action=action)

    def flows(self):
        """How many of these pairs run from one province to another: by their codes, the most first."""
        counts = self.order_by().values_list("supporter_province", "recipient_province").annotate(models.Count("pk"))
        found = {(supporter, recipient): pairs for supporter, recipient, pairs in counts}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def furthest_milestones(self):
        """How far these pairs have come: a dict of batch_id, place, pairs and the last day known for each."""
        milestones = Milestone.objects.filter(pair=models.OuterRef("pk")).with_place().order_by("-place")
        furthest = {name: models.Subquery(milestones.values(name)[:1]) for name in ("place", "last_day")}
        counted = self.order_by().annotate(**furthest).values("batch_id", "place")
        return counted.annotate(pairs=models.Count("pk"), day=models.Max("last_day")).order_by("batch_id", "-place")

    def milestone_counts(self):
        """For each kind of milestone, how many of these pairs have it."""
        reached = Milestone.objects.filter(pair__in=self.order_by()).order_by()
        return dict(reached.values_list("kind").annotate(models.Count("pk")))

    @transaction.atomic
    def record_milestone(self, kind, *, source, on=None, stated_as_of=None, by=None, reason=""):
        """Give each of these pairs that lasts then the milestone, unless it has it; (recorded, left alone)."""
        lasting = self.lasting(on or stated_as_of).order_by("pk").select_for_update(of=("self",))
        pairs = list(lasting.values_list("pk", flat=True))
        present = set(Milestone.objects.filter(pair__in=pairs, kind=kind).values_list("pair_id", flat=True))
        facts = {"kind": kind, "on": on, "stated_as_of": stated_as_of, "source": source, "recorded_by": by}
        new = [Milestone(pair_id=pk, **facts) for pk in pairs if pk not in present]
        bulk_create_with_history(new, Milestone, batch_size=500, default_user=by, default_change_reason=reason)
        return len(new), len(present)

    @transaction.atomic
    def record_for_all(self, kind, *, by=None, reason="", **facts):
        """Record the milestone for each of these pairs as one act, which can be undone; the numbers as above."""
        keys = list(self.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
        label = Milestone.Kind(kind).label
        watched = Milestone.objects.filter(pair__in=keys, kind=kind)
        with recording("milestone", label, by, reason, watch=[watched]) as act:
            recorded, present = self.model.objects.filter(pk__in=keys).record_milestone(
                kind, by=by, reason=reason, **facts
            )
            act.subject = _("%(milestone)s · %(count)s pairs") % {"milestone": label, "count": recorded}
            act.save(update_fields=["subject"])
        return recorded, present

    def at(self, address):
        """The one pair at a public address such as `2-11` or `1-4132010284`; DoesNotExist when there is none."""
        number, _dash, rest = address.partition("-")
        batch = whole_number(number, at_most=LAST_BATCH)
        if batch is None:
            raise self.model.DoesNotExist(address)
        here = self.filter(batch__number=batch)
        code, _dash, within = rest.partition("-")
        if len(code) == 10 and whole_number(code, at_most=MAX_CODE) is not None:
            here = here.filter(recipient__in=University.objects.coded(code))
            if within:
                here = here.filter(supporter__in=University.objects.coded(within))
            return here.lead_first()[:1].get()
        serial, place = whole_number(code, at_most=99_999), whole_number(within or "1", at_most=9999)
        if serial is None or place is None:
            raise self.model.DoesNotExist(address)
        wanted = {"serial": serial, "group_place": place} if within else {"serial": serial}
        return here.filter(**wanted).lead_first().first() or self._formerly_at(batch, wanted)

    def _formerly_at(self, batch, wanted):
        """The pair that once stood at a number of a batch's list; DoesNotExist when there was none."""
        earlier = self.model.history.filter(batch__number=batch, **wanted)
        return self.filter(pk__in=earlier.values("id"))[:1].get()

    def lead_first(self):
        """The present supporters of a group, the one that leads first; then those that ended, the last one first."""
        present = models.F("ended_on").desc(nulls_first=True)
        return self.order_by(present, models.F("role__is_lead").desc(nulls_last=True), *IN_LIST)

    def group_of(self, pair):
        """The pairs of the group of `pair`, itself included: the same recipient in the same batch, the lead first."""
        return self.filter(batch=pair.batch_id, recipient=pair.recipient_id).lead_first()


class Pair(PairWords, EndingPair):
    """One supporter and one recipient in one batch, as the notice printed them."""

    # Whose name was corrected since belongs to another record than an earlier operation left it with.
    companions = {"recipient_id": "recipient_name", "supporter_id": "supporter_name"}

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="pairs", verbose_name=_("batch"))
    serial = models.PositiveIntegerField(
        _("serial number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_SERIAL)],
        help_text=_("The 序号 of the published list; leave it empty when it is not known."),
    )
    group_place = models.PositiveSmallIntegerField(
        _("place in the group"),
        default=1,
        editable=False,
        help_text=_("In printed order among the supporters that share a serial number."),
    )
    role = models.ForeignKey(
        SupporterRole,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pairs",
        verbose_name=_("role of the supporter"),
    )
    recipient = models.ForeignKey(
        University,
        on_delete=models.PROTECT,
        limit_choices_to=STANDING_ALONE,
        related_name="pairs_as_recipient",
        verbose_name=_("recipient"),
    )
    supporter = models.ForeignKey(
        University,
        on_delete=models.PROTECT,
        limit_choices_to=STANDING_ALONE,
        related_name="pairs_as_supporter",
        verbose_name=_("supporter"),
    )
    recipient_name = models.CharField(_("recipient as printed"), max_length=100, blank=True)
    recipient_tier = models.CharField(_("recipient's type"), max_length=30, choices=Tier, blank=True)
    recipient_level = models.CharField(_("recipient's level"), max_length=20, choices=Level, blank=True)
    recipient_authority = models.CharField(_("recipient's authority"), max_length=100, blank=True)
    recipient_province = models.CharField(_("recipient's province"), max_length=2, choices=Province, blank=True)
    recipient_ownership = models.CharField(_("recipient's ownership"), max_length=20, choices=Ownership, blank=True)
    supporter_name = models.CharField(_("supporter as printed"), max_length=100, blank=True)
    supporter_tier = models.CharField(_("supporter's type"), max_length=30, choices=Tier, blank=True)
    supporter_level = models.CharField(_("supporter's level"), max_length=20, choices=Level, blank=True)
    supporter_authority = models.CharField(_("supporter's authority"), max_length=100, blank=True)
    supporter_province = models.CharField(_("supporter's province"), max_length=2, choices=Province, blank=True)
    supporter_ownership = models.CharField(_("supporter's ownership"), max_length=20, choices=Ownership, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, validators=[no_private_links])

    objects = PairQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering = IN_LIST
        indexes = [
            models.Index(fields=["batch", "supporter_province"]),
            models.Index(fields=["batch", "supporter_tier"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(recipient=models.F("supporter")),
                name="pair_two_universities",
                violation_error_message=_("A university cannot be paired with itself; choose another supporter."),
            ),
            models.CheckConstraint(
                condition=models.Q(serial__isnull=True) | models.Q(serial__range=(1, MAX_SERIAL)),
                name="pair_serial_in_range",
                violation_error_message=_("A serial number lies between 1 and 20000."),
            ),
            models.UniqueConstraint(
                fields=["batch", "serial", "group_place"],
                name="pair_serial_once",
                violation_error_message=pair_rules.SERIAL_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["batch", "recipient", "supporter"],
                name="pair_once",
                violation_error_message=_("This batch already has this pair."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, end_kind="")
                | models.Q(ended_on__isnull=False) & ~models.Q(end_kind=""),
                name="pair_ended_with_day",
                violation_error_message=_("A pair that ended has a last day, and a way in which it ended."),
            ),
        ]

    def __str__(self):
        return f"{self.recipient_name} ← {self.supporter_name}"

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude)
        if faults := pair_rules.correction(self):
            raise ValidationError(faults)

    def clean(self):
        if self.batch_id and self.recipient_id:
            self.take_place()
            if faults := pair_rules.faults(self):
                raise ValidationError(faults)

    @classmethod
    def after_deletion(cls, rows, act, by, reason):
        """A public list that lost a pair no longer claims to be complete."""
        for batch in Batch.objects.filter(pk__in={row.batch_id for row in rows}):
            batch.doubt_completeness(act, by, reason)

    def siblings(self, **facts):
        """Other pairs of its batch with these facts."""
        return Pair.objects.filter(batch=self.batch, **facts).exclude(pk=self.pk)

    def save(self, **kwargs):
        self.fill_snapshot()
        self.take_place()
        super().save(**kwargs)
        self.share_serial(getattr(self, "_history_user", None), getattr(self, "_change_reason", ""))

    def take_place(self):
        """Stand behind those that share the serial number: a group of supporters, or the one whose place it takes."""
        if not (self.serial and (self.replaces_id or self.batch.action.several_supporters)):
            return
        taken = set(self.siblings(serial=self.serial).values_list("group_place", flat=True))
        if self.group_place in taken:
            self.group_place = max(taken) + 1

    def fill_snapshot(self):
        """Keep what is blank of each side as it stood on the day of the notice; what is there is never rewritten."""
        blank = [(side, field) for side in Side.values for field in SNAPSHOT if not getattr(self, f"{side}_{field}")]
        sides = {getattr(self, f"{side}_id"): getattr(self, side) for side in dict(blank)}
        then = facts.standing_on(self.batch.announced_on, sides) if sides else {}
        for side, field in blank:
            setattr(self, f"{side}_{field}", getattr(then[getattr(self, f"{side}_id")], field))

    def get_absolute_url(self):
        return address_of("pair", self.address)

    @property
    def address(self):
        """The last part of the public address: `2-11`, or by the recipient's code while the serial is unknown.

        Where a recipient may have several supporters, or one took the place of another, each has an address of its
        own: `2-11-1`, `2-11-2`.
        """
        if not (self.shares_place or self.batch.action.several_supporters):
            return self.group_address
        place = self.batch.number, self.serial, self.recipient.code
        return member_address(*place, self.group_place, self.supporter.code)

    @property
    def group_address(self):
        """The last part of the address of its place in the list, which all supporters of a group share."""
        return group_address(self.batch.number, self.serial, self.recipient.code)

    @cached_property
    def sides(self):
        """Both sides as printed, the recipient first; reads the prefetched names where they are."""
        return Sides(*(PairSide(self, side) for side in Side))

    @cached_property
    def furthest_milestone(self):
        """The milestone that has come furthest, or None; reads the prefetched ones where they are."""
        return max(self.milestones.all(), key=attrgetter("rank"), default=None)

    @property
    def milestones_in_order(self):
        """The milestones from the first to the furthest; reads the prefetched ones where they are."""
        return sorted(self.milestones.all(), key=attrgetter("rank"))

    @cached_property
    def status(self):
        """The kind of the furthest milestone; a pair with none is announced, by being on the list."""
        return Milestone.Kind(self.furthest_milestone.kind if self.furthest_milestone else "announced")
