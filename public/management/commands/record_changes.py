"""Compare what is public with what was public, for those who keep a copy."""

from django.core.management.base import BaseCommand

from public.changes.comparison import begin_anew, compare
from public.changes.models import Comparison


class Command(BaseCommand):
    help = "Record what changed in public since the last time, for /api/v1/changes; `manage.py work` does so by itself."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anew", action="store_true", help="after a restored backup: whoever keeps a copy begins anew"
        )

    def handle(self, *, anew, **options):
        if anew:
            begin_anew()
        number = compare()
        self.stdout.write(f"{number} changes recorded, complete to version {Comparison.last().version}.")
