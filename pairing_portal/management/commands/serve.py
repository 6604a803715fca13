"""The development server with everything it needs: tables, published data, demo accounts."""

import os
import socket
import threading
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.worker import work
from demo.management.commands.demo_accounts import demo_accounts
from demo.marker import refuse_mixed
from pairing_portal import checks

HOST = "127.0.0.1"
FIXTURES = settings.BASE_DIR / "fixtures"
LOADED = settings.DATA_DIR / "loaded"
OWN_ERROR_PAGES = "core.debug_pages.own_error_pages"


class Command(BaseCommand):
    help = "Prepare the database where needed and serve the portal on this machine (development only)."

    def add_arguments(self, parser):
        parser.add_argument("port", nargs="?", type=int, default=8000)
        parser.add_argument("--again", action="store_true", help="make the demonstration anew (with DEMO=1)")

    def handle(self, port, again, **options):
        if not settings.DEBUG:
            raise CommandError(
                _("The development server needs DEBUG=1; docs/operators.md tells how to serve for real.")
            )
        refuse_taken(port)
        refuse_another_version()
        refuse_mixed()
        prepare(again)
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, OWN_ERROR_PAGES]  # runserver alone shows those of DEBUG
        self.tell(port)
        os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")
        with worker():
            # The reloader would start everything twice; whoever writes code has runserver for that.
            call_command("runserver", f"{HOST}:{port}", use_reloader=False, skip_checks=True)

    def tell(self, port):
        """What to open and who can sign in, in every language."""
        accounts = demo_accounts()
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                home = f"http://{HOST}:{port}{reverse('home')}"
                self.stdout.write("\n" + _("Open %(url)s") % {"url": home})
                if settings.DEMO:
                    self.stdout.write(str(settings.SITE["environment"]))
                self.stdout.write(_("Ministry desk: %(url)s") % {"url": f"{home}admin/"})
                self.stdout.write(_("Coordinators' desk: %(url)s") % {"url": f"{home}desk/"})
                for username, password in accounts:
                    line = _("Demo account %(username)s, password %(password)s")
                    self.stdout.write("  " + line % {"username": username, "password": password})
        self.stdout.write("")
        self.stdout.flush()  # also where the output goes into a file


@contextmanager
def worker():
    """`manage.py work` beside the server, in the same process, so that it ends with it."""
    stop = threading.Event()
    thread = threading.Thread(target=work, args=[stop], name="work", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=settings.EMAIL_TIMEOUT)


def refuse_taken(port):
    """CommandError when something else answers at the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            remedy = _("Port %(port)s cannot be used (%(error)s). Choose another: make %(target)s PORT=%(other)s")
            facts = {"port": port, "error": error.strerror, "other": port + 1}
            raise CommandError(remedy % (facts | {"target": "demo" if settings.DEMO else "run"})) from error


def refuse_another_version():
    """CommandError when the database was made by a version whose tables this one does not know."""
    for fault in checks.tables_of_another_version(None, databases=["default"]):
        raise CommandError(f"{fault.msg} {fault.hint}")


def prepare(again=False):
    """Migrate when there is a migration to run; load the published data when it or the database is new.

    A demonstration is made where there is none, or one too old to look alive, or `again`.
    """
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
    if settings.DEMO:
        call_command("load_demo", again=again)
        return
    stamp = published_stamp()
    if waiting or not LOADED.exists() or LOADED.read_text() != stamp:
        call_command("load_published")
        LOADED.parent.mkdir(parents=True, exist_ok=True)
        LOADED.write_text(stamp)


def published_stamp():
    """Changes with any file of the fixtures, and with the database they are loaded into."""
    digest = sha256(str(connection.settings_dict["NAME"]).encode())
    for path in sorted(Path(FIXTURES).rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
