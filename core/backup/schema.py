"""Tables as a state of the migrations has them: that in which a backup was made, whatever this version has since."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from .exceptions import BackupRefused

MADE_BY_MIGRATE = {"django_content_type", "auth_permission", "core_dataversion"}  # rows that every new database has


def applied(connection):
    """The migrations that a database has seen, of the apps that this version has: (app, name), sorted."""
    loader = MigrationLoader(connection)
    return sorted(list(key) for key in loader.applied_migrations if key[0] in loader.migrated_apps)


def state_of(connection, migrations):
    """The models as they are after these migrations; BackupRefused where this version does not know one of them."""
    loader = MigrationLoader(connection)
    if {tuple(key) for key in migrations} - set(loader.disk_migrations):
        raise BackupRefused(
            _("The tables were made by a newer version of the portal than this one. Install that version first.")
        )
    return loader.project_state(leaves(loader.graph, migrations))


def leaves(graph, migrations):
    """The last of these migrations of each app."""
    known = {tuple(key) for key in migrations}
    children = {key: [tuple(child) for child in graph.node_map[key].children] for key in known}
    return [key for key in sorted(known) if not any(child in known and child[0] == key[0] for child in children[key])]


def kept_models(state):
    """The models whose rows stand in a backup, by the name of their table."""
    models = [model for model in state.apps.get_models(include_auto_created=True) if is_table(model)]
    return {model._meta.db_table: model for model in models if model._meta.db_table not in settings.NOT_BACKED_UP}


def is_table(model):
    return model._meta.managed and not model._meta.proxy and not model._meta.swapped


def make_by_migrations(connection, migrations):
    """Bring an empty database to the state of these migrations, one after the other."""
    executor = MigrationExecutor(connection)
    executor.migrate(leaves(executor.loader.graph, migrations))


def make_by_models(connection, migrations, models):
    """The same in a tenth of the time, straight from the models to which they lead: all of it or nothing."""
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model in (*models, recorder.Migration):
            if is_table(model):
                editor.create_model(model)
        recorder.migration_qs.bulk_create([recorder.Migration(app=app, name=name) for app, name in migrations])


def of_this_version(connection):
    """All the migrations that this version has: (app, name), sorted."""
    loader = MigrationLoader(connection)
    return sorted(list(key) for key in loader.disk_migrations if key[0] in loader.migrated_apps)


def bring_forward(connection, migrations):
    """Run what this version has beyond these migrations; the rows of permissions are completed."""
    loader = MigrationLoader(connection)
    if set(loader.disk_migrations) - {tuple(key) for key in migrations}:
        call_command("migrate", verbosity=0, interactive=False)


def refuse_unless_empty(connection, migrations):
    """BackupRefused unless a database has no tables, or those of the same migrations with nothing in them.

    True when the tables are there already.
    """
    names = set(connection.introspection.table_names())
    if not names:
        return False
    with transaction.atomic():  # PostgreSQL ends a transaction with the first refusal
        found = "django_migrations" not in names or any(_holds_rows(model, names) for model in apps.get_models())
    if found or applied(connection) != sorted(map(list, migrations)):
        raise BackupRefused(
            _(
                "The database is not empty. Nothing was changed. Restore into an empty one: with PostgreSQL make it by "
                "createdb, with SQLite move the file away, or name another one in DATABASE_URL. Do not run migrate."
            )
        )
    return True


def _holds_rows(model, names):
    table = model._meta.db_table
    is_asked = is_table(model) and table in names and table not in MADE_BY_MIGRATE | settings.NOT_BACKED_UP
    return is_asked and model._base_manager.exists()
