"""What has to hold of published bulletins."""

from oversight.bulletins import bulletin_document


def is_intact(bulletin):
    """Whether the snapshot is the one that was published."""
    return bulletin.is_published and bulletin_document.hash_of(bulletin.snapshot) == bulletin.snapshot_hash
