"""Build the package of all open data at once, without waiting for the worker."""

from django.core.management.base import BaseCommand

from public.packages import building


class Command(BaseCommand):
    help = "Build the package of all open data (/data/package.zip) now; the worker does so when the data have changed."

    def handle(self, **options):
        package = building.build()
        self.stdout.write(f"{package.sha256}  package.zip  ({package.size} bytes, data version {package.data_version})")
