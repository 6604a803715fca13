"""Deleting in the admin: an act with a reason, which the bin can bring back."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from core.acts import deletion
from core.acts.undoing import Obstructed


class DeletesAsAct:
    """A ModelAdmin whose records go to the bin."""

    asks_reason = False

    def delete_view(self, request, object_id, extra_context=None):
        asked = self.asks_reason and request.method == "POST" and self.has_delete_permission(request)
        if asked and not request.POST.get("reason", "").strip():
            messages.error(request, _("Nothing was deleted yet: give the reason, it is kept in the history."))
            return HttpResponseRedirect(request.get_full_path())
        try:
            return super().delete_view(request, object_id, {"asks_reason": self.asks_reason, **(extra_context or {})})
        except Obstructed as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.get_full_path())

    def goes(self, obj):
        """The rows that are deleted when `obj` is; what hangs on them by itself goes along."""
        return [obj]

    def get_deleted_objects(self, objs, request):
        """What goes, and what forbids it, the rules of the model included."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        faults = [fault for obj in objs for fault in getattr(obj, "deletion_faults", list)()]
        return to_delete, counts, lacking, [*protected, *faults]

    def delete_model(self, request, obj):
        """Delete it as an act: it can be brought back from the bin with what went along."""
        deletion.delete(self.goes(obj), request.user, request.POST.get("reason", "").strip()[:500], subject=str(obj))
