"""How many queries a page asks, told apart from readings of the version of the data."""

from core.data_version import READ_VERSION


def without_version(captured):
    """How many of the captured queries read data: outside of a snapshot, as in a test, each fact reads the version."""
    return sum(query["sql"] != READ_VERSION for query in captured)
