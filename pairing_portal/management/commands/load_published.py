"""Load the published lists and facts that come with the portal."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from activities import fixtures_loader as activities
from demo import marker
from oversight import fixtures_loader as oversight
from pairs import fixtures_loader as pairs

NAMED = 10  # rows that are named; a list that came another way would name them all


class Command(BaseCommand):
    help = (
        "Load the published lists and facts. Adds what has never been there and restores nothing; what nobody edited "
        "by hand follows the facts when they are corrected, and what somebody did is left and named."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-pairs",
            action="store_true",
            help="leave the pairs and their milestones out, and the batches unpublished",
        )

    @transaction.atomic
    def handle(self, *, without_pairs, verbosity, **options):
        if settings.DEMO or marker.made():
            raise CommandError(_("This is a database of made-up data; what was published does not belong in it."))
        for tables in (pairs.load(not without_pairs), activities.load(not without_pairs), oversight.load()):
            for loaded in tables:
                if verbosity:
                    self.say(loaded)

    def say(self, loaded):
        """One line for what was added and what stays, one for what followed, one for what was left as edited."""
        table = {"table": loaded.model._meta.verbose_name_plural}
        rest = loaded.before - loaded.followed
        self.stdout.write(
            _("%(table)s: %(added)s added, %(rest)s left as they are") % {**table, "added": loaded.added, "rest": rest}
        )
        if loaded.followed:
            words = _("%(table)s: %(number)s followed the corrected facts")
            self.stdout.write(words % {**table, "number": loaded.followed})
        if loaded.left:
            names = _(", ").join(str(row) for row in loaded.left[:NAMED])
            words = _(
                "%(table)s: %(number)s differ from the published facts and were left, as edited by hand: %(names)s"
            )
            more = " …" if len(loaded.left) > NAMED else ""
            self.stdout.write(words % {**table, "number": len(loaded.left), "names": names + more})
