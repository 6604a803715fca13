"""Making a backup: written from one snapshot, restored into a scratch place for its proof, and only then named."""

import gzip
import io
import os
import tempfile
import time
import tomllib
from contextlib import ExitStack

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core import timeouts
from core.snapshots import snapshot

from . import paths, schema, stored_files, table_data
from .archive import FILES, READ_AT_ONCE, TABLES, ArchiveWriter
from .exceptions import BackupRefused
from .models import Backup
from .proof import prove

COMPRESSED = 3  # of 9: rows become a tenth, at little cost
PATIENCE = 30  # seconds until deletions that are under way have ended, and so has another backup
NAMED = 10  # files that are named in a refusal


def create(place, passphrase="", *, accept_missing=False):
    """Make a backup at `place`, a file or a folder, and prove it; give its path and its Backup.

    BackupRefused, and there is no file, when anything of it is not as it should be.
    """
    target, begun = paths.target_of(place), time.monotonic()
    with paths.unfinished(target) as (file, path):
        made_at = timezone.now()
        manifest, sha256 = write(file, passphrase, accept_missing=accept_missing)
        file.flush()
        prove(path, passphrase)
        paths.sync(path)
        os.replace(path, target)
        paths.sync(target.parent)
    backup = Backup(made_at=made_at, file_name=target.name[:255], size=target.stat().st_size, sha256=sha256)
    backup.encrypted, backup.seconds = bool(passphrase), round(time.monotonic() - begun)
    backup.proof = manifest.counts() | {"missing": len(manifest.about["missing"])}
    if Backup._meta.db_table in connection.introspection.table_names():  # not before the tables of this version
        backup.save()
    return target, backup


def write(file, passphrase="", *, accept_missing=False):
    """Write database and stored files, as they are at one moment; the manifest and the SHA-256 of the file."""
    archive = ArchiveWriter(file, passphrase)
    with timeouts.patiently(connection), ExitStack() as held:
        hold_deletions(held)
        with snapshot():
            migrations = schema.applied(connection)
            kept = schema.kept_models(schema.state_of(connection, migrations))
            if not kept:
                raise BackupRefused(_("The database has no tables. Nothing is there to be backed up."))
            missing = add_files(archive, kept.values(), accept_missing)
            held.close()
            for table, model in sorted(kept.items()):
                add_table(archive, table, model)
    about = {"portal": version(), "made_at": timezone.now().isoformat(), "engine": connection.vendor}
    archive.manifest.about = about | {"migrations": migrations, "missing": missing, "key": key_mark()}
    return archive.manifest, archive.finish()


def hold_deletions(held):
    """From now on no file goes for good, so that each that the snapshot names is there to be read."""
    until = time.monotonic() + PATIENCE
    while not held.enter_context(stored_files.deletions_held()):
        held.close()
        if time.monotonic() > until:
            raise BackupRefused(_("Another backup is being made. Wait until it has ended."))
        time.sleep(0.05)


def add_files(archive, kept, accept_missing):
    """Add every file that a row names; the names of those that are missing."""
    missing, altered = [], []
    for name, said in stored_files.named_files(kept):
        try:
            file = stored_files.open_held(name)
        except FileNotFoundError:
            missing.append(name)
            continue
        with file:
            facts = archive.add(f"{FILES}{name}", file, file.size)
        if said and facts["sha256"] != said:
            altered.append(name)
    if altered:
        problem = _("These files do not have the SHA-256 of their records. Bring back what was uploaded: %(files)s")
        raise BackupRefused(problem % {"files": some(altered)})
    if missing and not accept_missing:
        problem = _(
            "These files are missing in MEDIA_ROOT. Bring them back, or erase them in the portal with a reason; with "
            "--accept-missing the backup is made without them: %(files)s"
        )
        raise BackupRefused(problem % {"files": some(missing)})
    return missing


def some(names):
    return ", ".join(names[:NAMED]) + (f" … ({len(names)})" if len(names) > NAMED else "")


def add_table(archive, table, model):
    """Add all rows of a table."""
    digest = table_data.RowDigest()
    with tempfile.TemporaryFile() as spool:
        packed = gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=COMPRESSED, mtime=0)
        with io.BufferedWriter(packed, READ_AT_ONCE) as lines:  # closes what it writes to
            for line in table_data.lines_of(model):
                digest.add(line)
                lines.write(line + b"\n")
        size = spool.tell()
        spool.seek(0)
        facts = {"table": table, "columns": table_data.columns_of(model)} | digest.facts
        facts["last_number"] = table_data.last_number(model, connection)
        archive.add(f"{TABLES}{table}.jsonl.gz", spool, size, **facts)


def version():
    """The version of the portal that this code is."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def key_mark():
    """Tells whether two portals have the same SECRET_KEY, and nothing of it."""
    return salted_hmac("core.backup", "key", algorithm="sha256").hexdigest()[:16]
