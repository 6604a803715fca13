"""Actions with their mechanisms, kinds and indicators in the admin."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.urls import path
from django.utils.translation import gettext_lazy as _

from activities.catalogue.models import ActivityKind, Indicator, KindIndicator, Mechanism
from core.admin.base import RecordAdmin, page
from core.forms import WorkflowForm, submit
from pairs.models import Action
from pairs.pairs.admin.action import ActionAdmin

from .copy_views import copy_mechanisms, take_kinds


class RetireForm(WorkflowForm):
    """Why something is offered no longer, or again."""

    reason = forms.CharField(
        label=_("Reason for the change"), required=False, help_text=_("Kept in the history of each record.")
    )


def with_reason(modeladmin, request, queryset, action, done):
    """Ask why, then do it for all records that were ticked; nothing is done without a reason."""
    form = RetireForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and submit(request, form, lambda values: done_to_all(queryset, action, values["reason"])):
        messages.success(request, done)
        return None
    keys = {"name": ACTION_CHECKBOX_NAME, "keys": request.POST.getlist(ACTION_CHECKBOX_NAME)}
    facts = {"form": form, "records": queryset, "chosen": keys, "action": action, "opts": modeladmin.opts}
    facts["button"] = dict(modeladmin.get_action_choices(request))[action]
    return page(
        request, "activities/catalogue/retire.html", facts["button"], forms=[form], model=modeladmin.model, **facts
    )


@transaction.atomic
def done_to_all(records, action, reason):
    for record in records:
        getattr(record, action)(reason)
    return True


@admin.action(description=_("Retire: offer it no longer"), permissions=["change"])
def retire(modeladmin, request, queryset):
    return with_reason(modeladmin, request, queryset, "retire", _("Retired. What was reported under it stays."))


@admin.action(description=_("Offer it again"), permissions=["change"])
def restore(modeladmin, request, queryset):
    return with_reason(modeladmin, request, queryset, "restore", _("Offered again."))


class RetirableAdmin(RecordAdmin):
    """In use means retired, not deleted: what was reported keeps its name."""

    asks_reason = True
    actions = [retire, restore]
    readonly_fields = ["retired_at"]

    def is_public(self, obj):
        return False

    def has_delete_permission(self, request, obj=None):
        return (obj is None or not obj.in_use) and super().has_delete_permission(request, obj)


@admin.register(Mechanism)
class MechanismAdmin(RetirableAdmin):
    list_display = ["number", "name", "action", "summary", "retired_at"]
    list_display_links = ["number", "name"]
    list_filter = ["action"]
    list_select_related = ["action"]
    fields = ["action", "number", ("name", "name_en"), "summary", "summary_en", "covers", "covers_en", "retired_at"]

    def is_public(self, obj):
        return bool(obj.action.batches.published().exists())

    def has_delete_permission(self, request, obj=None):
        """The page of one in use says what stands in the way."""
        return super(RetirableAdmin, self).has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """An unused mechanism goes together with its kinds; of one in use the page names what stands in the way."""
        to_delete, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        kinds = {str(kind) for one in objs if not one.in_use for kind in one.kinds.all()}
        return to_delete, counts, set(), [one for one in protected if not any(name in str(one) for name in kinds)]


class MechanismInline(admin.StackedInline):
    """The mechanisms of an action; each has a page of its own on which it is retired or deleted."""

    model = Mechanism
    extra = 0
    can_delete = False
    show_change_link = True
    fields = ["number", ("name", "name_en"), "summary", "summary_en", "covers", "covers_en"]


@admin.register(Action)
class ActionWithMechanismsAdmin(ActionAdmin):
    kept_with = [*ActionAdmin.kept_with, "mechanisms"]
    inlines = [*ActionAdmin.inlines, MechanismInline]
    change_form_template = "activities/catalogue/admin/action_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(copy_mechanisms)
        kinds = self.admin_site.admin_view(take_kinds)
        return [
            path("<number:pk>/mechanisms/", view, name="pairs_action_copy_mechanisms"),
            path("<number:pk>/kinds/", kinds, name="pairs_action_take_kinds"),
            *super().get_urls(),
        ]


@admin.register(Indicator)
class IndicatorAdmin(RetirableAdmin):
    list_display = ["code", "name", "unit", "headline_order", "retired_at"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name", "name_en"]
    fields = ["code", ("name", "name_en"), ("unit", "unit_en"), "rule", "rule_en", "headline_order"]
    fields += ["part_of", "usually_within", "retired_at"]


class AskedInline(admin.TabularInline):
    model = KindIndicator
    extra = 0
    fields = ["indicator", "position"]


@admin.register(ActivityKind)
class ActivityKindAdmin(RetirableAdmin):
    kept_with = ["kind_indicators"]
    list_display = ["code", "name", "mechanism", "mode", "online", "for_graduates", "retired_at"]
    list_display_links = ["code", "name"]
    list_filter = ["mechanism__action", "mechanism", "mode", "for_graduates"]
    list_select_related = ["mechanism"]
    search_fields = ["code", "name", "name_en"]
    fields = ["code", ("name", "name_en"), ("mechanism", "mode"), "online", "for_graduates", "position", "retired_at"]
    inlines = [AskedInline]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Mechanisms with their actions: several may have the same number."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "mechanism" and field:
            field.queryset = field.queryset.select_related("action")
            field.label_from_instance = lambda mechanism: f"{mechanism} · {mechanism.action}"
        return field
