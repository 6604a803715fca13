"""What was perhaps meant where no name holds what was typed, and why: written, spelt or sounding much alike."""

from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from .name_match import written_names
from .name_matching import MAX_ASKED, OTHER, SOUND, TODAY, sounds, words

CUTOFF = 60  # of 100: below this two names have nothing to do with each other
SAME_SOUND = 90  # pinyin is long and has few letters, so much of it is alike by chance
MOST_INITIALS = 12  # letters; longer ones are no initials
VOWELS = frozenset("aeiou")
# What English names call a school, and what joins their words: the words that are remembered wrongly.
KINDS = frozenset(["university", "college", "institute", "school", "academy", "polytechnic", "of", "and", "the"])
LEAST_PROPER = 4  # letters of a name beside them, below which they stand in many names


@dataclass(frozen=True)
class NearMiss:
    """The name that is near, and `how`: written (Chinese), spelt (English), sound (pinyin) or initials."""

    text: str
    how: str


def near(queryset, text, limit=5):
    """Up to `limit` members of `queryset` with a name much like `text`, the nearest first, each with its `near_miss`.

    One query for all search texts and two for those that are near.
    """
    nearest = nearest_forms(forms_of(search_texts(queryset)), text, limit)
    universities = queryset.prefetch_related("names").in_bulk(nearest)
    for pk, university in universities.items():
        university.near_miss = near_miss(written_names(university), *nearest[pk])
    return [universities[pk] for pk in nearest]


def nearest_forms(forms, text, limit=5):
    """How the universities that are nearest to `text` are found, and by which of the `forms`, by their keys."""
    asked = " ".join(words(text[:MAX_ASKED]))
    if not asked or len(text) > MAX_ASKED:
        return {}
    best = {}
    for _score, how, pk, form in sorted(_scored(asked, forms), reverse=True):
        best.setdefault(pk, (how, form))
    return dict(islice(best.items(), limit))


def near_miss(names, how, form):
    """The NearMiss of a university with these WrittenNames, one of which has this form."""
    for name in names:
        if how == "spelt" and form == name.english:
            return NearMiss(name.name_en, how)
        if form == name.chinese or form in name.sounds:
            return NearMiss(name.name, how)
    return NearMiss(names[0].name, how)


def search_texts(queryset):
    """The search texts of universities, each after the key."""
    return queryset.order_by("pk").values_list("pk", "search_text")


def forms_of(texts):
    """Every form of every name in such texts, by how it is compared.

    {how: {(key of the university, form): form without spaces}}
    """
    forms = {"written": {}, "spelt": {}, "sound": {}, "initials": {}}
    for pk, lines in texts:
        for line in lines.split("\n"):
            if len(line) > 1:
                forms[_how(line[0], line[1:])][pk, line[1:]] = line[1:].replace(" ", "")
    return forms


def _how(marker, form):
    if marker in (TODAY, OTHER) and not form.isascii():
        return "written"
    few_vowels = len(form) <= MOST_INITIALS and sum(letter in VOWELS for letter in form) * 4 < len(form)
    if few_vowels and " " not in form:
        return "initials"
    return "sound" if marker == SOUND else "spelt"


def _scored(asked, forms):
    """(score, how, key, form) of whatever is near enough."""
    together = asked.replace(" ", "")
    proper = "".join(word for word in asked.split() if word not in KINDS)
    if LEAST_PROPER <= len(proper) < len(together) and proper.isascii():
        holding = ((key, whole) for key, whole in forms["spelt"].items() if proper in whole)
        yield from ((100 + fuzz.ratio(proper, whole), "spelt", pk, form) for (pk, form), whole in holding)
    if together.isascii():
        ways = [("spelt", together, fuzz.ratio, CUTOFF), ("sound", together, fuzz.WRatio, CUTOFF)]
        if len(together) <= MOST_INITIALS:
            ways.append(("initials", together, fuzz.ratio, CUTOFF))
    else:
        ways = [("written", together, fuzz.WRatio, CUTOFF)]
        ways += [("sound", sound, fuzz.ratio, SAME_SOUND) for sound in sounds(together)[:1]]
    for how, typed, scorer, cutoff in ways:
        long_enough = {key: form for key, form in forms[how].items() if len(form) * 2 >= len(typed)}
        found = process.extract(typed, long_enough, scorer=scorer, score_cutoff=cutoff, limit=40)
        yield from ((score, how, pk, form) for _form, score, (pk, form) in found)
