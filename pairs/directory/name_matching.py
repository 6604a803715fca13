"""How names of universities are folded, spelt and searched."""

import re
import unicodedata
from functools import cache, lru_cache

import opencc
from django.db import models
from django.db.models.functions import Length

# The search text of a university has one form a line, each marked with what it is. First today's names, then the
# others, then how all of them sound: so a form's place in the text says how good a match it is.
TODAY, OTHER, SOUND = "=", "~", "#"
ONE_BRACKET = str.maketrans("〔〕[]【】{}", "()()()()")  # after NFKC, which makes ［］ into []
MAX_ASKED = 300  # characters; the longest name is shorter
MAX_WORDS = 20
EXACT = 2  # ranks of the search below this one are of names that are the whole of what was asked
CODE = re.compile("([0-9]{5}){1,2}")  # of the register, and the school's own five digits, which stand last in it
# How a character is read in names of places, where the plain reading or the dictionary would say otherwise.
IN_PLACES = {"长": "chang", "重": "chong", "厦": "xia", "藏": "zang", "都": "du", "蚌": "beng", "番": "pan", "泌": "bi"}


def fold(name):
    """The key by which two spellings of one name are equal: width, brackets, case and spaces do not count."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(folded.split()).translate(ONE_BRACKET)


# How schools are renamed when they rise: what a name ended in, and what it may end in since, the likeliest first.
RISES = {
    "高等专科学校": ("学院", "职业技术大学", "职业大学", "大学", "职业技术学院", "职业学院"),
    "职业技术学院": ("职业技术大学", "职业大学", "大学", "学院"),
    "职业学院": ("职业大学", "职业技术大学", "大学", "学院"),
    "学院": ("大学",),
    "职业大学": ("职业技术大学",),
    "学校": ("学院", "大学"),
}


def later_names(name):
    """What a school once called `name` may be called since, the likeliest first: 无锡职业技术学院, 无锡职业技术大学."""
    for ending, later in RISES.items():
        if name.endswith(ending):
            return [name.removesuffix(ending) + new for new in later]
    return []


@cache
def _converter():
    return opencc.OpenCC("t2s")


def simplified(text):
    """`text` with traditional characters turned into simplified ones."""
    return _converter().convert(text)


def words(text):
    """The words of `text` as they are searched: width, case, accents, punctuation and traditional characters folded."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in apart if unicodedata.category(char) not in ("Mn", "Cs"))
    return re.sub(r"[\W_]+", " ", simplified(unicodedata.normalize("NFC", bare))).split()


@lru_cache(maxsize=8192)
def sounds(name):
    """How a Chinese name is typed in Latin letters: full pinyin and initials, in every reading that is in doubt.

    Initials alone are not a sound, and two letters would be found in everything.
    """
    from pypinyin import lazy_pinyin  # here, because its dictionary is slow to load and rarely needed

    written = "".join(words(name))
    if written.isascii():
        return ()
    by_character = [IN_PLACES.get(char) or lazy_pinyin(char)[0] for char in written]
    forms = {}
    for syllables in (lazy_pinyin(written), by_character):
        full = "".join(syllables)
        initials = "".join(syllable[0] for syllable in syllables)
        # ü is typed as v, u or yu; pinyin has no other v.
        forms.update(dict.fromkeys([full, full.replace("v", "u"), full.replace("v", "yu")]))
        forms.update({initials: None} if len(initials) > 2 else {})
    return tuple(forms)


def search_text(university, known_names):
    """All forms of all names of `university`, one a line: today's, then the others, then their sounds."""
    today, other = dict.fromkeys(_written(university)), {}
    for name in known_names:
        other.update(dict.fromkeys(_written(name)))
    heard = {}
    for item in (university, *known_names):
        heard.update(dict.fromkeys(sounds(item.name)))
    lines = [TODAY + form for form in today]
    lines += [OTHER, *(OTHER + form for form in other if form not in today)]
    lines += [SOUND, *(SOUND + form for form in heard)]
    return "\n" + "\n".join(lines) + "\n"


