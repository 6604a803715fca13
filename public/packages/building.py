"""Building the package: made in one snapshot of the database, stored whole, and only then served."""

import hashlib
import tempfile
from dataclasses import dataclass
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from core import data_version
from core.snapshots import snapshot
from opendata.data_package import write_package
from public.open_data import datasets

from .describing import about
from .models import DataPackage

FOLDER = "packages"


@dataclass(frozen=True)
class BuiltFile:
    """A package whose file is stored and which is not served yet."""

    name: str
    size: int
    sha256: str
    version: int
    descriptor: dict


def build():
    """Build the package of the data as they are, and serve it from now on."""
    return store(prepare())


def prepare():
    """Write the file from one snapshot and store it under a name of its own."""
    with tempfile.TemporaryFile() as file:
        with snapshot():
            version = data_version.current().number
            tables = [dataset for dataset in datasets() if dataset.key]
            descriptor = write_package(file, tables, about(version, timezone.localdate()), readme)
        size, digest = file.tell(), sha256_of(file)
        name = default_storage.save(f"{FOLDER}/{uuid4().hex}.zip", File(file))
    return BuiltFile(name, size, digest, version, descriptor)


def readme(descriptor):
    """README.md, in Chinese and below that in English."""
    texts = []
    for language in ("zh-hans", "en"):
        with override(language):
            suffix = "" if language == "zh-hans" else "_en"
            texts.append(render_to_string("public/packages/readme.md", words(descriptor, suffix)))
    return "\n".join(texts)


def words(descriptor, suffix):
    """What a README says, with the texts of one language."""
    resources = [
        {
            "path": one["path"],
            "title": one[f"title{suffix}"],
            "about": one[f"description{suffix}"],
            "rows": one["rowcount"],
        }
        for one in descriptor["resources"]
    ]
    chosen = {name: descriptor[f"{name}{suffix}"] for name in ("title", "description", "citation", "rights", "origin")}
    return chosen | {"resources": resources, "version": descriptor["version"], "day": descriptor["day"]}


def sha256_of(file):
    """The checksum of all of `file`, which stands at its beginning again."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


@transaction.atomic
def store(built):
    """Serve a built file from now on, and let go of those before the one before.

    This moves the version by one. Where another change comes between, the version is not the one that is covered, and
    the package is built again.
    """
    changed = data_version.current().number != built.version
    facts = {"data_version": built.version, "covers": built.version + (not changed)}
    facts |= {"file": built.name, "size": built.size, "sha256": built.sha256, "descriptor": built.descriptor}
    package = DataPackage.objects.create(**facts)
    for old in DataPackage.objects.outdated():
        discard(old)
    return package


def discard(package):
    """Delete a package, and once that is committed its file."""
    package.delete()
    transaction.on_commit(lambda: package.file.delete(save=False))


def is_current():
    """Whether the package that is served holds the data as they are, today."""
    newest = DataPackage.objects.newest()
    if newest is None or newest.day != timezone.localdate() or not newest.is_there:
        return False
    return newest.covers == data_version.current().number
