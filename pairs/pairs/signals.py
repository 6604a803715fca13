"""What apps above are told of."""

from django.dispatch import Signal

batch_published = Signal()  # the sender is the Batch, in the transaction that makes it public
batch_publishing = Signal()  # the sender is the Batch whose publication is looked at; answered with remarks, a list
