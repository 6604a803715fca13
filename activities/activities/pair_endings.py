"""What the end of a pair means for its activities: nothing is logged or planned for later days."""

from pairs.pairs.workflow import cut_off

from .models.activity import Activity
from .models.states import Stage, Status


@cut_off
def later_activities(pair, day):
    """What was submitted or counts, and lies after the day; cancelled and withdrawn entries stay as lines."""
    submitted = Activity.objects.filter(pair=pair, ends_on__gt=day, merged_into=None)
    return submitted.filter(status__in=[Status.SUBMITTED, Status.CONFIRMED]).exclude(stage=Stage.CANCELLED)
