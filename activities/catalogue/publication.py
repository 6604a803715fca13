"""What is worth a look before a batch is published: mechanisms under which nothing could be logged."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from pairs.pairs.signals import batch_publishing

from .models import ActivityKind, Mechanism


@receiver(batch_publishing)
def remarks(sender, **kwargs):
    """What coordinators of this Batch would miss, as a list of messages."""
    mechanisms = list(Mechanism.objects.in_force().filter(action=sender.action_id))
    if not mechanisms:
        return [_("The action has no mechanisms yet: coordinators can log nothing and promise nothing.")]
    able = set(ActivityKind.objects.in_force().filter(mechanism__in=mechanisms).values_list("mechanism", flat=True))
    bare = [str(one) for one in mechanisms if one.pk not in able]
    if not bare:
        return []
    message = _("Mechanisms without a kind of activity, under which nothing can be logged: %(names)s.")
    return [message % {"names": _(", ").join(bare)}]
