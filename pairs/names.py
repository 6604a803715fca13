"""How names of universities are folded, spelt and searched."""

import re
import unicodedata
from functools import cache

import opencc
from django.db import models
from django.db.models.functions import Length
from pypinyin import Style, lazy_pinyin

SEPARATOR = "\n"


def fold(name):
    """The key by which two spellings of one name are equal: width, brackets, case and spaces do not count."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", "", folded).translate(str.maketrans("〔〕［］【】{}", "()()()()"))


@cache
def _converter():
    return opencc.OpenCC("t2s")


def simplified(text):
    """`text` with traditional characters turned into simplified ones."""
    return _converter().convert(text)


def spellings(name):
    """The forms under which a Chinese name is found: itself, full pinyin, initials."""
    key = fold(name)
    return [key, "".join(lazy_pinyin(key)), "".join(lazy_pinyin(key, style=Style.FIRST_LETTER))]


def search_text(university, known_names):
    """All forms of all names of `university`, one a line."""
    forms = {}
    for item in [university, *known_names]:
        forms.update(dict.fromkeys(spellings(item.name)))
        if item.name_en:
            forms[" ".join(item.name_en.casefold().split())] = None
    return SEPARATOR + SEPARATOR.join(forms) + SEPARATOR


def search(queryset, text):
    """Members of `queryset` that hold every word of `text`, or all of it written together, best match first."""
    words = " ".join(unicodedata.normalize("NFKC", simplified(text)).casefold().split())
    joined = fold(words)
    if not joined or "\x00" in joined:
        return queryset.none()
    every_word = models.Q()
    for word in words.split():
        every_word &= models.Q(search_text__contains=word)
    line_is = models.Q(search_text__contains=f"{SEPARATOR}{joined}{SEPARATOR}")
    line_starts = models.Q(search_text__contains=f"{SEPARATOR}{joined}")
    rank = models.Case(
        models.When(line_is, then=0),
        models.When(line_starts, then=1),
        models.When(models.Q(search_text__contains=joined), then=2),
        default=3,
        output_field=models.IntegerField(),
    )
    return (
        queryset.filter(every_word | models.Q(search_text__contains=joined))
        .annotate(search_rank=rank)
        .order_by("search_rank", Length("name"), "code")
    )
