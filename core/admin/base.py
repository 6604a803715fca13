"""What the staff's pages share: a reason for changes, their history, lists that refuse wrong filters, the frame.

Whatever is sent, a page shows it again or refuses it, where Django leads to the whole list or fails.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin import ChoicesFieldListFilter, SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, connection, models
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.acts import deletion
from core.filters import LONGEST_SEARCH, TOO_LONG
from core.numbers import whole_number
from core.personal_data import questions_about
from core.questions import QuestionsMixin

from .conflicts import conflict_facts, guarded_form, guarded_formset
from .deleting import DeletesAsAct
from .history import entries

COSTLY = ("regex", "iregex")  # patterns of the reader's own: each database fails over other ones, or takes for ever


class WrongFilter(Exception):  # noqa: N818 - it is an answer, not a failure
    """The address asks a list for what it does not have; `names` are the parameters, as far as they are known."""

    def __init__(self, names=()):
        super().__init__(*names)
        self.names = list(names)


class BoundedSearchForm(ChangeListSearchForm):
    """What is looked for is as short as in a public list: each word is a condition of its own on the database."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[SEARCH_VAR] = forms.CharField(
            required=False, strip=False, max_length=LONGEST_SEARCH, error_messages={"max_length": TOO_LONG}
        )


class KnownFilters(ChangeList):
    """The rows of a list; WrongFilter for a name or a value that none of its filters understands."""

    search_form_class = BoundedSearchForm

    def __init__(self, request, *args, **kwargs):
        if costly := [name for name in request.GET if name.rpartition("__")[2] in COSTLY]:
            raise WrongFilter(costly)
        try:
            super().__init__(request, *args, **kwargs)
        except IncorrectLookupParameters as error:
            raise WrongFilter from error
        if unknown := [name for one in self.filter_specs for name in unknown_choice(one)]:
            raise WrongFilter(unknown)


def unknown_choice(one):
    """The name of a filter that is asked for what it does not offer."""
    if isinstance(one, SimpleListFilter):
        name, asked, offered = one.parameter_name, one.value(), one.lookup_choices
    elif isinstance(one, ChoicesFieldListFilter):
        name, asked, offered = one.lookup_kwarg, one.lookup_val, one.field.flatchoices
    else:
        return
    asked = asked if isinstance(asked, list) else [asked]
    if {str(value) for value in asked if value not in (None, "")} - {str(value) for value, _label in offered}:
        yield name


def choice_filter(title, name, choices, narrow):
    """Return a filter of a list: `choices()` gives (value, label), `narrow(queryset, value)` the rows of one."""

    class ChoiceFilter(SimpleListFilter):
        def lookups(self, request, model_admin):
            return choices()

        def queryset(self, request, queryset):
            offered = {str(value) for value, _label in self.lookup_choices}
            return narrow(queryset, self.value()) if self.value() in offered else queryset

    ChoiceFilter.title, ChoiceFilter.parameter_name = title, name
    return ChoiceFilter


class RefusesWrongFilters:
    """For every ModelAdmin, before Django's own."""

    def get_changelist(self, request, **kwargs):
        return KnownFilters

    def get_search_results(self, request, queryset, search_term):
        """Nothing bears so long a text; a field that offers records by what is typed asks without the list's form."""
        if len(search_term) > LONGEST_SEARCH:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def lookup_allowed(self, lookup, value, request=None):
        """Nobody finds out by guessing what is never shown, such as the key of another's session or a token.

        A list is asked by its filters, by what it shows and by what its records are edited by; what other tables tell
        of them only by a filter.
        """
        filters = [one[0] if isinstance(one, (list, tuple)) else one for one in self.get_list_filter(request)]
        offered = {lookup_of(one) for one in (*filters, *self.get_list_display(request), self.date_hierarchy)}
        first = lookup.partition("__")[0]
        column = next((field for field in self.model._meta.get_fields() if field.name == first), None)
        hidden = column is not None and first not in offered and not (column.concrete and column.editable)
        return not hidden and super().lookup_allowed(lookup, value, request)


def lookup_of(one):
    """The first name of what a filter or a column of a list asks for; None where it is a function."""
    if isinstance(one, str):
        return one.partition("__")[0]
    return getattr(one, "parameter_name", None)


class KnownKeySelect(AutocompleteSelect):
    """Shows the form again whatever was sent: Django looks up even what is no key, and fails."""

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in value if not key or whole_number(str(key)) is not None]
        return super().optgroups(name, keys, attrs)


