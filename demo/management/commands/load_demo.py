"""Fill a database of its own with a running action that is made up (development only)."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity
from demo import build, marker
from demo.marker import refuse_mixed
from pairs.models import Pair

FRESH_DAYS = 3  # older than that, coming events have passed and the action no longer seems to run


class Command(BaseCommand):
    help = "Fill an empty database with a running action that is made up; an old one is made anew (development only)."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="make it anew, whatever has been entered since")
        parser.add_argument("--seed", type=int, default=1, help="another number gives another action")

    def handle(self, *, again, seed, **options):
        refuse_elsewhere()
        made = marker.made()
        if made and not again:
            again = self.is_out_of_date(made)
            if not again:
                return
        self.make(seed, anew=made is not None)

    def is_out_of_date(self, made):
        """Whether it is to be made anew: it is old, and nobody has entered anything. Says so, or why not."""
        day = timezone.localdate(made.made_at)
        age = (timezone.localdate() - day).days
        if age <= FRESH_DAYS:
            self.stdout.write(_("The demonstration of %(day)s is left as it is.") % {"day": day})
        elif marker.touched_since(made.made_at):
            kept = _("The demonstration is of %(day)s, and something has been entered since: it is left as it is.")
            self.stdout.write(kept % {"day": day})
            self.stdout.write(_("To generate it again for today's date: make demo AGAIN=1"))
        else:
            return True
        return False

    def make(self, seed, anew):
        self.stdout.write(_("Generating a running action around today’s date; this takes about half a minute …"))
        began = time.monotonic()
        make = build.make_anew if anew else build.make
        make(seed)
        facts = {"pairs": Pair.objects.count(), "activities": Activity.objects.count()}
        facts["seconds"] = round(time.monotonic() - began)
        self.stdout.write(_("%(pairs)s pairs, %(activities)s activities, %(seconds)s seconds") % facts)


def refuse_elsewhere():
    """CommandError unless this is a development machine, set up for a demonstration, and its own database."""
    if not (settings.DEBUG and settings.DEMO):
        raise CommandError(_("Demonstration data are for development only, and need DEBUG=1 and DEMO=1."))
    refuse_mixed()
    if not marker.has_tables():
        raise CommandError(_("The tables are not there yet: run make demo, or manage.py migrate first."))
