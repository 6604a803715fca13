"""The classes besides its type by which a notice may count a university.

Ownership, level and kind of authority are read from its facts, other classes from the lists that are imported (双高 …).
"""

from functools import cached_property

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pairs.directory.models.class_list import ClassEntry, ClassList
from pairs.directory.models.facts import distance
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
LIST = "list"  # the prefix of a class whose universities a list names


def choices():
    """All classes that can be declared, for a form: a kind of class, and the class."""
    listed = [(f"{LIST}:{title}", label) for title, label in ClassList.objects.titles().items()]
    return [*fixed_choices(), *((value, named(_("list"), label)) for value, label in listed)]


def fixed_choices():
    return [
        (f"{prefix}:{value}", named(name, label))
        for prefix, (name, values, _value) in DIMENSIONS.items()
        for value, label in values.choices
        if value not in NOT_KNOWN
    ]


def named(kind, label):
    return format_lazy("{}{}{}", kind, _(": "), label)


class Labels(dict):
    """The label of every class; one that a list names is called by its title."""

    def __init__(self):
        super().__init__(fixed_choices())

    def get(self, value, default=None):
        prefix, _colon, title = value.partition(":")
        return title if prefix == LIST else super().get(value, default)


def is_class(value):
    """Whether there is such a class."""
    prefix, _colon, title = value.partition(":")
    if prefix == LIST:
        return ClassList.objects.imported().filter(title=title).exists()
    return value in Labels()


class Memberships:
    """Who is in the classes that lists name; read in one query when the first is asked for."""

    @cached_property
    def editions(self):
        """The universities in a class as of each day of which there is a list, as {title: {day: keys}}."""
        found = {}
        entries = ClassEntry.objects.exclude(class_list__title="").with_record().order_by()
        for title, day, record in entries.values_list("class_list__title", "class_list__as_of", "record"):
            found.setdefault(title, {}).setdefault(day, set()).add(record)
        return found

    def on(self, day):
        """A function from a title to the keys of who was in the class on `day`; None where no list names it."""

        def members(title):
            editions = self.editions.get(title)
            return editions and editions[min(editions, key=lambda as_of: distance(as_of, day))]

        return members


def is_in(facts, classes, members):
    """Whether `facts` are those of a university in `classes`; None when that is not known.

    Classes of one kind widen the group (public or jointly run), those of different kinds narrow it (private, and
    undergraduate). `members` says who is in the class that a list names, see `Memberships.on`.
    """
    wanted = {}
    for name in classes:
        prefix, _colon, value = name.partition(":")
        wanted.setdefault(prefix, set()).add(value)
    return every(says(facts, prefix, values, members) for prefix, values in wanted.items())


def says(facts, prefix, values, members):
    if prefix == LIST:
        answers = [None if (found := members(title)) is None else facts.university in found for title in values]
        return True if True in answers else None if None in answers else False
    value = DIMENSIONS[prefix][2](facts)
    return None if value in NOT_KNOWN else value in values


def every(answers):
    """Whether all answers are yes: no as soon as one is, not known while one is open."""
    answers = list(answers)
    if False in answers:
        return False
    return None if None in answers else True
