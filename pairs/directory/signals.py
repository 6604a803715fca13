"""What apps above are told of."""

from django.dispatch import Signal

# The sender is the University that is kept, in the transaction of the merge: what referred to the other follows now.
universities_merged = Signal()
