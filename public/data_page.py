"""What the data page tells: read where the page has to be written, which is seldom."""

from django.urls import reverse
from django.utils.functional import cached_property

from .open_data import IN_ORDER, sample, sample_json
from .packages.catalogue import structured
from .packages.describing import citation, site_address
from .packages.models import DataPackage


class DataPage:
    """The tables and the newest package, as who has found the portal at `origin` is told of them."""

    tables = IN_ORDER.values()

    def __init__(self, origin):
        self.origin = site_address("/", origin)

    @property
    def part_key(self):
        return self.origin

    @cached_property
    def package(self):
        return DataPackage.objects.newest()

    @property
    def citation(self):
        """How the package is cited in both languages; nothing before the first one is built."""
        return citation(self.package, self.origin) if self.package else {}

    @property
    def structured(self):
        """The facts for machines, as an element of the page."""
        return structured(self.tables, self.package, self.origin)

    @cached_property
    def example(self):
        return sample()

    @property
    def example_json(self):
        return sample_json(self.example)

    @property
    def address_of_pairs(self):
        return site_address(reverse("pair_list"), self.origin)
