"""Look-up fields of the admin that take a value nobody was offered for what it is: a wrong choice.

Django's own asks the database for it as it stands when the form comes back with errors, and a
value that is no number then ends in an error of ours rather than beside the field.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError

NOTHING_CHOSEN = "–"


class _OnlyKeys(AutocompleteMixin):
    def optgroups(self, name, value, attr=None):
        groups = super().optgroups(name, [one for one in value if self._is_key(one)], attr)
        for _, options, _ in groups:
            for option in options:
                # HTML has no option without words; the script shows this one as an empty box.
                option["label"] = option["label"] or NOTHING_CHOSEN
        return groups

    def use_required_attribute(self, initial):
        """The server says what is missing: the script hides this control, and a browser cannot lead
        anybody to what is hidden."""
        return False

    def _is_key(self, value) -> bool:
        if not value:
            return True  # how Django says that nothing is chosen yet
        try:
            self.choices.queryset.model._meta.pk.to_python(value)
        except ValidationError:
            return False
        return True


class Select(_OnlyKeys, AutocompleteSelect):
    pass


class SelectMultiple(_OnlyKeys, AutocompleteSelectMultiple):
    pass


class CheckedAutocomplete(admin.options.BaseModelAdmin):
    """For an admin with `autocomplete_fields`."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        around: Any = getattr(field, "widget", None)
        if isinstance(getattr(around, "widget", None), _OnlyKeys):
            # Django wraps it, with links to add and change: the wrapper asks as it does.
            around.use_required_attribute = around.widget.use_required_attribute
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Select(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SelectMultiple(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
