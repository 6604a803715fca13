"""What a post allows: permissions follow from the posts a person holds today."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from accounts.models.post import OVERSEEING_ROLES
from accounts.models.user import User

# Apps whose tables ministry staff work in.
MINISTRY_APPS = ("pairs", "activities", "accounts", "oversight", "public")
# What an editor may write by hand, in the admin or through any other door that asks for these permissions. Whatever is
# not named here is written by transitions alone, or by nobody: records of history, tables of other packages, and every
# model that is added later.
BY_HAND = {
    "pairs": [
        "action",
        "batch",
        "batchstatement",
        "declaredcount",
        "inferredrecipient",
        "pair",
        "milestone",
        "supporterrole",
        "university",
        "universityname",
    ],
    "activities": ["mechanism", "indicator", "activitykind", "kindindicator", "graduategroup"],
    "oversight": ["reminderrule", "checklist", "checklistitem"],
    "accounts": ["membership"],
}
WRITES = {
    *((app, f"{action}_{name}") for app in BY_HAND for name in BY_HAND[app] for action in ("add", "change", "delete")),
    ("accounts", "add_user"),
    ("accounts", "change_user"),  # nobody is deleted: the history keeps its names
    ("oversight", "add_robotservice"),
    ("oversight", "change_robotservice"),  # a service is allowed or not; its row stays
    ("oversight", "change_robot"),  # allowed or refused; set by those whose group it is
    ("public", "change_errorreport"),  # answered, and deleted by itself
    ("pairs", "delete_namedecision"),  # made in previews, and removed where one was wrong
    ("pairs", "import_pairs"),
    ("pairs", "publish_batch"),
}


def of_editors():
    """The permissions in WRITES, app by app, so that no other app's model of the same name comes along."""
    allowed = Q(pk=None)
    for label in sorted({label for label, _codename in WRITES}):
        names = [codename for app, codename in WRITES if app == label]
        allowed |= Q(content_type__app_label=label, codename__in=names)
    return allowed


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
        if "editor" in user_obj.roles:
            allowed |= of_editors()
        if OVERSEEING_ROLES & user_obj.roles:
            allowed |= Q(content_type__app_label__in=MINISTRY_APPS, codename__startswith="view_")
        return Permission.objects.filter(allowed).distinct()
