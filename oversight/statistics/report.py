"""The statistics page: the totals, and the pictures of them."""

from django.utils.functional import cached_property

from pairs.models import Pair

from .coverage_matrix import CoverageMatrix
from .flows import Flow
from .milestone_durations import MilestoneDurations
from .queries import Statistics
from .svg_charts import matrix
from .time_series import Growth


class StatisticsReport(Statistics):
    """All that the page shows. Constant queries, whatever has been done and by how many pairs."""

    @cached_property
    def growth(self):
        return Growth(self)

    @cached_property
    def clock(self):
        return MilestoneDurations(self)

    @cached_property
    def flow(self):
        return Flow(self)

    @cached_property
    def grid(self):
        return CoverageMatrix(self)

    @property
    def matrix(self):
        """The grid's lines as a picture."""
        names = [str(one.number) for one in self.grid.mechanisms]
        return matrix(self.lines, names, self.listing.page.start_index())

    @cached_property
    def lines(self):
        """The grid's lines for the pairs of the page asked for."""
        return self.grid.lines(Pair.objects.on_page(self.listing.page))
