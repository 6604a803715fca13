"""Recompute what counted activities add up to."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from activities.activities.models import totals


class Command(BaseCommand):
    help = "Recompute all totals and report each one that was stored otherwise. Exit 1 with --check on a difference."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only report, change nothing; exit 1 on a difference")

    @transaction.atomic
    def handle(self, *, check, **options):
        differences = totals.differences() if check else totals.recount_all()
        for key, stored, fresh in differences:
            pair, mechanism, indicator, month, period = key
            where = {
                "pair": pair,
                "mechanism": mechanism,
                "indicator": indicator or _("activities"),
                "month": f"{month:%Y-%m}",
            }
            what = {"stored": shown(stored), "fresh": shown(fresh), "period": "*" if period else ""}
            self.stdout.write(
                _(
                    "pair %(pair)s, mechanism %(mechanism)s, indicator %(indicator)s, %(month)s%(period)s:"
                    " stored %(stored)s, counted %(fresh)s"
                )
                % (where | what)
            )
        self.stdout.write(_("%(count)s totals differed.") % {"count": len(differences)})
        if check and differences:
            raise SystemExit(1)


def shown(figures):
    """The figures of a row, the one that is added up first; a dash where there is none."""
    return "–" if figures is None else " / ".join(map(str, figures))
