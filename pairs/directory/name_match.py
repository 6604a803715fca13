"""Which of its names a search has found a university by; told of plain values, so that it asks no query."""

from functools import lru_cache
from typing import NamedTuple

from .name_matching import CODE, MAX_ASKED, MAX_WORDS, sounds, words

FAR = 4


class WrittenName(NamedTuple):
    """A name as it is written, and the forms under which it is searched; `kind` of a name beside today's."""

    name: str
    name_en: str
    kind: str
    chinese: str
    english: str
    sounds: tuple


class NameMatch(NamedTuple):
    """What a search found a university by: `text` as it is written, `how`: name, english, pinyin or code.

    `name` is the Chinese of the name it stands for and `kind` that of the UniversityName, empty of today's name.
    """

    text: str
    how: str
    name: str = ""
    kind: str = ""

    @property
    def is_todays_name(self):
        """Whether a page need not say by what it was found, because it shows that."""
        return self.how == "name" and not self.name


def written_names(university):
    """The WrittenNames of a university, today's first; asks no query when the names are prefetched."""
    others = ((name.name, name.name_en, name.kind) for name in university.names.all())
    return tuple(_written(*each) for each in ((university.name, university.name_en, ""), *others))


@lru_cache(maxsize=8192)
def _written(name, name_en, kind):
    return WrittenName(name, name_en, kind, "".join(words(name)), " ".join(words(name_en)), sounds(name))


def matched(code, names, text):
    """The NameMatch by which a search for `text` finds the university of this code and these WrittenNames, today's
    first; None when no single name holds it.
    """
    asked = words(text[:MAX_ASKED])[:MAX_WORDS]
    if CODE.fullmatch("".join(asked)) and (code or "").endswith("".join(asked)):
        return NameMatch(code, "code")
    best = min(_scored(names, asked), key=lambda scored: scored[0], default=None) if asked else None
    return best and best[1]


def _scored(names, asked):
    """Each name that holds all of `asked`, with its rank as the search ranks it."""
    texts = " ".join(asked), "".join(asked)
    today, *others = names
    for name in (today, *(other for other in others if other.name != today.name)):
        former = name is not today
        for how, shown, forms in (
            ("name", name.name, (name.chinese,)),
            ("english", name.name_en, (name.english,)),
            ("pinyin", name.name, name.sounds),
        ):
            rank = min((_closeness(form, texts, asked) for form in forms), default=FAR)
            if rank < FAR:
                told = (name.name, name.kind) if former else ()
                yield (how == "pinyin", rank, former), NameMatch(shown, how, *told)


def _closeness(form, texts, words_asked):
    """0 the form itself, 1 its beginning, 2 inside it, 3 all its words somewhere, FAR not at all."""
    if form in texts:
        return 0
    if form.startswith(texts):
        return 1
    if any(text in form for text in texts):
        return 2
    return 3 if all(word in form for word in words_asked) else FAR
