"""Words found in the texts of batches, for a search that is about no university."""

import unicodedata
from typing import NamedTuple

from core.compiled_queries import compiled
from core.version_facts import once_a_version
from pairs.pairs.models.batch import Batch

SHORTEST = 2  # letters; of less, everything would be found
MOST = 5  # passages of one kind


class Passage(NamedTuple):
    """A text, as it is read and as it is searched, and what it is about: its name and address."""

    name: str
    address: str
    text: str
    folded: str


def words_of(asked):
    """The words of a search as they are looked for: without case, width and the quotation marks around them."""
    folded = unicodedata.normalize("NFKC", asked).casefold()
    return [word for word in (part.strip("“”\"'‘’") for part in folded.split()) if word]


def holding(passages, asked):
    """Those of the passages whose text holds every word of `asked`, in their order."""
    words = words_of(asked)
    if len("".join(words)) < SHORTEST:
        return []
    return [one for one in passages if all(word in one.folded for word in words)][:MOST]


def passages_of(record, texts):
    """The Passages of a record that hold these texts."""
    about = str(record), record.get_absolute_url()
    return [Passage(*about, text, unicodedata.normalize("NFKC", text).casefold()) for text in texts]


@compiled
def _batches():
    return Batch.objects.published().order_by("number")


@once_a_version
def of_batches():
    """Titles and key points of published batches."""
    return [passage for batch in _batches() for passage in passages_of(batch, [batch.local_title, *batch.points])]