class FindsRecords:
    """An admin or inline whose `autocomplete_fields` bear whatever is sent."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownKeySelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


HISTORY_PAGE = 50


class ReasonModelForm(QuestionsMixin, forms.ModelForm):
    """A form that asks why, as soon as there is something to change."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=500,
        help_text=_("Kept in the history, for example “corrected after a call from the university”."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            self.fields["reason"].required = self.instance.pk is not None

    def questions(self):
        reason = self.cleaned_data.get("reason") or ""
        return questions_about("reason", _("Reason for the change"), reason)


class RecordAdmin(RefusesWrongFilters, DeletesAsAct, FindsRecords, admin.ModelAdmin):
    """A record whose every change is kept with who, when, why, before and after."""

    asks_reason = False
    kept_with = ()  # relations edited on the same page, whose history is shown along with this one's
    show_full_result_count = False
    list_per_page = 100
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    delete_confirmation_template = "core/admin/record_delete.html"
    object_history_template = "core/admin/record_history.html"

    def get_form(self, request, obj=None, change=False, **kwargs):
        if self.asks_reason and self.form is forms.ModelForm:
            kwargs["form"] = ReasonModelForm
        form = super().get_form(request, obj, change=change, **kwargs)
        return guarded_form(form) if change else form

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield guarded_formset(formset) if obj else formset, inline

    def get_object(self, request, object_id, from_field=None):
        """Read a record; while a form about it is dealt with, nobody else saves it."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None or request.method != "POST" or not connection.in_atomic_block:
            return obj
        rows = self.model._base_manager.select_for_update(no_key=True, of=("self",)).order_by()
        list(rows.filter(pk=obj.pk).values("pk"))
        return super().get_object(request, object_id, from_field)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if self.asks_reason and obj is not None and self.has_change_permission(request, obj):
            return [*fieldsets, (None, {"fields": ["reason"]})]
        return fieldsets

    def response_action(self, request, queryset, **kwargs):
        """Ticked rows by their keys; what is no key is not ticked, where Django would fail over it."""
        keys = [key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if whole_number(key) is not None]
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, keys)
        return super().response_action(request, queryset, **kwargs)

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and self.is_public(obj) else None

    def is_public(self, obj):
        return hasattr(obj, "get_absolute_url")

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request, context, *args, **kwargs):
        """The page is headed by the record itself."""
        new = _("Add: %(name)s") % {"name": self.opts.verbose_name}
        context.update(title=context.get("original") or new, subtitle=None)
        if context.get("original"):
            formsets = [one.formset for one in context["inline_admin_formsets"]]
            context.update(conflict_facts(context["adminform"].form, formsets))
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        """Sent twice at once, the second form finds what the first has saved, and says so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if change and not set(form.changed_data) - {"reason"}:
            return  # a reason alone, or rows of a relation only: nothing of this record to keep
        obj._change_reason = form.cleaned_data.get("reason", "")
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        reason = form.cleaned_data.get("reason", "")
        changed = formset.save(commit=False)
        if formset.deleted_objects:
            deletion.delete(formset.deleted_objects, request.user, reason)
        for row in changed:
            row._change_reason = reason
            self.before_saving_row(request, row)
            row.save()
        formset.save_m2m()

    def before_saving_row(self, request, row):
        """What a row of a relation still needs before it is saved."""

    def history_of(self, obj):
        """Every HistoryEntry of a record, the newest first."""
        return entries(obj, self.kept_with)

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        page = Paginator(self.history_of(obj), HISTORY_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of changes: %(record)s") % {"record": obj},
            "opts": self.opts,
            "object": obj,
            "page": page,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)


class ReadOnlyAdminMixin:
    """Read here; written by the steps of the desk alone, so that every rule holds."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def is_public(self, obj):
        return False


def read_only_inline(model, *fields, kind=admin.TabularInline):
    """Return an inline that shows rows of `model`, or these `fields` of them, and lets nobody change them."""
    columns = {"fields": fields, "readonly_fields": fields} if fields else {}
    return type(f"{model.__name__}Inline", (ReadOnlyAdminMixin, kind), {"model": model, "extra": 0} | columns)


def page(request, template, title, *, forms=(), model=None, status=200, **context):
    """A page in the frame of the admin; `forms` are the forms whose errors its summary lists."""
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "opts": model._meta if model else None,
        "problems": problems(forms),
        **context,
    }
    return TemplateResponse(request, template, frame, status=status)


def sent(request):
    """What a form was sent with, files included, as its arguments; nothing when the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def problems(forms):
    """Every error of `forms`: the id of its field, the field's label and the message."""
    found = []
    for form in forms:
        for name, texts in form.errors.items() if form.is_bound else ():
            field = form[name] if name in form.fields else None
            facts = {"id": field.id_for_label or f"id_{field.html_name}", "label": field.label} if field else {}
            found += [{"id": "", "label": "", "message": text} | facts for text in texts]
    return found
