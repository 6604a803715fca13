"""The classes besides its type by which a notice may count a university: ownership, level, kind of authority."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pairs.directory.models.university import Level, Ownership
from pairs.directory.provinces import CENTRAL_AUTHORITIES, province_from_name

LOCAL_BODIES = ("省", "市", "区", "州", "盟", "县", "厅", "局", "委", "委员会")


class AuthorityKind(models.TextChoices):
    """Who a university is under, as notices put it."""

    MINISTRY_OF_EDUCATION = "moe", _("Ministry of Education")
    CENTRAL = "central", _("Another central body")
    LOCAL = "local", _("Province or city")
    UNKNOWN = "unknown", _("Authority not known")


def authority_kind(authority):
    """The AuthorityKind of a 主管部门 as registers print it."""
    body = authority.partition("（")[0]
    if body == "教育部":
        return AuthorityKind.MINISTRY_OF_EDUCATION
    if body in CENTRAL_AUTHORITIES:
        return AuthorityKind.CENTRAL
    if province_from_name(body) or body.startswith("新疆生产建设兵团") or body.endswith(LOCAL_BODIES):
        return AuthorityKind.LOCAL
    return AuthorityKind.UNKNOWN


# By its prefix: what a class is of, its values, and the column of a university or a pair's side that holds the value.
DIMENSIONS = {
    "ownership": (_("ownership"), Ownership, lambda facts: facts.ownership),
    "level": (_("level"), Level, lambda facts: facts.level),
    "authority": (_("authority"), AuthorityKind, lambda facts: authority_kind(facts.authority)),
}
NOT_KNOWN = ("", "unknown")


def choices():
    """All classes that can be declared, in groups, for a form."""
    return [(name, in_dimension(prefix, values)) for prefix, (name, values, _value) in DIMENSIONS.items()]


def in_dimension(prefix, values):
    return [(f"{prefix}:{value}", label) for value, label in values.choices if value not in NOT_KNOWN]


def labels():
    """The label of every class."""
    return {value: label for _group, found in choices() for value, label in found}


def is_in(facts, classes):
    """Whether `facts` are those of a university in `classes`; None when that is not known.

    Classes of one kind widen the group (public or jointly run), those of different kinds narrow it (private, and
    undergraduate).
    """
    wanted = {}
    for name in classes:
        prefix, _colon, value = name.partition(":")
        wanted.setdefault(prefix, set()).add(value)
    return every(says(facts, prefix, values) for prefix, values in wanted.items())


def says(facts, prefix, values):
    value = DIMENSIONS[prefix][2](facts)
    return None if value in NOT_KNOWN else value in values


def every(answers):
    """Whether all answers are yes: no as soon as one is, not known while one is open."""
    answers = list(answers)
    if False in answers:
        return False
    return None if None in answers else True
