"""Actions: what an editor says of one, and its rules and roles. Registered where its mechanisms are known."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import ReasonModelForm, RecordAdmin
from pairs.directory.provinces import Province
from pairs.pairs.models.action import Action, SupporterRole


class ActionForm(ReasonModelForm):
    """An action, its provinces as boxes to tick."""

    recipient_provinces = forms.MultipleChoiceField(
        label=_("provinces of the recipients"),
        choices=Province,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One, several, or none where the recipients are anywhere."),
    )

    class Meta:
        model = Action
        fields = "__all__"


class RoleForm(forms.ModelForm):
    """A role; whether another one leads is asked of all rows together, so that the lead can be moved between them."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"is_lead"}


class RoleFormSet(forms.BaseInlineFormSet):
    """The roles of an action, of which one leads at most."""

    def clean(self):
        super().clean()
        leads = [form for form in self.forms if form not in self.deleted_forms and form.cleaned_data.get("is_lead")]
        for form in leads[1:]:
            form.add_error("is_lead", _("One role leads at most: leave the tick with one of them."))

    def save(self, commit=True):
        """The roles that were changed; one that leads no longer stands before the one that does."""
        return sorted(super().save(commit), key=lambda role: role.is_lead)


class RoleInline(admin.TabularInline):
    model = SupporterRole
    form = RoleForm
    formset = RoleFormSet
    extra = 2  # without scripts no row can be added
    fields = ["name", "name_en", "is_lead", "position"]


RULES = ["recipient_provinces", "several_supporters", "home_supporters", "second_editor", "reporting", "reporting_days"]


class ActionAdmin(RecordAdmin):
    form = ActionForm
    asks_reason = True
    kept_with = ["roles"]
    list_display = ["name", "slug", "shown_place", "several_supporters", "leads_home"]
    list_display_links = ["name", "slug"]
    inlines = [RoleInline]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": ["name", "name_en", "slug", "introduction", "introduction_en", "source", "leads_home"]}),
        (_("Whom it helps, and by which rules"), {"fields": RULES}),
        (_("Coverage"), {"fields": ["register_on", "coverage_stated", "coverage_stated_en", "coverage_source"]}),
    ]

    def is_public(self, obj):
        return Action.objects.published().filter(pk=obj.pk).exists()

    @admin.display(description=_("recipients"))
    def shown_place(self, action):
        return action.place
