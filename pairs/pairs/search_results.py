"""Universities as searches and lists show them: what is written of each is kept, what was asked is matched with it."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.template.loader import get_template
from django.utils.translation import get_language

from core import parts
from core.compiled_queries import compiled
from core.version_facts import FACTS
from pairs.directory import near_misses
from pairs.directory.models.university import University
from pairs.directory.models.university_name import UniversityName
from pairs.directory.name_match import matched, written_names
from pairs.directory.name_matching import EXACT

from .pairing_lookup import answers

REASON = "public/includes/match_reason.html"
MOST_FORMS = 50_000  # of names that are kept for the next search; some megabytes


class ListedUniversity(NamedTuple):
    """A university as a list names it."""

    pk: int
    code: str
    name: str
    local_name: str
    address: str
    is_closed: bool


@dataclass
class SearchResult:
    """One university of a list, with what a search found it by."""

    university: ListedUniversity
    is_exact: bool  # whether what was asked is a whole name of it, or its code
    answer: str  # its Lookup as HTML
    reason: str = ""  # why it was found, or that it is closed, as HTML
    near_miss: near_misses.NearMiss | None = None
    next_event: str = ""  # of its pairs as HTML, where a page tells of it


class Universities:
    """Those of which something has to be written; each is read once."""

    def __init__(self):
        self.read = {}

    def __call__(self, keys, *needed):
        """The universities with these keys, with what is `needed` fetched."""
        missing = [key for key in keys if key not in self.read]
        self.read |= University.objects.in_bulk(missing) if missing else {}
        found = {key: self.read[key] for key in keys if key in self.read}
        prefetch_related_objects([*found.values()], *needed)
        return found


def search_results(ranks, template, asked="", pairs_alone=False, read=None):
    """A SearchResult for each of the universities with these keys, given with their ranks; in constant queries.

    `template` writes the Lookup of each; with `pairs_alone` it says nothing of what is not known. `read` are the
    Universities that were read before.
    """
    read = read or Universities()
    known = parts.by_key({key: ("university", get_language(), key) for key in ranks}, partial(_listed, read))
    reasons = _reasons(read, known, asked)
    written = parts.rows(template, known, "answer", partial(_answers, read, pairs_alone))
    return [SearchResult(one, ranks[key] < EXACT, written[key], reasons.get(key, "")) for key, one in known.items()]


def _listed(read, keys):
    return {
        key: ListedUniversity(key, one.code, one.name, one.local_name, one.get_absolute_url(), one.is_closed)
        for key, one in read(keys).items()
    }


def _answers(read, pairs_alone, keys):
    return {one.university.pk: one for one in answers([*read(keys).values()], pairs_alone)}


def names_of(keys, read):
    """The WrittenNames of the universities with these keys."""

    def find(missing):
        return {key: written_names(one) for key, one in read(missing, "names").items()}

    return parts.by_key({key: ("names", key) for key in keys}, find)


def _reasons(read, known, asked):
    """By which of its names the search found each that has to be told, or whose successor it is; that it is closed."""
    names = names_of(known, read) if asked else {}
    told = {}
    for key, one in known.items():
        match = matched(one.code, names[key], asked) if asked else None
        succeeds = bool(asked) and match is None
        if succeeds or one.is_closed or (match and not match.is_todays_name):
            told[key] = (match, succeeds)

    def write(keys):
        closed = read([key for key in keys if known[key].is_closed], "successor")
        succeeding, template = read([key for key in keys if told[key][1]], "predecessors"), get_template(REASON)
        facts = {key: {"closed": closed.get(key), "succeeding": succeeding.get(key)} for key in keys}
        return {key: template.render(facts[key] | _match_facts(told[key][0])) for key in keys}

    return parts.by_key({key: parts.key(REASON, {"told": (key, *what)}) for key, what in told.items()}, write)


def _match_facts(match):
    return {"match": match, "kind": UniversityName.Kind(match.kind).label if match and match.kind else ""}


def near_results(asked, template):
    """A SearchResult for each of the universities with a name much like what was asked, the nearest first."""
    nearest = near_misses.nearest_forms(_known_forms(), asked)
    read = Universities()
    names = names_of(nearest, read)
    found = search_results(dict.fromkeys(nearest, EXACT), template, read=read)
    for one in found:
        key = one.university.pk
        one.near_miss = near_misses.near_miss(names[key], *nearest[key])
    return found


@compiled
def _search_texts():
    return near_misses.search_texts(University.objects.public())


def _known_forms():
    """The forms of the names of all universities, read once a version unless they are too many to be kept."""
    read = []

    def few():
        read.append(near_misses.forms_of(_search_texts()))
        return read[0] if sum(map(len, read[0].values())) <= MOST_FORMS else None

    known = FACTS.by_itself(("forms of names",), few)
    return known or (read and read[0]) or near_misses.forms_of(_search_texts())
