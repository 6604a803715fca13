"""Whose turn it is: everything that waits for one person, for the desk."""

from activities.activities.models.activity import Activity
from activities.activities.models.proposals import Correction, Merge
from activities.agreements.models import Agreement
from pairs.models import Batch


def turns_of(user):
    """What waits for `user`, by name of the step: querysets, counted and cut by the page.

    A batch that has ended reminds nobody; its entries are still found with their pair.
    """
    corrections = Correction.objects.to_decide_by(user).with_pairs()
    steps = {
        "to_confirm": (Activity.objects.to_confirm_by(user).for_rows(), "pair"),
        "returned": (Activity.objects.returned_to(user).for_rows(), "pair"),
        "to_hold": (Activity.objects.to_hold_by(user).for_rows(), "pair"),
        "corrections": (corrections.filter(withdraw=False), "activity__pair"),
        "withdrawals": (corrections.filter(withdraw=True), "activity__pair"),
        "merges": (Merge.objects.to_decide_by(user).with_pairs(), "kept__pair"),
        "agreements_to_accept": (Agreement.objects.to_accept_by(user).with_pairs(), "pair"),
        "agreements_returned": (Agreement.objects.returned_to(user).with_pairs(), "pair"),
    }
    going_on = Batch.objects.going_on()
    return {name: rows.filter(**{f"{pair}__batch__in": going_on}) for name, (rows, pair) in steps.items()}
