"""Where a backup and its proof are made: names that tell what is unfinished, and that go with the one who made them."""

import fcntl
import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from .exceptions import BackupRefused

UNFINISHED = ".backup-part"
SCRATCH = "portal-proof-"
DATED = "portal-*.backup"


def target_of(place):
    """The file for a new backup: `place` itself, or a dated name in it where it is a folder."""
    place = Path(place)
    if place.is_dir():
        place = place / f"portal-{timezone.localtime():%Y%m%d-%H%M%S}.backup"
    if not place.parent.is_dir():
        raise BackupRefused(_("There is no folder “%(folder)s”. Make it first.") % {"folder": place.parent})
    if place.exists():
        raise BackupRefused(_("“%(file)s” is there already. Choose another name.") % {"file": place})
    return place


def remove_older(folder, keep):
    """Delete the dated backups of a folder but the newest `keep`; their names."""
    old = sorted(Path(folder).glob(DATED), reverse=True)[keep:]
    for path in old:
        path.unlink()
    return [path.name for path in old]


@contextmanager
def unfinished(target):
    """Give a new file beside `target` and its path; it is gone in the end unless it was given another name."""
    remove_abandoned(target.parent, f".*{UNFINISHED}")
    path = target.with_name(f".{target.name}.{secrets.token_hex(4)}{UNFINISHED}")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file, claimed(path):
        try:
            yield file, path
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def scratch_folder():
    """Give a folder that nobody else may read, which is gone in the end."""
    remove_abandoned(Path(tempfile.gettempdir()), f"{SCRATCH}*")
    with tempfile.TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as folder, claimed(folder):
        yield Path(folder)


@contextmanager
def claimed(path):
    """While it is open others see that `path` is in use; a process that is killed uses nothing any more."""
    place = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_SH)
        yield
    finally:
        os.close(place)


def remove_abandoned(folder, pattern):
    """Remove what processes left that were killed."""
    for path in folder.glob(pattern):
        if is_abandoned(path):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def is_abandoned(path):
    try:
        place = os.open(path, os.O_RDONLY)
    except OSError:  # gone, or somebody else's
        return False
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(place)


def sync(path):
    """Return once a file or folder is on the disk."""
    place = os.open(path, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
