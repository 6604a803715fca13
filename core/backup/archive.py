"""What stands in a backup: a tar file of members, the last of which is the manifest of all the others."""

import hashlib
import io
import json
import shutil
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from .container import ContainerReader, ContainerWriter, altered, check_whole
from .exceptions import BackupRefused

MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
ABOUT = ("portal", "made_at", "engine", "migrations", "missing", "key")
READ_AT_ONCE = 256 * 1024  # bytes


@dataclass
class Manifest:
    """What a backup says of itself: its members by name with size and SHA-256, and of tables more than that."""

    about: dict = field(default_factory=dict)  # what ABOUT names
    members: dict = field(default_factory=dict)

    def tables(self):
        """The facts of each table by its name in the database."""
        return {facts["table"]: facts for name, facts in self.members.items() if name.startswith(TABLES)}

    def files(self):
        """The facts of each stored file by its name in the storage."""
        found = ((name, facts) for name, facts in self.members.items() if name.startswith(FILES))
        return {name.removeprefix(FILES): facts for name, facts in found}

    def told(self):
        """What is said of the backup to people, its moment by the clock of the portal."""
        made_at = timezone.localtime(datetime.fromisoformat(self.about["made_at"]))
        return self.about | self.counts() | {"made_at": f"{made_at:%Y-%m-%d %H:%M}"}

    def counts(self):
        """How much there is, for people and records."""
        rows = sum(facts["rows"] for facts in self.tables().values())
        return {"tables": len(self.tables()), "rows": rows, "files": len(self.files())}


class Hashed:
    """A readable file whose bytes are counted and hashed while they are read."""

    def __init__(self, file):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size=-1):
        data = self.file.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data

    def chunks(self, size=READ_AT_ONCE):
        """What a storage of Django's asks of a file that it saves."""
        while data := self.read(size):
            yield data

    @property
    def facts(self):
        return {"size": self.size, "sha256": self.digest.hexdigest()}


class ArchiveWriter:
    """Adds members, keeps the manifest, and closes with it."""

    def __init__(self, file, passphrase=""):
        self.container = ContainerWriter(file, passphrase)
        self.tar = tarfile.open(fileobj=self.container, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.manifest = Manifest()

    def add(self, name, file, size, **facts):
        """Add `size` bytes of `file` as a member; what is said of it is kept in the manifest, and given back."""
        hashed = Hashed(file)
        self._put(name, hashed, size)
        self.manifest.members[name] = hashed.facts | facts
        return self.manifest.members[name]

    def finish(self):
        """Close with the manifest; give the SHA-256 over all that stands before the file's own checksum."""
        facts = {"about": self.manifest.about, "members": self.manifest.members}
        text = json.dumps(facts, ensure_ascii=False).encode()
        self._put(MANIFEST, io.BytesIO(text), len(text))
        self.tar.close()
        return self.container.finish()

    def _put(self, name, file, size):
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o640
        self.tar.addfile(member, file)


@contextmanager
def opened(path, passphrase=""):
    """Give the members of the backup at `path` one after the other, as (name, Hashed); each is read before the next."""
    with open(path, "rb") as file, _refusing_nonsense():
        reader = io.BufferedReader(ContainerReader(file, passphrase), READ_AT_ONCE)
        with tarfile.open(fileobj=reader, mode="r|") as tar:
            yield ((member.name, Hashed(tar.extractfile(member))) for member in tar)


@contextmanager
def _refusing_nonsense():
    """What is not read as an archive was altered by who made its checksums fit."""
    try:
        yield
    except (tarfile.TarError, EOFError, AttributeError) as error:
        raise BackupRefused(altered()) from error


def read_manifest(path, passphrase=""):
    """Read all of a backup and compare each byte; give its manifest. BackupRefused when anything is not as written."""
    with open(path, "rb") as file:
        check_whole(file)
    found, last = {}, b""
    with opened(path, passphrase) as members:
        for name, member in members:
            last = member.read() if name == MANIFEST else shutil.copyfileobj(member, _Nowhere(), READ_AT_ONCE)
            found[name] = member.facts
    return _checked(found, last)


def _checked(found, text):
    try:
        manifest = Manifest(**json.loads(text or b""))
        said = {name: {key: facts[key] for key in ("size", "sha256")} for name, facts in manifest.members.items()}
        manifest.about = {name: manifest.about[name] for name in ABOUT}
        manifest.counts()
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BackupRefused(altered()) from None
    if said != {name: facts for name, facts in found.items() if name != MANIFEST}:
        raise BackupRefused(altered())
    return manifest


class _Nowhere:
    def write(self, data):
        return len(data)
