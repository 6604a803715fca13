"""Files are stored whole or not at all, and while a backup reads them none is deleted for good."""

import fcntl
import os
import posixpath
import secrets
import shutil
from contextlib import contextmanager, suppress

from django.core.files.storage import FileSystemStorage

LOCK = ".deletions.lock"
HELD = ".held"  # where files wait that were deleted during a backup


class WholeFiles(FileSystemStorage):
    """Writes under a temporary name first: where the disk is full, nothing is left behind that looks like a file.

    Whoever deletes shares a lock of the operating system. A backup has it alone: meanwhile what is deleted is set
    aside, and goes for good when the backup ends. A backup that is killed loses the lock at once; what it held back
    goes with the next deletion, or within the hour by the worker.
    """

    def __init__(self, **options):
        """As Django's; where nothing else is said, nobody else on the server reads the files."""
        super().__init__(**{"file_permissions_mode": 0o640, "directory_permissions_mode": 0o750} | options)

    def delete(self, name):
        with self._locked(fcntl.LOCK_SH) as is_free:
            if is_free:
                super().delete(name)
                self._let_go()
            else:
                self._set_aside(name)

    @contextmanager
    def deletions_held(self):
        """Within it every file that a record names stays readable by `open_held`; gives False when others hold it."""
        with self._locked(fcntl.LOCK_EX) as is_mine:
            try:
                yield is_mine
            finally:
                if is_mine:
                    self._let_go()

    def open_held(self, name):
        """Open a file for reading, also one that was deleted since `deletions_held` began."""
        try:
            return self.open(name)
        except FileNotFoundError:
            return self.open(posixpath.join(HELD, name))

    def let_go_of_held(self):
        """Delete for good what a backup that was killed held back."""
        with self._locked(fcntl.LOCK_EX) as is_free:
            if is_free:
                self._let_go()

    @contextmanager
    def _locked(self, kind):
        os.makedirs(self.location, exist_ok=True)
        # Whoever may read the folder may share the lock; over NFS to have it alone takes a file open for writing.
        lock = os.open(self.path(LOCK), os.O_CREAT | (os.O_RDWR if kind == fcntl.LOCK_EX else os.O_RDONLY), 0o644)
        try:
            with suppress(BlockingIOError):
                fcntl.flock(lock, kind | fcntl.LOCK_NB)
                kind = None
            yield kind is None
        finally:
            os.close(lock)

    def _set_aside(self, name):
        aside = self.path(posixpath.join(HELD, name))
        os.makedirs(os.path.dirname(aside), exist_ok=True)
        with suppress(FileNotFoundError):
            os.replace(self.path(name), aside)

    def _let_go(self):
        shutil.rmtree(self.path(HELD), ignore_errors=True)

    def _save(self, name, content):
        part = posixpath.join(posixpath.dirname(name), f"{secrets.token_hex(16)}.part")
        try:
            super()._save(part, content)
            self._made_sure(part)
            return self._renamed(part, name)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(self.path(part))

    def _made_sure(self, part):
        """Have it on the disk, not only with the system: after a power cut no record must stand without its file."""
        with open(self.path(part), "rb") as written:
            os.fsync(written.fileno())

    def _renamed(self, part, name):
        """Give the written file its name, or the next one that is free; never that of another file."""
        while True:
            try:
                os.link(self.path(part), self.path(name))
                return name
            except FileExistsError:
                name = self.get_available_name(name)
