"""The workflow of a round: opened and edited, its pairs chosen by hand or drawn. Refused to all but the ministry."""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ONLY_MINISTRY
from core.exceptions import Refused
from core.tokens import create_once
from core.versioning import keep, refuse_unless
from core.workflow import State, Transition, Workflow, transition
from oversight.inspections.models.inspection_round import Draw, InspectionRound, pot_of
from oversight.roles import overseer

from .inspections import begin

ALWAYS = Transition(((overseer, State()),), ONLY_MINISTRY)
WORKFLOW = Workflow({"edit": ALWAYS, "choose": ALWAYS, "draw": ALWAYS})


def open_round(by, token=None, batches=(), **values):
    """Begin a round; the same `token` again gives the round already made. ValidationError by field."""
    refuse_unless(by.oversees, ONLY_MINISTRY, "not_yours")

    def make():
        made = InspectionRound(opened_by=by, token=token or None)
        made.take(values)
        if not batches:
            raise ValidationError({"batches": _("Choose at least one batch.")})
        WORKFLOW.store(made, "open", by)
        made.batches.set(batches)
        return made

    return create_once(InspectionRound, token, make, opened_by=by)


@transition
def edit(opened, by, version, values):
    """Change name, days or checklist; the batches stay, and so does what inspections have copied."""
    WORKFLOW.begin(opened, "edit", by, version, values)
    opened.take(values)
    return WORKFLOW.store(opened, "edit", by)


@transition
def choose(opened, by, keys):
    """Take the candidates with these keys in by hand; what is no candidate is left alone. The inspections made."""
    WORKFLOW.begin(opened, "choose", by)
    chosen = list(opened.candidates().filter(pk__in=keys))
    if not chosen:
        raise Refused(_("Choose at least one pair of its batches that is not in the round yet."), "none")
    WORKFLOW.record(opened, "choose", by)
    return [begin(opened, by, pair) for pair in chosen]


@transition
def draw(opened, by, number, seed="", pot="", token=None):
    """Take `number` pairs in at random; candidates and seed are kept, so that anybody can draw them again.

    Without a seed one is made up; the same `token` again gives the Draw already made. ValidationError when there
    are not that many candidates, or others than those of `pot`, which were seen before. Returns the Draw.
    """
    WORKFLOW.begin(opened, "draw", by)

    def make():
        candidates = {pair.address: pair for pair in opened.candidates().with_addresses()}
        refuse_another_pot(pot, candidates.values())
        refuse_too_many(number, len(candidates))
        made = Draw(round=opened, seed=seed.strip() or secrets.token_hex(8), number=number, drawn_by=by, token=token)
        made.candidates = [[key, pair.pk] for key, pair in candidates.items()]
        made.full_clean()
        keep(made, by)
        WORKFLOW.record(opened, "draw", by)
        for key in made.drawn_keys:
            begin(opened, by, candidates[key], made)
        return made

    return create_once(Draw, token, make, drawn_by=by, round=opened)


def refuse_another_pot(pot, candidates):
    if pot and pot != pot_of(candidates):
        raise ValidationError(_("The candidates have changed meanwhile. Check them again, then draw."))


def refuse_too_many(number, candidates):
    if not candidates:
        message = _("There are no candidates: all pairs of the batches are in the round.")
        raise ValidationError({"number": message})
    if not 1 <= number <= candidates:
        message = _("Give a number between 1 and %(count)s, the number of candidates.")
        raise ValidationError({"number": message % {"count": candidates}})
