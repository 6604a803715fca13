"""What a post allows: permissions follow from the posts a person holds today."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from .models import User

# Apps whose tables ministry staff work in.
MINISTRY_APPS = ("pairs", "activities", "accounts", "oversight")
# Never by hand: previews of lists, changed periods, and what the steps of the desk record, are written by their verbs.
STEPS = ("activity", "measure", "evidence", "correction", "merge", "total")
STEPS += ("agreement", "acceptance", "commitment", "employmentsnapshot")
STEPS += ("inspectionround", "draw", "inspection", "answer", "finding", "practice", "citation", "adoption")
WRITTEN_BY_VERBS = (
    "add_listimport",
    "change_listimport",
    "delete_listimport",
    "add_registerimport",
    "change_registerimport",
    "delete_registerimport",
    "change_periodchange",
    "delete_periodchange",
    *(f"{action}_{model}" for action in ("add", "change", "delete") for model in STEPS),
)


class PostBackend(ModelBackend):
    """Django's own backend, with the role of each current post adding its permissions."""

    def authenticate(self, request, username=None, password=None, email=None, **kwargs):
        """By user name, or by an e-mail address that is of one person only."""
        typed = username or email
        if not typed or password is None:
            return None
        return super().authenticate(request, User.objects.sign_in_name(typed), password, **kwargs)

    def user_can_authenticate(self, user):
        """Not the deactivated, and in production no demo account that came along in a copied database."""
        return super().user_can_authenticate(user) and (settings.DEBUG or not user.is_demo)

    def _get_group_permissions(self, user_obj):
        allowed = Q(group__in=user_obj.groups.all())
        of_ministry = Q(content_type__app_label__in=MINISTRY_APPS)
        if "editor" in user_obj.roles:
            allowed |= of_ministry & ~Q(codename__in=WRITTEN_BY_VERBS)
        elif "inspector" in user_obj.roles:
            allowed |= of_ministry & Q(codename__startswith="view_")
        return Permission.objects.filter(allowed).distinct()
