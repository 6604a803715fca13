"""Schools that a register no longer shows: which ones may succeed them, and what the ministry says became of them."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from core.acts.recording import recording

from .models.university import University, UniversityName
from .name_matching import fold

KIND = "university_closing"
MOST = 5
ALIKE = 60  # of 100: below this two names have nothing to do with each other
# What a school sheds or takes on when it is renamed or raised; the rest is what it is known by.
TITLES = ["职业技术大学", "职业技术学院", "职业大学", "职业学院", "高等专科学校", "专科学校", "大学", "学院"]
SAME_CITY, NEW_THERE, BEARS_NAME = 10, 15, 40
LIKELY = SAME_CITY + NEW_THERE  # no name alike, but a new school in its city the moment it was gone


@dataclass
class LikelySuccessor:
    """A university that may succeed another one, and what speaks for it."""

    university: University
    score: float
    grounds: list = field(default_factory=list)


def proposals(gone):
    """Up to MOST universities that may succeed `gone`, the likeliest first: of its province, and not closed."""
    others = University.objects.public().filter(province=gone.province, closed_on=None, unlisted_on=None)
    weighed = [weigh(gone, other) for other in others.exclude(pk=gone.pk).prefetch_related("names")]
    likely = [one for one in weighed if one.score >= LIKELY]
    return sorted(likely, key=lambda one: (-one.score, one.university.code))[:MOST]


def weigh(gone, other):
    """The LikelySuccessor in `other`, with all that speaks for it."""
    found = LikelySuccessor(other, 0)
    if (alike := fuzz.ratio(bare_name(gone.name), bare_name(other.name))) >= ALIKE:
        add(found, alike, _("similar name"))
    if fold(gone.name) in {name.key for name in other.names.all()}:
        add(found, BEARS_NAME, _("bears its name as well"))
    if gone.city and gone.city == other.city:
        add(found, SAME_CITY, _("same city"))
    if gone.unlisted_on and gone.unlisted_on == first_registered(other):
        add(found, NEW_THERE, _("new in the register that no longer shows it"))
    return found


def add(proposal, weight, ground):
    proposal.score += weight
    proposal.grounds.append(ground)


def bare_name(name):
    """A name without what tells only which sort of school it is, for nearly all of a province share that."""
    name = fold(name)
    return next((name.removesuffix(title) for title in TITLES if name.endswith(title) and name != title), name)


def first_registered(university):
    days = [name.since for name in university.names.all() if name.kind == UniversityName.Kind.OFFICIAL and name.since]
    return min(days, default=None)


def settle(university, by, reason, **values):
    """Note what became of a university, as one act; ValidationError when somebody has done so, or it cannot be."""
    with recording(KIND, university, by, reason, watch=[University.objects.filter(pk=university.pk)]) as act:
        there = University.objects.to_settle().filter(pk=university.pk).select_for_update(of=("self",)).first()
        if there is None:
            raise ValidationError(_("Someone has already noted what became of it; nothing was changed."), "settled")
        for name, value in values.items():
            setattr(there, name, value)
        there.full_clean(exclude=[field.name for field in University._meta.fields if field.name not in values])
        there._history_user, there._change_reason = by, reason
        there.save()
    return act
