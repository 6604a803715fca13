"""Which database holds made-up data, so that they never meet real ones."""

from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from .models import Demonstration

APPS = ("pairs", "accounts", "activities", "oversight")


class DatabaseFault(NamedTuple):
    """That a database and the setting DEMO do not belong together, and how to mend it."""

    problem: str
    remedy: str


def made():
    """The mark of a database that load_demo has filled; None for every other, also before its tables are there."""
    return Demonstration.objects.first() if has_tables() else None


def has_tables():
    """Whether the database is migrated far enough to be marked."""
    return Demonstration._meta.db_table in connection.introspection.table_names()


def mixed():
    """The Fault when made-up data would be taken for real ones, or the other way round; otherwise None."""
    if settings.DEMO:
        return None if made() or is_empty() else MEANT_FOR_ANOTHER
    return NOT_REAL if made() else None


def refuse_mixed():
    """CommandError when made-up data would be served as real ones, or a demonstration made of real ones."""
    if fault := mixed():
        raise CommandError(f"{fault.problem} {fault.remedy}")


def is_empty():
    """Whether no app has ever kept anything here; tables that are not there yet are empty."""
    tables = set(connection.introspection.table_names())
    models = [model for model in apps.get_models() if model._meta.app_label in APPS]
    return not any(model._base_manager.exists() for model in models if model._meta.db_table in tables)


def touched_since(moment):
    """Whether anybody has entered anything after `moment`; signing in is not counted."""
    histories = [model for model in apps.get_models() if hasattr(model, "history_date")]
    kept = [model for model in histories if model._meta.model_name != "historicaluser"]
    return any(model._base_manager.filter(history_date__gt=moment).exists() for model in kept)


MEANT_FOR_ANOTHER = DatabaseFault(
    _("DEMO is set, and this database holds data that are not of a demonstration."),
    _("Leave DEMO out, or name an empty database in DATABASE_URL; nothing was changed."),
)
NOT_REAL = DatabaseFault(
    _("This database holds demonstration data, and DEMO is not set."),
    _("Name the portal's own database in DATABASE_URL; a demonstration is started with make demo."),
)