def initials(university):
    """The initials of its name as its search text holds them, after the full sound; empty where there are none."""
    sounds = [line.removeprefix(SOUND) for line in university.search_text.splitlines() if line.startswith(SOUND)]
    return next((sound for sound in sounds[2:] if len(sound) < len(sounds[1])), "")


def _written(item):
    """The Chinese and the English form of a name; the Chinese has no spaces, the English one between its words."""
    forms = "".join(words(item.name)), " ".join(words(item.name_en))
    return [form for form in forms if form]


def search(queryset, text, then=()):
    """What `holding` finds, the best match first.

    Exact names, then names that begin with `text`, then those that hold it, then pinyin and initials; each time today's
    names before others. Equally good ones are ordered by `then`. Alike on every database.
    """
    asked = words(text[:MAX_ASKED])[:MAX_WORDS]
    ranked = NameRank(" ".join(asked), "".join(asked))
    if coded := _coded("".join(asked)):
        ranked = models.Case(models.When(coded, then=0), default=ranked)
    ordered = holding(queryset, text).annotate(search_rank=ranked)
    return ordered.order_by("search_rank", *then, Length("name"), models.F("code").asc(nulls_last=True), "pk")


def holding(queryset, text):
    """Members of `queryset` that hold every word of `text`, or all of it written together, or have it as their code.

    The successor of a university that is found comes along.
    """
    asked = words(text[:MAX_ASKED])[:MAX_WORDS]
    if not asked or len(text) > MAX_ASKED:
        return queryset.none()
    together = "".join(asked)
    found = _coded(together) | models.Q(search_text__holds=together)
    if len(asked) > 1:
        found |= models.Q(*(models.Q(search_text__holds=word) for word in asked))
    every = queryset.model.objects.order_by()
    successors = every.filter(found, successor__isnull=False).values("successor")
    return queryset.filter(pk__in=every.filter(found).values("pk").union(successors, all=True))


def _coded(digits):
    """Universities by their code, or by its last five digits, under which people know it; empty for what is none."""
    if not CODE.fullmatch(digits):
        return models.Q()
    return models.Q(code=digits) if len(digits) == 10 else models.Q(code__endswith=digits)


class NameRank(models.Func):
    """How well a search text fits one of some texts: 0 for the best match, as `FITTING` has them in their order.

    One expression that writes its own SQL: Django would take as long for each condition as for all of it.
    """

    # Where the text has to stand, with what before and behind it; or in front of which part.
    FITTING = (
        (f"\n{TODAY}%s\n", ""),
        (f"\n{OTHER}%s\n", ""),
        (f"\n{TODAY}%s", ""),
        (f"\n{OTHER}%s", ""),
        ("%s", f"\n{OTHER}\n"),
        ("%s", f"\n{SOUND}\n"),
        (f"\n{SOUND}%s\n", ""),
        (f"\n{SOUND}%s", ""),
        ("%s", ""),
    )
    PLACE = {"sqlite": "INSTR", "postgresql": "STRPOS"}  # of a text in another, 0 where it is not there

    def __init__(self, *texts):
        super().__init__("search_text", output_field=models.IntegerField())
        self.texts = dict.fromkeys(texts)

    def as_sql(self, compiler, connection, **_context):
        column, _none = compiler.compile(self.source_expressions[0])
        place, ranks, given = f"{self.PLACE[connection.vendor]}({column}, %s)", [], []
        for rank, (form, part) in enumerate(self.FITTING):
            fits = f"{place} BETWEEN 1 AND {place} - 1" if part else f"{place} > 0"
            ranks.append(f"WHEN {' OR '.join([fits] * len(self.texts))} THEN {rank}")
            for text in self.texts:
                given += [form % text, part] if part else [form % text]
        return f"CASE {' '.join(ranks)} ELSE {len(self.FITTING)} END", given
