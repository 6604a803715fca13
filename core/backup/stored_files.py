"""The stored files that rows name, with the hash that the row says they have."""

import hashlib
from contextlib import nullcontext

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext as _

from core.integrity import IntegrityProblem, integrity_check

HASHES = ("sha256", "file_hash")  # columns in which a row keeps the SHA-256 of its file


def named_files(kept, using="default"):
    """Each stored file that a row of these models names: (name, its SHA-256 as the row says, or empty), sorted."""
    found = {}
    for model in kept:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                found |= dict(names_in(model, field.attname, using))
    return sorted(found.items())


def names_in(model, column, using):
    columns = [name for name in HASHES if name in {field.attname for field in model._meta.concrete_fields}]
    rows = model._base_manager.using(using).exclude(**{column: ""}).exclude(**{column: None}).order_by()
    for name, *hashes in rows.values_list(column, *columns[:1]).iterator():
        yield name, hashes[0] if hashes else ""


def deletions_held():
    """While it is open no file is deleted for good; False when another backup has it open."""
    held = getattr(default_storage, "deletions_held", None)
    return held() if held else nullcontext(True)


def open_held(name):
    """Open a stored file to read it, also when it was deleted since."""
    return getattr(default_storage, "open_held", default_storage.open)(name)


@integrity_check("files")
def files_are_as_recorded():
    """Every file that a row names is there, with the hash that the row says."""
    kept = [model for model in apps.get_models() if model._meta.db_table not in settings.NOT_BACKED_UP]
    for name, said in named_files(kept):
        try:
            with default_storage.open(name) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield IntegrityProblem(name, _("A file is missing: %(file)s") % {"file": name})
            continue
        if said and said != found:
            yield IntegrityProblem(name, _("A file is not what was uploaded: %(file)s") % {"file": name})
