"""A word that nobody outside may read stands in every private column; a column that nobody thought of fails.

`private_columns.csv` sorts the columns of text: what is `public`; what is `private`, whatever becomes of the record;
what is private `by_state`, in the records of HIDDEN; and what is `made`: numbers, digests and names of stored files.
"""

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast, Concat
from django.utils import timezone

import accounts.permissions
from accounts.models import User
from activities.models import Evidence
from pairs.models import Pair
from tests.conftest import made_once
from tests.support.access import MATRIX, TABLE, answers_of_table, lookup, rows_of
from tests.support.assertions.canaries import CANARY, canaries_in, words_of
from tests.support.factories.everything import Everything

from .test_access import path_of

pytestmark = pytest.mark.one_database

COLUMNS = {
    row.pop("table"): {use: names.split() for use, names in row.items()} for row in rows_of("private_columns.csv")
}
TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
OF_OTHERS = {
    "account",
    "admin",
    "auth",
    "contenttypes",
    "mfa",
    "sessions",
}  # apps of packages
# Records whose texts are private while they are in these states, by the names of their samples.
HIDDEN = {
    "activities.activity": ("draft", "partners_draft", "ministrys_draft", "hidden_draft", "submitted", "returned"),
    "activities.agreement": ("agreement", "offered", "sent_back"),
    "activities.employmentsnapshot": ("snapshot",),
    "oversight.bulletin": ("bulletin_draft",),
    "oversight.practice": ("proposal", "proposal_partners", "proposal_returned"),
}
HANGS_ON = {
    "activities.commitment": ("agreement", "activities.agreement"),
    "oversight.bulletinfigure": ("bulletin", "oversight.bulletin"),
}
OF_PEOPLE = {"accounts.user": "pk", "accounts.membership": "user", "accounts.browsersession": "user"}
NEVER_CHANGED = ("core.auditentry",)
USES = ("private", "by_state")
OUTSIDE = ("anonymous", "gone", "other", "replaced", "zhejiang")


def texts_of(model):
    """The columns of a model that hold text, other than one word of a few."""
    return {field.name for field in model._meta.local_fields if isinstance(field, TEXT) and not field.choices}


def test_every_column_of_text_is_sorted():
    own = [model for model in apps.get_models() if model._meta.app_label not in OF_OTHERS]
    found = {model._meta.label_lower: texts_of(model) for model in own if "Historical" not in model.__name__}
    sorted_ones = {table: sum(uses.values(), []) for table, uses in COLUMNS.items()}
    assert {table: sorted(names) for table, names in sorted_ones.items()} == {
        table: sorted(names) for table, names in found.items() if names
    }


class Planted:
    """Everything, with a word in every private column; `empty` are the columns in which none could be put."""

    def __init__(self):
        self.world = Everything()
        self.visitors = self.world.visitors()
        Evidence.objects.attach_link(self.world.rita, self.world.samples["draft"], "https://www.example.edu.cn/")
        self.hidden = {table: [self.world.samples[name].pk for name in names] for table, names in HIDDEN.items()}
        private = [
            (apps.get_model(table), use, name) for table, uses in COLUMNS.items() for use in USES for name in uses[use]
        ]
        self.empty = [
            f"{model._meta.label_lower}.{name}" for model, use, name in private if not self.plant(model, use, name)
        ]

    def plant(self, model, use, name):
        """How many records have the word in this column."""
        rows = self.rows(model, use)
        if model._meta.label_lower in NEVER_CHANGED or not model._base_manager.exists():
            return self.made_up(model, name)
        if isinstance(model._meta.get_field(name), models.JSONField):
            return rows.update(**{name: {"planted": CANARY}})
        filled, word = rows.exclude(**{name: ""}), Concat(models.Value(CANARY), Cast("pk", models.CharField()))
        try:
            with transaction.atomic():
                return (filled if filled.exists() else rows).update(**{name: word})
        except IntegrityError:  # a rule of the table leaves this column empty in the records that there are
            return 0

    def rows(self, model, use):
        """The records in which such a column is private; of people, those of the first pair."""
        label, insiders = model._meta.label_lower, [self.world.rita.pk, self.world.sam.pk]
        if label in OF_PEOPLE:
            return model._base_manager.filter(**{f"{OF_PEOPLE[label]}__in": insiders})
        if use == "private":
            return model._base_manager.all()
        if label == "core.statechange":
            return self.world.samples["submitted"].state_changes.all()
        above, table = HANGS_ON.get(label, ("pk", label))
        return model._base_manager.filter(**{f"{above}__in": self.hidden[table]})

    def made_up(self, model, name):
        """A record of a table that has none, or none that may be changed, with the word in one column."""
        facts = {name: {"planted": CANARY} if isinstance(model._meta.get_field(name), models.JSONField) else CANARY}
        for field in model._meta.local_fields:
            if field.is_relation and not field.null:
                rows = field.related_model._base_manager
                facts[field.name] = self.world.rita if field.related_model is User else rows.order_by("pk").first()
            elif isinstance(field, (models.IntegerField, models.DateField)) and not (
                field.null or field.has_default() or field.primary_key
            ):
                facts[field.name] = 1 if isinstance(field, models.IntegerField) else timezone.now()
        return len(model._base_manager.bulk_create([model(**facts)]))

    def read_by(self, who):
        """All that is shown to `who`, by address; whoever holds an invitation is the one whose name it shows."""
        own = [line[1:3] for line in MATRIX if (line[0], line[3][who]) == ("GET", 200) and line[1] != "invitation"]
        paths = {self.world.path(name, sample) for name, sample in own}
        for name in TABLE:
            if answers_of_table(name)[who] == 200 and (who == "anonymous" or not lookup(name).public):
                paths.add(path_of(name, lookup(name).kwargs))
        return {path: words_of(self.visitors[who].get(path)) for path in sorted(paths)}


@pytest.fixture(scope="module")
def planted_once(django_db_setup, django_db_blocker):
    yield from made_once(django_db_blocker, Planted)


@pytest.fixture
def planted(planted_once, db):
    return planted_once


def test_every_private_column_holds_a_word(planted):
    assert planted.empty == []


@pytest.mark.parametrize("who", OUTSIDE)
def test_no_word_of_a_private_column_is_shown_outside(planted, who):
    """Public pages are the same for everybody: strangers read them for all."""
    shown = planted.read_by(who)
    assert [path for path, words in shown.items() if canaries_in(words)] == []
    assert len(shown) > 20


def test_an_officer_who_watches_over_too_much_is_noticed(planted, monkeypatch):
    monkeypatch.setattr(accounts.permissions, "pairs_watched_by", lambda user: Pair.objects.published())
    page = planted.visitors["zhejiang"].get(planted.world.path("desk_notes", "pair"))
    assert canaries_in(words_of(page))
