"""What is read once for each version of the public data, each day and each language."""

from functools import lru_cache, wraps

from django.utils import timezone
from django.utils.translation import get_language

from core import data_version

KEPT = 8  # answers; two languages, and a version before for those who still read it


def once_a_version(read):
    """A decorator for a function that reads public data alone: it is called when they have changed."""
    kept = lru_cache(maxsize=KEPT)(lambda *_state: read())

    @wraps(read)
    def answer():
        return kept(data_version.current(), timezone.localdate(), get_language())

    return answer
