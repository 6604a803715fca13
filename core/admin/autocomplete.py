"""Fields of the admin in which a record is found by typing its name."""

from django.contrib.admin.widgets import AutocompleteSelect

from core.numbers import whole_number


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
