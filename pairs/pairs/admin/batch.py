"""Batches: what the notices say, and where the way from a notice begins."""

from django import forms
from django.contrib import admin
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from core.acts import deletion
from core.admin.base import FindsRecords, ReasonModelForm, RecordAdmin
from core.templatetags.formatting import period
from core.workflow import StateChange
from pairs.lists.admin import import_views, notice_views, publish_views
from pairs.lists.models import ListImport
from pairs.pairs.group_fields import ClassChoices, OfferedClasses, class_field, type_field
from pairs.pairs.models.batch import Batch, DeclaredCount, PeriodChange
from pairs.pairs.models.batch_statement import BatchStatement, InferredRecipient
from pairs.pairs.models.pair import Pair
from pairs.pairs.models.publication_request import PublicationRequest

from . import period_views, withdraw_views


class DeclaredCountForm(OfferedClasses, forms.ModelForm):
    """One group of the notice, the types and classes that it takes in as boxes to tick."""

    tiers, classes = type_field(), class_field()

    class Meta:
        model = DeclaredCount
        fields = [
            "side",
            "label",
            "label_en",
            "group",
            "tiers",
            "classes",
            "count",
            "part_of",
            "note",
            "note_en",
            "position",
        ]


class DeclaredCountFormSet(ClassChoices, forms.BaseInlineFormSet):
    """The groups of one notice."""


class DeclaredCountInline(admin.StackedInline):
    model = DeclaredCount
    form = DeclaredCountForm
    formset = DeclaredCountFormSet
    extra = 0
    fields = [
        ("side", "count", "position"),
        ("label", "label_en"),
        ("group", "part_of"),
        "tiers",
        "classes",
        ("note", "note_en"),
    ]


class StatementInline(admin.StackedInline):
    model = BatchStatement
    extra = 0
    fields = [("kind", "stated_on"), "source"]


class InferenceInline(FindsRecords, admin.StackedInline):
    model = InferredRecipient
    extra = 0
    fields = ["university", "reason", "reason_en", "source"]
    autocomplete_fields = ["university"]


@admin.register(Batch)
class BatchAdmin(RecordAdmin):
    form = ReasonModelForm
    asks_reason = True
    kept_with = ["declared_counts", "statements", "inferences"]
    list_display = ["number_and_title", "action", "shown_period", "shown_phase", "known_of_declared", "shown_state"]
    list_select_related = ["action"]
    list_filter = ["action", "list_status"]
    inlines = [DeclaredCountInline, StatementInline, InferenceInline]
    change_form_template = "pairs/pairs/admin/batch_form.html"
    change_list_template = "pairs/pairs/admin/batch_list.html"

    NOTICE = ["label", "label_en", "title", "title_en", "notice_on", "reported_on", "source"]
    NOTICE += ["declared_pairs", "list_status", "has_serials"]
    NOTICE += ["key_points", "key_points_en", "key_points_source"]

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["action", "number", *self.NOTICE, ("starts", "ends"), "in_months"]
        return ["action", "number", "shown_period", "earlier_periods", "publication", *self.NOTICE]

    def get_readonly_fields(self, request, obj=None):
        """The number is part of public addresses, the period changes through its own form only."""
        return ["number", "shown_period", "earlier_periods", "publication"] if obj else []

    def get_queryset(self, request):
        return super().get_queryset(request).with_known_pairs()

    def is_public(self, obj):
        return bool(obj.published_at)

    def get_deleted_objects(self, objs, request):
        """A batch goes with its pairs, its previews and period changes, which nobody deletes alone."""
        to_delete, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        own = {str(model._meta.verbose_name) for model in (ListImport, PeriodChange, PublicationRequest, StateChange)}
        rows = [row for batch in objs for row in self.goes(batch)]
        pairs = [row for row in rows if isinstance(row, Pair)]
        counts |= {Pair._meta.verbose_name_plural: len(pairs)} if pairs else {}
        protected = [format_html('<a href="{}">{}</a>', fault.url, fault) for fault in deletion.faults(rows)]
        return [*to_delete, *map(str, pairs)], counts, {name for name in lacking if str(name) not in own}, protected

    def goes(self, obj):
        return [*obj.pairs.all(), obj]

    def get_urls(self):
        def own(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"pairs_batch_{name}")

        return [
            own("from-notice/", notice_views.from_notice, "from_notice"),
            own("<number:pk>/period/", period_views.adjust_period, "period"),
            own("<number:pk>/list/", import_views.take_list, "list"),
            own("<number:pk>/publish/", publish_views.publish, "publish"),
            own("<number:pk>/withdraw/", withdraw_views.withdraw, "withdraw"),
            *super().get_urls(),
        ]

    @admin.display(description=_("batch"), ordering="number")
    def number_and_title(self, batch):
        return batch.heading

    @admin.display(description=_("period"), ordering="starts")
    def shown_period(self, batch):
        return period(batch.starts, batch.ends, batch.in_months)

    @admin.display(description=_("phase"))
    def shown_phase(self, batch):
        return batch.phase.label

    @admin.display(description=_("pairs known / declared"), ordering="known_pairs")
    def known_of_declared(self, batch):
        declared = "–" if batch.declared_pairs is None else batch.declared_pairs
        return f"{batch.known_pairs} / {declared}"

    @admin.display(description=_("publication"), ordering="published_at")
    def shown_state(self, batch):
        if not batch.published_at:
            return _("Not published yet")
        return _("Published on %(day)s") % {"day": date_format(batch.published_at)}

    @admin.display(description=_("publication"))
    def publication(self, batch):
        if withdrawal := batch.withdrawal:
            return _("Withdrawn on %(day)s") % {"day": date_format(withdrawal.at)}
        return self.shown_state(batch)

    @admin.display(description=_("earlier periods"))
    def earlier_periods(self, batch):
        changes = batch.period_changes.select_related("changed_by")
        rows = (
            (
                period(change.old_starts, change.old_ends, batch.in_months),
                change.reason,
                change.changed_by or "–",
                date_format(change.changed_at, "SHORT_DATE_FORMAT"),
            )
            for change in changes
        )
        listed = format_html_join("", "<li>{} – {} ({}, {})</li>", rows)
        return format_html('<ul class="plain">{}</ul>', listed) if listed else _("none")

    def history_view(self, request, object_id, extra_context=None):
        imports = f"{reverse('admin:pairs_listimport_changelist')}?batch__id__exact={object_id}"
        links = {"elsewhere": [(_("Imported lists of this batch"), imports)]}
        return super().history_view(request, object_id, links | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        batch = kwargs.get("obj")
        if batch and not context.get("is_popup"):
            context["steps"] = steps_from_here(request, batch)
        return super().render_change_form(request, context, *args, **kwargs)


def steps_from_here(request, batch):
    """What this person can do with the batch beyond editing it: label and address."""
    name = "withdraw" if batch.published_at else "publish"
    label = _("Withdraw") if batch.published_at else _("Publish")
    possible = [
        ("pairs.change_batch", _("Adjust the period"), reverse("admin:pairs_batch_period", args=[batch.pk])),
        ("pairs.import_pairs", _("Import a list"), reverse("admin:pairs_batch_list", args=[batch.pk])),
        ("pairs.publish_batch", label, reverse(f"admin:pairs_batch_{name}", args=[batch.pk])),
        ("pairs.view_pair", _("Its pairs"), f"{reverse('admin:pairs_pair_changelist')}?batch={batch.number}"),
    ]
    return [{"label": label, "url": url} for permission, label, url in possible if request.user.has_perm(permission)]
