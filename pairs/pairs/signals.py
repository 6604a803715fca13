"""What apps above are told of."""

from django.dispatch import Signal

batch_published = Signal()  # the sender is the Batch, in the transaction that makes it public
