"""Rounds of inspection: which pairs are looked at, chosen by hand or drawn so that anybody can draw them again."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.localized import localized
from core.model_fields import BoundedDateField, person_field, token_field
from core.personal_data import FreeTexts
from core.validators import only_printable
from core.workflow import WorkflowModel
from pairs.models import Batch, Pair

from .checklist import Checklist


def rank(seed, key):
    """How far in front a candidate stands: SHA-256, in hexadecimal, of the seed, a line feed and the key, as UTF-8."""
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()


def drawn(seed, keys, number):
    """The `number` of `keys` with the smallest ranks; by everybody, everywhere and at any time the same."""
    return sorted(keys, key=lambda key: rank(seed, key))[:number]


def pot_of(pairs):
    """What tells one set of candidates from another: SHA-256 of their addresses, a line each, as UTF-8."""
    return hashlib.sha256("\n".join(sorted(pair.address for pair in pairs)).encode()).hexdigest()


class RoundQuerySet(models.QuerySet):
    def open_to(self, user):
        """Rounds are the ministry's own; the pairs learn of what was found in them."""
        return self.all() if user.is_authenticated and user.oversees else self.none()

    def of_action(self, slug):
        """Rounds that look at batches of the action of this short name; all of them where none is asked for."""
        own = Batch.objects.filter(action__slug=slug, inspection_rounds=models.OuterRef("pk"))
        return self.filter(models.Exists(own)) if slug else self

    def for_rows(self):
        """With what a row of a list shows, the newest first."""
        state = models.Count("inspections", distinct=True)
        done = models.Count("inspections", filter=models.Q(inspections__state="concluded"), distinct=True)
        return self.annotate(pairs=state, concluded=done).order_by("-starts", "-pk")


class InspectionRound(WorkflowModel, FreeTexts):
    """One campaign of inspections: its days, the batches it looks at, and what is asked."""

    free_texts = ("name", "name_en")
    edited_fields = ("name", "name_en", "starts", "ends", "checklist")

    name = models.CharField(
        _("name"), max_length=100, validators=[only_printable], help_text=_("For example 2020年7月督导检查.")
    )
    name_en = models.CharField(_("English name"), max_length=200, blank=True, validators=[only_printable])
    starts = BoundedDateField(_("starts"))
    ends = BoundedDateField(_("ends"))
    batches = models.ManyToManyField(Batch, related_name="inspection_rounds", verbose_name=_("batches"))
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("checklist")
    )
    opened_by = person_field(_("opened by"))
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    token = token_field()

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["token"], m2m_fields=[batches])

    class Meta:
        verbose_name = _("round of inspections")
        verbose_name_plural = _("rounds of inspections")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")),
                name="inspectionround_forward",
                violation_error_message=_("The last day comes before the first; exchange the two."),
            )
        ]

    def __str__(self):
        return localized(self, "name")

    def candidates(self):
        """The published pairs of its batches that are not in it yet, in the order of the lists."""
        here = Pair.objects.published().lasting().filter(batch__in=self.batches.all())
        return here.exclude(inspections__round=self).in_order()


class Draw(models.Model):
    """One drawing: the candidates as they were, and the seed that chose among them. Never changed."""

    round = models.ForeignKey(InspectionRound, on_delete=models.PROTECT, related_name="draws", verbose_name=_("round"))
    seed = models.CharField(_("seed"), max_length=64, validators=[only_printable])
    number = models.PositiveIntegerField(_("number of pairs drawn"))
    candidates = models.JSONField(_("candidates"), help_text=_("Address and key of each pair."))
    drawn_by = person_field(_("drawn by"))
    drawn_at = models.DateTimeField(_("drawn at"), auto_now_add=True)
    token = token_field()

    history = HistoricalRecords(excluded_fields=["token"])

    class Meta:
        verbose_name = _("drawing")
        verbose_name_plural = _("drawings")
        ordering = ["round", "pk"]

    def __str__(self):
        return f"{self.round} · {self.seed}"

    @property
    def drawn_keys(self):
        """The addresses that seed and candidates give, computed anew."""
        return drawn(self.seed, [key for key, _pk in self.candidates], self.number)

    @property
    def ranked(self):
        """Every candidate in the order of the drawing: its place, address, rank, and whether it was drawn."""
        keys = drawn(self.seed, [key for key, _pk in self.candidates], len(self.candidates))
        return [(place, key, rank(self.seed, key), place <= self.number) for place, key in enumerate(keys, start=1)]

    @property
    def holds(self):
        """Whether drawing again gives the pairs that were taken in."""
        pks = dict(self.candidates)
        return {pks[key] for key in self.drawn_keys} == set(self.inspections.values_list("pair_id", flat=True))
