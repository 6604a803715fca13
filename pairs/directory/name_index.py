"""Which university a printed name means: exactly one, several, or none."""

import datetime
from typing import NamedTuple

from rapidfuzz import fuzz, process

from pairs.directory.models import facts
from pairs.directory.models.university import University, UniversityName

from .name_matching import fold, later_names, simplified

NEAR = 60  # of 100: below this two names have nothing to do with each other
MOST_SUGGESTIONS = 3
MOST_SEARCHES = 200  # a list with more unknown names than this is not a list of universities


class KnownUniversity(NamedTuple):
    """What a list needs of a university, without the rest of its row."""

    pk: int
    code: str | None
    name: str
    name_en: str
    tier: str
    level: str
    authority: str
    province: str
    ownership: str
    facts_as_of: datetime.date | None

    def __str__(self):
        return f"{self.name} ({self.code})" if self.code else self.name


class KnownNames:
    """Every name of every university, folded; read in two queries however long the list is.

    With a `day` the universities have the facts that hold for a notice of that day; their names are today's.
    Names that are only for the search are kept apart: no list is read by them, they only say what is probably meant.
    What an editor has decided for a list, {printed name: key of the university}, goes before all names.
    """

    def __init__(self, day=None, decided=None):
        self._decided = {fold(name): pk for name, pk in (decided or {}).items()}
        rows = list(University.objects.order_by("pk").values_list("merged_into", *KnownUniversity._fields))
        self.universities = {row[1]: KnownUniversity._make(row[1:]) for row in rows if row[0] is None}
        self._coded = {row[2]: self.universities.get(row[0] or row[1]) for row in rows if row[2]}
        self._bearers = {}  # key → the ids of those who bear it
        self._spelling = {}  # key → the name as we hold it
        self._meant = {}  # key of a name for the search only → the ids of those it may mean
        self._similar = {}  # what was asked for → what looks like it
        names = UniversityName.objects.order_by("pk").values_list("university_id", "name", "name_en", "key", "kind")
        keys = {}
        for pk, name, name_en, key, kind in names:
            if pk not in self.universities:
                continue  # what a merged record still bears
            if kind in UniversityName.FOR_SEARCH_ONLY:
                self._meant.setdefault(key, {})[pk] = None
                continue
            keys[name] = key
            self._add(pk, name, name_en, key)
        for known in self.universities.values():
            self._add(known.pk, known.name, known.name_en, keys.get(known.name) or fold(known.name))
        for pk, then in facts.on(day, self.universities).items() if day else ():
            self.universities[pk] = self.universities[pk]._replace(
                **then._asdict() | {"name": self.universities[pk].name}
            )

    def _add(self, pk, name, name_en, key):
        for text, folded in ((name, key), (name_en, fold(name_en))):
            if text:
                self._spelling.setdefault(folded, text)
                self._bearers.setdefault(folded, {})[pk] = None

    def bearers(self, name):
        """The universities that bear exactly this name, whatever its width, brackets and spaces."""
        key = fold(name)
        decided = self.universities.get(self._decided.get(key))
        return [decided] if decided else [self.universities[pk] for pk in self._bearers.get(key, ())]

    def coded(self, code):
        """The university to which this code leads, or None."""
        return self._coded.get(code)

    def meant_by(self, name):
        """The universities that are searched under this name, though no list is read by it."""
        return [self.universities[pk] for pk in self._meant.get(fold(simplified(name)), ())]

    def in_simplified(self, name):
        """The known name that `name` is in traditional characters, or None."""
        return self._spelling.get(fold(simplified(name)))

    def similar(self, name):
        """Up to three known names that look like `name`: what it may be called since, then the nearest."""
        key = fold(simplified(name))
        if key not in self._similar and len(self._similar) < MOST_SEARCHES:
            self._similar[key] = self._look_alike(key)
        return self._similar.get(key, [])

    def _look_alike(self, key):
        later = [form for form in later_names(key) if form in self._bearers]
        found = process.extract(key, self._bearers.keys(), scorer=fuzz.ratio, limit=MOST_SUGGESTIONS, score_cutoff=NEAR)
        nearest = dict.fromkeys([*later, *(choice for choice, _score, _index in found)])
        return [self._spelling[choice] for choice in [*nearest][:MOST_SUGGESTIONS]]

    def why(self, name, known):
        """Why `known` is suggested for `name`: "later" where it may be what the school is called since."""
        forms = later_names(fold(simplified(name)))
        return "later" if fold(known.name) in forms else ""
