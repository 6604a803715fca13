"""Who works at the ministry's desk: people with their posts."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.post import Membership
from accounts.models.user import User
from core.acts.admin import ActAdmin
from core.acts.bin_admin import DeletedRecordAdmin
from core.admin.base import FindsRecords, ReadOnlyAdminMixin, ReasonModelForm, RecordAdmin, RefusesWrongFilters
from core.backup.admin import BackupAdmin
from core.jobs.admin import JobAdmin
from core.models import Act, Backup, DeletedRecord, Job, Letter
from core.outbox.kinds import KINDS

admin.site.unregister(Group)  # posts take the place of groups
admin.site.unregister([EmailAddress, Authenticator])  # the address stands with the person, secrets nowhere


class PersonForm(ReasonModelForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class AdminSetPasswordForm(AdminPasswordChangeForm):
    """Sets a password; whoever is to have none is switched off instead."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["usable_password"]


class PostInline(FindsRecords, admin.StackedInline):
    model = Membership
    extra = 0
    fields = ["role", ("university", "province"), ("since", "until")]
    autocomplete_fields = ["university"]


@admin.action(description=_("Remove the second factor (the phone is lost)"), permissions=["change"])
def remove_second_factor(modeladmin, request, queryset):
    """Let these people set it up anew; kept in their history."""
    for person in queryset:
        if modeladmin.has_change_permission(request, person):
            Authenticator.objects.filter(user=person).delete()
            person._change_reason = gettext("The second factor was removed.")
            person.save()
    messages.success(request, _("Removed. At the next sign-in the password is enough; staff set it up again."))


@admin.register(User)
class PersonAdmin(RecordAdmin, UserAdmin):
    """People. What they may do follows from their posts; nobody hands out single permissions here."""

    form = PersonForm
    change_password_form = AdminSetPasswordForm
    asks_reason = True
    kept_with = ["memberships"]
    actions = [remove_second_factor]
    inlines = [PostInline]
    list_display = ["username", "name", "email", "posts", "is_active", "last_login"]
    list_filter = ["memberships__role", "is_active"]
    search_fields = ["username", "name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "email", "is_active", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "name", "email", "password1", "password2"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships")

    @admin.display(description=_("posts"))
    def posts(self, obj):
        return ", ".join(post.get_role_display() for post in obj.memberships.all() if post.is_current()) or "–"

    def is_public(self, obj):
        return False

    def has_change_permission(self, request, obj=None):
        """Only a superuser changes a superuser, the password included."""
        out_of_reach = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not out_of_reach and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Nobody is deleted, so that the history keeps its names: a post ends, or the account is switched off."""
        return False


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdminMixin, RefusesWrongFilters, admin.ModelAdmin):
    """What became of the portal's letters, for staff to read. Their texts are not stored."""

    list_display = ["queued_at", "recipient", "what", "state", "tries", "due_at", "sent_at", "fault"]
    list_filter = ["state"]
    search_fields = ["recipient", "subject"]
    fields = ["recipient", "what", "subject", "state", "queued_at", "tries", "claimed_at", "due_at", "expires_at"]
    fields += ["sent_at", "fault"]
    readonly_fields = ["what"]

    @admin.display(description=_("kind"), ordering="kind")
    def what(self, obj):
        return KINDS[obj.kind].label if obj.kind in KINDS else obj.kind

    def has_module_permission(self, request):
        return request.user.oversees

    def has_view_permission(self, request, obj=None):
        return request.user.oversees


admin.site.register(Act, ActAdmin)
admin.site.register(DeletedRecord, DeletedRecordAdmin)
admin.site.register(Job, JobAdmin)
admin.site.register(Backup, BackupAdmin)
