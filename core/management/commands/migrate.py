"""Django's migrate; an empty database is given its tables straight from the models, to which the migrations lead."""

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.utils.translation import gettext as _

from core import data_version
from core.backup import schema

STEP_BY_STEP = ("app_label", "check_unapplied", "fake", "plan", "prune")  # asks for migrations, not for tables


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if not any(options[name] for name in STEP_BY_STEP) and not connection.introspection.table_names():
            if not options["skip_checks"]:
                self.check(databases=[connection.alias])
            with data_version.unwatched(connection.alias):
                schema.make_by_models(connection, schema.of_this_version(connection), apps.get_models())
            if options["verbosity"]:
                self.stdout.write(_("The database was empty. It has the tables of this version now."))
        super().handle(*args, **options)
