"""How many queries a page asks, told apart from readings of the version of the data."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.data_version import READ_AREAS, READ_VERSION


def without_version(captured):
    """How many of the captured queries read data: outside of a snapshot, as in a test, each fact reads the version."""
    return sum(query["sql"] not in (READ_AREAS, READ_VERSION) for query in captured)


def queries(client, address):
    """How many queries a page asks, readings of the version apart."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return without_version(captured)
