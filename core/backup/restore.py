"""Restoring a backup into an empty place, all of it or nothing."""

import gzip
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.checks import Tags, run_checks
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from core import data_version, integrity, timeouts
from core.audit import recording
from core.audit.models import AuditEntry

from . import schema, table_data
from .archive import FILES, TABLES, Manifest, opened, read_manifest
from .create import key_mark, some
from .exceptions import BackupRefused


@dataclass
class Restored:
    """What was restored, and what the checks found afterwards."""

    manifest: Manifest
    problems: list

    @property
    def has_another_key(self):
        """Whether what was sealed with the SECRET_KEY of then does not open with the one of now."""
        return self.manifest.about["key"] != key_mark()


def restore(path, passphrase="", *, is_scratch=False):
    """Restore the backup at `path` into the empty database and the storage of the settings.

    BackupRefused, with nothing changed, when the file, the database or the storage is not fit for it. Tables are made
    straight from the models in a scratch place, and where they are those of this version.
    """
    manifest = read_manifest(path, passphrase)
    migrations = manifest.about["migrations"]
    with timeouts.patiently(connection):
        state = schema.state_of(connection, migrations)
        refuse_unknown_tables(manifest, state)
        are_made = schema.refuse_unless_empty(connection, migrations)
        refuse_other_files(manifest)
        with written_files() as written, data_version.unwatched(), one_transaction():
            if not are_made:
                make_tables(migrations, state, is_scratch)
            load(path, passphrase, manifest, schema.kept_models(state), written)
            schema.bring_forward(connection, migrations)
            data_version.jump()
            told = _("Restored from a backup of %(made_at)s") % manifest.told()
            recording.record(AuditEntry.Kind.MAINTENANCE, subject=told)
            refuse_by_system_checks()
    ContentType.objects.clear_cache()
    missing = set(manifest.about["missing"])
    return Restored(manifest, [problem for problem in integrity.problems() if problem.subject not in missing])


def refuse_unknown_tables(manifest, state):
    known = {model._meta.db_table for model in state.apps.get_models(include_auto_created=True)}
    if unknown := manifest.tables().keys() - known:
        raise BackupRefused(_("This version does not know the tables %(tables)s.") % {"tables": some(sorted(unknown))})


def refuse_other_files(manifest):
    """BackupRefused where a file of the backup would take the name of another; the same file may be there."""
    other = [name for name, facts in manifest.files().items() if is_there(name) and hash_of(name) != facts["sha256"]]
    if other:
        problem = _("MEDIA_ROOT has other files under these names. Nothing was changed. Move them away: %(files)s")
        raise BackupRefused(problem % {"files": some(other)})


def is_there(name):
    return default_storage.exists(name)


def hash_of(name):
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def written_files():
    """A list for the names of files that are written; they are deleted again where what follows fails."""
    written = []
    try:
        yield written
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


@contextmanager
def one_transaction():
    """One transaction for tables and rows; references are checked at once, but while rows are loaded."""
    connection.disable_constraint_checking()  # SQLite: has to be said before
    try:
        with transaction.atomic():
            check_references("IMMEDIATE")
            yield
    except (DatabaseError, ValidationError) as error:
        raise BackupRefused(_("The database refused what is in the backup: %(reason)s") % {"reason": error}) from error
    finally:
        connection.enable_constraint_checking()


def check_references(when):
    """From now on PostgreSQL checks references at once (IMMEDIATE), or when it is told next (DEFERRED)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


def make_tables(migrations, state, is_scratch):
    if migrations == schema.of_this_version(connection):
        schema.make_by_models(connection, migrations, apps.get_models())
    elif is_scratch:
        schema.make_by_models(connection, migrations, state.apps.get_models())
    else:
        schema.make_by_migrations(connection, migrations)


def load(path, passphrase, manifest, kept, written):
    """Load rows and files, and read the rows again: they are what the manifest says, or BackupRefused."""
    empty(kept.values())
    check_references("DEFERRED")
    with opened(path, passphrase) as members:
        for name, member in members:
            if name.startswith(FILES) and not is_there(name.removeprefix(FILES)):
                save_file(name.removeprefix(FILES), member, written)
            elif name.startswith(TABLES) and (model := kept.get(manifest.members[name]["table"])):
                load_table(model, member, manifest.members[name])
    if connection.vendor == "sqlite":
        connection.check_constraints()
    check_references("IMMEDIATE")
    for table, facts in manifest.tables().items():
        if table in kept and table_data.digest_of(kept[table]) != {key: facts[key] for key in ("rows", "digest")}:
            problem = _("The table %(table)s is not read back as it was written.")
            raise BackupRefused(problem % {"table": table})


def empty(models):
    """Take away the rows that making the tables has left in them."""
    for model in models:
        if model._base_manager.exists():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def load_table(model, member, facts):
    with gzip.open(member) as lines:
        table_data.load(model, facts["columns"], lines)
    table_data.go_on_from(model, facts["last_number"], connection)


def save_file(name, member, written):
    named = default_storage.save(name, StreamedFile(member))
    written.append(named)
    if named != name:
        raise BackupRefused(_("The file “%(file)s” cannot be stored under its name.") % {"file": name})


class StreamedFile(File):
    """A member of the archive as a storage takes it: read once, from the beginning to the end."""

    def chunks(self, chunk_size=None):
        return self.file.chunks()


def refuse_by_system_checks():
    """A demonstration is restored as one only, and so on: what the checks of a database say."""
    errors = [error for error in run_checks(tags=[Tags.database], databases=["default"]) if error.is_serious()]
    if errors:
        raise BackupRefused(" ".join(f"{error.msg} {error.hint or ''}" for error in errors))
