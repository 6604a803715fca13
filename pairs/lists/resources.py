"""The one door for lists: what comes in is compared and written as a whole, what goes out can be read again."""

import tablib
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from import_export.resources import ModelResource

from core.reasons import REASON_LENGTH
from pairs.pairs.models.pair import Pair
from pairs.pairs.tables import PAIRS, _text, pair_rows
from pairs.reader import Reading, read_cells

from . import writer
from .diff import make_plan
from .exceptions import RefusedListError, StaleListError
from .results import PlanResult


class PairResource(ModelResource):
    """Lists in, lists out. What it writes it can read again, and nothing changes."""

    class Meta:
        model = Pair
        fields = ["serial", "recipient_name", "supporter_name"]

    def export(self, queryset=None, **kwargs):
        """A Dataset under the Chinese titles, for a spreadsheet; write it with `opendata`, which escapes formulas."""
        pairs = Pair.objects.in_order() if queryset is None else queryset
        dataset = tablib.Dataset(headers=[column.title for column in PAIRS])
        with override("zh-hans"):
            for row in pair_rows(pairs):
                dataset.append([_text(column.cell(row)) for column in PAIRS])
        return dataset

    def import_data(self, dataset, dry_run=False, raise_errors=False, *, batch, declared=None, **options):
        """Import `dataset`, a Dataset or a Reading, into `batch` as a whole or not at all; return a PlanResult.

        `declared` is the number of pairs in the notice where the batch does not say it. A dry run only compares; it
        locks and writes nothing. Otherwise `options` are those of `import_locked`. With `raise_errors` a refusal is
        raised as ValidationError instead of being reported.
        """
        reading = dataset if isinstance(dataset, Reading) else read_cells([dataset.headers or [], *dataset])
        if dry_run:
            result = PlanResult(reading, make_plan(batch, reading, declared))
        else:
            result = self.import_locked(reading, batch, declared, **options)
        if raise_errors and (faults := [finding.message for finding in result.plan.errors] or result.refusal):
            raise ValidationError(faults)
        return result

    def import_locked(self, reading, batch, declared, by=None, reason="import_data", **conditions):
        """Compare and write while nobody else changes the batch or its pairs, with `by` and `reason` in the history.

        `conditions`: `accept_warnings`, and `expecting`, the fingerprint that the plan must still have.
        """
        try:
            with transaction.atomic():
                batch.lock()
                list(batch.pairs.order_by("pk").select_for_update().values_list("pk"))
                result = PlanResult(reading, make_plan(batch, reading, declared))
                refuse(result.plan, reason.strip(), **conditions)
                writer.apply(result.plan, by, reason.strip())
        except (RefusedListError, IntegrityError) as error:
            result.refuse(error if isinstance(error, RefusedListError) else StaleListError())
        return result

    def import_row(self, row, instance_loader, **kwargs):
        """A list is compared and written as a whole; a row alone could not be judged."""
        raise NotImplementedError("Lists are imported as a whole: use import_data.")


def refuse(plan, reason, accept_warnings=False, expecting=None):
    """Raise StaleListError, or RefusedListError with everything that stands in the way of applying `plan`."""
    if expecting not in (None, plan.fingerprint):
        raise StaleListError
    faults = []
    if plan.refused:
        faults.append(_("The list has errors; correct it and preview it again."))
    if plan.to_accept and not accept_warnings:
        faults.append(_("Read the warnings and accept them, or correct the list."))
    if not reason:
        faults.append(_("Give the reason for this import; it is kept in the history."))
    elif len(reason) > REASON_LENGTH:
        faults.append(_("Shorten the reason to 500 characters."))
    if faults:
        raise RefusedListError(faults)
