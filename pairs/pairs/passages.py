"""Words found in the texts of batches, for a search that is about no university."""

import unicodedata

from core.version_facts import once_a_version
from pairs.pairs.models.batch import Batch

SHORTEST = 2  # letters; of less, everything would be found
MOST = 5  # passages of one kind


def words_of(asked):
    """The words of a search as they are looked for: without case, width and the quotation marks around them."""
    folded = unicodedata.normalize("NFKC", asked).casefold()
    return [word for word in (part.strip("“”\"'‘’") for part in folded.split()) if word]


def holding(passages, asked):
    """Those of the `folded` passages whose text holds every word of `asked`, as (place, text), in their order."""
    words = words_of(asked)
    if len("".join(words)) < SHORTEST:
        return []
    return [(place, text) for place, text, key in passages if all(word in key for word in words)][:MOST]


def folded(passages):
    """The (place, text) pairs, each with the text as it is searched."""
    return [(place, text, unicodedata.normalize("NFKC", text).casefold()) for place, text in passages]


@once_a_version
def of_batches():
    """Titles and key points of published batches, each with its batch."""
    batches = Batch.objects.published().order_by("number")
    return folded((batch, text) for batch in batches for text in [batch.local_title, *batch.points])
