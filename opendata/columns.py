"""What a published table says about one of its columns."""

from dataclasses import dataclass

from django.utils.translation import override


@dataclass(frozen=True)
class Column:
    """A column: its `key` in JSON, its fixed titles, and what it means.

    The Chinese title heads the column in CSV and XLSX whatever the reader's language is, because a file that is
    exported is also a file that can be imported again.
    """

    key: str
    title: str
    title_en: str
    meaning: object = ""
    width: int = 16  # in the characters of a spreadsheet; a Chinese one takes two

    def as_json(self):
        """The column as a field of a JSON answer, in both languages."""
        return {
            "key": self.key,
            "title": self.title,
            "title_en": self.title_en,
            "meaning": in_language("zh-hans", self.meaning),
            "meaning_en": in_language("en", self.meaning),
        }


def in_language(code, text):
    """A lazy text in the language `code`."""
    with override(code):
        return str(text)
