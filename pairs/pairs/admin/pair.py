"""Pairs and their milestones."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReasonModelForm, RecordAdmin
from core.questions import Question
from pairs.pairs.models import pair_rules
from pairs.pairs.models.batch import Side
from pairs.pairs.models.pair import SNAPSHOT, Milestone, Pair

from . import ending_views
from .download_views import download
from .filters import ActionFilter, BatchFilter, StatusFilter
from .milestone_views import record_milestone
from .refill_views import take_facts_again

AS_OF_NOTICE = {
    "classes": ["collapse"],
    "description": _(
        "As of the notice; it is taken from the university when left empty, and a later register never rewrites it."
    ),
}


class PairForm(ReasonModelForm):
    """A pair; another university on a side brings its own facts along, unless they are typed as well.

    What the notice printed stays as it is unless it is typed. The form asks what an import would warn of, and for a
    reason where the batch is public.
    """

    def clean(self):
        facts = super().clean()
        batch = facts.get("batch")
        is_new = self.instance.pk is None  # of a change the reason is asked for anyway
        if is_new and "reason" in self.fields and batch and batch.published_at and not facts.get("reason"):
            self.add_error("reason", _("The batch is public: say why this pair is added."))
        return facts

    def questions(self):
        return [*super().questions(), *self.doubts(), *self.strange_names()]

    def doubts(self):
        """A Question for each doubt about what was chosen anew."""
        names = ("batch", "recipient", "supporter")
        chosen = [self.cleaned_data.get(name) for name in names]
        if not all(chosen):
            return
        serial = self.cleaned_data.get("serial")
        for code, field, message in pair_rules.doubtful_number(chosen[0], serial, self.instance):
            yield Question(code, message, field, f"{chosen[0].pk}-{serial}")
        if not set(names) & set(self.changed_data):
            return
        about = "-".join(str(one.pk) for one in chosen)
        for code, field, message in pair_rules.doubts(*chosen, self.instance):
            yield Question(code, message, field, about)

    def strange_names(self):
        """A Question for each printed name, typed or left beside a university chosen anew, that this does not bear."""
        for side in Side.values:
            name, chosen = self.cleaned_data.get(f"{side}_name"), self.cleaned_data.get(side)
            is_typed = f"{side}_name" in self.changed_data
            if not (name and chosen) or not (is_typed or self.instance.pk and side in self.changed_data):
                continue
            if not chosen.is_called(name):
                message = _(
                    "“%(name)s” stays as printed, and %(chosen)s is not known by this name; type it if it is wrong."
                )
                if is_typed:
                    message = _("%(chosen)s is not known as “%(name)s”; correct it, unless the notice prints it so.")
                facts = {"name": name, "chosen": chosen.name}
                yield Question("printed_name", message % facts, f"{side}_name", f"{chosen.pk}-{name}")

    def _post_clean(self):
        for side in Side.values:
            if self.instance.pk and side in self.changed_data:
                self.forget_snapshot(side)
        super()._post_clean()

    def forget_snapshot(self, side):
        for name in (f"{side}_{field}" for field in SNAPSHOT if field != "name"):
            if name not in self.changed_data:
                self.cleaned_data[name] = ""


class MilestoneInline(admin.StackedInline):
    model = Milestone
    extra = 0
    fields = ["kind", ("on", "stated_as_of"), "source"]


@admin.register(Pair)
class PairAdmin(RecordAdmin):
    form = PairForm
    asks_reason = True
    kept_with = ["milestones"]
    list_display = ["serial", "recipient_side", "supporter_side", "batch", "shown_status", "on_site"]
    list_display_links = ["serial", "recipient_side", "supporter_side"]
    list_filter = [
        ActionFilter,
        BatchFilter,
        StatusFilter,
        "recipient_province",
        "supporter_province",
        "supporter_tier",
        "recipient_tier",
    ]
    search_fields = ["recipient_name"]  # opens the search box; the search itself is the public one
    search_help_text = _("Either side: any name, part of a name, English, pinyin or initials.")
    autocomplete_fields = ["recipient", "supporter"]
    inlines = [MilestoneInline]
    change_list_template = "pairs/pairs/admin/pair_list.html"
    change_form_template = "pairs/pairs/admin/pair_form.html"
    actions = [record_milestone, take_facts_again]
    fieldsets = [
        (None, {"fields": ["batch", "serial", "recipient", "supporter", "role", "source"]}),
        (_("The recipient as of the notice"), AS_OF_NOTICE | {"fields": [f"recipient_{field}" for field in SNAPSHOT]}),
        (_("The supporter as of the notice"), AS_OF_NOTICE | {"fields": [f"supporter_{field}" for field in SNAPSHOT]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_universities()

    def get_fieldsets(self, request, obj=None):
        """A pair that is added to a public batch needs a reason as a changed one does."""
        own = super().get_fieldsets(request, obj)
        return own if obj else [*own, (None, {"fields": ["reason"]})]

    def get_urls(self):
        view, end = self.admin_site.admin_view(download(self)), self.admin_site.admin_view(ending_views.end)
        return [
            path("download/<slug:form>/", view, name="pairs_pair_download"),
            path("<number:pk>/end/", end, name="pairs_pair_end"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        pair = kwargs.get("obj")
        if pair and not context.get("is_popup"):
            context["dependents"] = pair.dependents()
            context["may_end"] = not pair.ended_on and self.has_change_permission(request, pair)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term.strip() else queryset), False

    def is_public(self, obj):
        return bool(obj.batch.published_at and obj.recipient.code)

    def before_saving_row(self, request, row):
        if isinstance(row, Milestone) and not row.pk:
            row.recorded_by = request.user

    @admin.display(description=_("recipient"), ordering="recipient_name")
    def recipient_side(self, pair):
        return format_html('<span class="helped">{}</span>', pair.recipient_name)

    @admin.display(description=_("supporter"), ordering="supporter_name")
    def supporter_side(self, pair):
        return format_html(
            '<span class="helps">{}</span> <span class="quiet">{}</span>',
            pair.supporter_name,
            pair.get_supporter_province_display(),
        )

    @admin.display(description=_("status"))
    def shown_status(self, pair):
        return pair.status.label

    @admin.display(description=_("public page"))
    def on_site(self, pair):
        if not self.is_public(pair):
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("pair", args=[pair.address]), pair.address)
