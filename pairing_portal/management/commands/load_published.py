"""Load the published lists and facts that come with the portal."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

import activities.published
import oversight.published
import pairs.published
from pairing_portal.demo import mark


class Command(BaseCommand):
    help = "Load the published lists and facts. Adds what has never been there; changes and restores nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-pairs",
            action="store_true",
            help="leave the pairs and their milestones out, and the batches unpublished",
        )

    @transaction.atomic
    def handle(self, *, without_pairs, verbosity, **options):
        if settings.DEMO or mark.made():
            raise CommandError(_("This is a database of made-up data; what was published does not belong in it."))
        rooms = (pairs.published, activities.published)
        for room in (*(room.load(not without_pairs) for room in rooms), oversight.published.load()):
            for model, added, before in room:
                if verbosity:
                    self.stdout.write(
                        _("%(table)s: %(added)s added, %(before)s left as they are")
                        % {"table": model._meta.verbose_name_plural, "added": added, "before": before}
                    )
