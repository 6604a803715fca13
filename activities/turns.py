"""Whose turn it is: everything that waits for one person, for the desk."""

from activities.models import Activity, Agreement, Correction, Merge


def turns_of(user):
    """What waits for `user`, by name of the step: querysets, counted and cut by the page."""
    return {
        "to_confirm": Activity.objects.to_confirm_by(user).with_figures(),
        "returned": Activity.objects.returned_to(user).with_figures(),
        "to_hold": Activity.objects.to_hold_by(user).with_figures(),
        "corrections": Correction.objects.to_decide_by(user).with_pairs(),
        "merges": Merge.objects.to_decide_by(user).with_pairs(),
        "agreements_to_accept": Agreement.objects.to_accept_by(user).with_pairs(),
        "agreements_returned": Agreement.objects.returned_to(user).with_pairs(),
    }
