"""Stored files that no record knows of: whoever wrote them died before the record was certain, or it was taken back."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

GRACE = timedelta(days=1)  # what is still under way has a file before it has a record


def stored_files(folder):
    """The names of all files under `folder`, with their path."""
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from stored_files(f"{folder}/{inner}")


def left_files(folder, known):
    """The names of the files under `folder` that are older than a day and not among the `known`, in order."""
    before = timezone.now() - GRACE
    left = sorted(set(stored_files(folder)) - set(known))
    return [name for name in left if default_storage.get_modified_time(name) < before]


def remove_left_files(folder, known):
    """Delete them."""
    for name in left_files(folder, known):
        default_storage.delete(name)
