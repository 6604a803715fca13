"""What every benchmark stands on: the portal on an empty database of its own, with its own settings."""

import os
import sys
from pathlib import Path

ROOT = Path(os.environ.get("PORTAL") or Path(__file__).parent.parent).resolve()  # another checkout, to compare with


def empty_portal(folder):
    """Set Django up on a new SQLite file in `folder`, or on the empty database that DATABASE_URL names.

    The tables come straight from the models, which takes a tenth of the time of all migrations; the tests show that
    both lead to the same tables. Pages are answered as in production, but with static files from the sources, unless
    COLLECTED is set. Exits when the database is in use.
    """
    portal(folder)
    make_tables()


def portal(folder):
    """Set Django up as `empty_portal` does, on the database that is already there."""
    sys.path.insert(0, str(ROOT))
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pairing_portal.settings")
    os.environ.setdefault("STORED_ANSWERS_MB", "0")  # measured is what building takes; serving.py says otherwise
    os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "0")  # making many rows at once takes its time
    os.environ.update(SECRET_KEY="only-for-benchmarks", DEBUG="off", HTTPS="off", ALLOWED_HOSTS="testserver,127.0.0.1")
    import django
    from django.conf import settings

    if "COLLECTED" not in os.environ:
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = folder
    bare = {"BACKEND": "django.template.backends.django.DjangoTemplates", "NAME": "bare", "DIRS": [ROOT / "benchmarks"]}
    settings.TEMPLATES = [*settings.TEMPLATES, bare]  # of _baseline.py, without anything of the portal
    django.setup()


def published_portal(folder):
    """The portal with the published data, in a database of its own."""
    empty_portal(folder)
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    call_command("load_published", verbosity=0)


def make_tables():
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if connection.introspection.table_names():
        sys.exit("This database is in use; give the address of an empty one in DATABASE_URL.")
    settings.MIGRATION_MODULES = dict.fromkeys(app.label for app in apps.get_app_configs())
    call_command("migrate", run_syncdb=True, verbosity=0)
