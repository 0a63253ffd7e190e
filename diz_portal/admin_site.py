"""The admin answers about what it shows, and about nothing else.

Django's own lets whoever may open a list ask about every column of its table, shown or not:
`?password__regex=^a` reads out a hash letter by letter. Here a list is narrowed by the filters it
declares and by its dates, as its own links do it; whatever else is asked is a mistake in the
address. Every page of the admin is one of these, also those of other people's apps; and on each,
two people at one record notice each other (`diz_portal.editing.admin`).
"""

from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin import filters
from django.contrib.admin.exceptions import DisallowedModelAdminLookup, NotRegistered
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import URLField
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.text import capfirst

from diz_portal.access import Refusal
from diz_portal.admin_fields import READ_BY_NAME, READ_BY_US
from diz_portal.admin_start import tasks
from diz_portal.autocomplete import CheckedAutocomplete
from diz_portal.editing.admin import EditedTogether
from diz_portal.trail.registry import may_read, url_of

# What the links of each kind of filter ask. A kind that is not named here answers nothing.
ASKED_BY = {
    filters.RelatedFieldListFilter: ("{path}__{key}__exact", "{path}__isnull"),
    filters.BooleanFieldListFilter: ("{path}__exact", "{path}__isnull"),
    filters.ChoicesFieldListFilter: ("{path}__exact", "{path}__isnull"),
    filters.DateFieldListFilter: ("{path}__gte", "{path}__lt", "{path}__isnull"),
    filters.AllValuesFieldListFilter: ("{path}", "{path}__isnull"),
    filters.EmptyFieldListFilter: ("{path}__isempty",),
}
ASKED_BY_DATES = ("{path}__year", "{path}__month", "{path}__day")


class OfferedOnly(ChangeList):
    """A list asked for with an address that nobody was offered is a mistake in the address."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_popup:
            # Django's own says “Select site to change”.
            self.title = capfirst(self.opts.verbose_name_plural)

    @property
    def is_narrowed(self) -> bool:
        """By a search, a filter or a date: an empty list then says so."""
        return bool(self.query or self.filter_params)

    def get_queryset(self, request, exclude_parameters=None):
        try:
            return super().get_queryset(request, exclude_parameters)
        except IncorrectLookupParameters as error:
            # Django's own leads back to the whole list, as if that had been asked for.
            raise DisallowedModelAdminLookup("This filter value is not valid") from error


class AnswersWhatItShows(CheckedAutocomplete):
    """For every page of the admin, and every part of one."""

    formfield_overrides = READ_BY_US
    # Columns that hold what has a form of its own, and the field that knows it.
    fields_by_name: ClassVar[dict[str, type]] = {}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if own := {**READ_BY_NAME, **self.fields_by_name}.get(db_field.name):
            # What it is typed with, such as spaces, is longer than what is kept.
            kwargs |= {"form_class": own, "max_length": None}
        if isinstance(db_field, URLField):
            # Of an address that is typed without one.
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in self.lookups_offered(request)

    def lookups_offered(self, request=None) -> set[str]:
        declared = self.list_filter if request is None else self.get_list_filter(request)
        offered = {name for one in declared for name in self._asked_by(one)}
        if self.date_hierarchy:
            offered |= {name.format(path=self.date_hierarchy) for name in ASKED_BY_DATES}
        return offered

    def _asked_by(self, declared) -> list[str]:
        if isinstance(declared, type) and issubclass(declared, filters.SimpleListFilter):
            return [declared.parameter_name]
        path, kind = declared if isinstance(declared, list | tuple) else (declared, None)
        field = get_fields_from_path(self.model, path)[-1]
        kind = kind or next(
            kind for test, kind in filters.FieldListFilter._field_list_filters if test(field)
        )
        names = next((names for known, names in ASKED_BY.items() if issubclass(kind, known)), ())
        key = field.target_field.name if field.is_relation else ""
        return [name.format(path=path, key=key) for name in names]

    def to_field_allowed(self, request, to_field):
        """By its key alone: by another column one could ask what stands there."""
        return to_field in (self.opts.pk.name, self.opts.pk.attname)

    def get_queryset(self, request):
        """What the person may see anywhere (design §4.6); choices and filters start from it."""
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def get_changelist(self, request, **kwargs):
        return OfferedOnly

    @admin.display(description="")
    def action_checkbox(self, record):
        """Django's own is called “Select this object for an action”."""
        attrs = {"class": "action-select", "aria-label": f"Select {record}"}
        box = forms.CheckboxInput(attrs, lambda value: False)
        return box.render(ACTION_CHECKBOX_NAME, str(record.pk))

    def get_action_choices(self, request, default_choices=(("", "Select an action"),)):
        return super().get_action_choices(request, list(default_choices))

    def links(self, record) -> list[tuple[str, str]]:
        """Words and addresses, above the record's form: its own page elsewhere, and what is done
        there (`doings`)."""
        shown = self.get_view_on_site_url(record)
        if not shown:
            return self.doings(record)
        own = record.get_absolute_url() if shown.startswith(reverse("admin:index")) else shown
        is_inside = own.startswith(reverse("workspace:home"))
        words = "Open in the workspace" if is_inside else "Open the public page"
        return [(words, shown), *self.doings(record)]

    def doings(self, record) -> list[tuple[str, str]]:
        return []

    def response_action(self, request, queryset):
        """A key that is none is a mistake in what was sent, and no error of ours."""
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.to_python(key)
            except ValidationError as error:
                raise BadRequest("No such record") from error
        return super().response_action(request, queryset)


class SaysRefusals:
    """What a service refuses is said above the form, as any other mistake: nothing is saved, and
    what was typed is still there."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            # All of it was rolled back; the same form once more, which now knows why.
            request.refused = refusal.message
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if said := getattr(request, "refused", ""):
            return type(form)(form.__name__, (_Refused, form), {"refused": said})
        return form


class _Refused:
    refused = ""

    def _post_clean(self):
        super()._post_clean()
        self.add_error(None, self.refused)


class ModelAdmin(SaysRefusals, AnswersWhatItShows, EditedTogether, admin.ModelAdmin):
    object_history_template = "admin/history.html"

    def get_inlines(self, request, obj):
        """What is only read has nothing to say of a record that is not there yet."""
        found = super().get_inlines(request, obj)
        return found if obj else [one for one in found if not issubclass(one, ReadOnly)]

    def history_view(self, request, object_id, extra_context=None):
        """What was done here, and the way to every change, wherever it was made."""
        record = self.get_object(request, object_id)
        readable = record is not None and may_read(request.user, record)
        changes = {"changes_url": url_of(record) if readable else ""}
        return super().history_view(request, object_id, {**changes, **(extra_context or {})})


class TabularInline(AnswersWhatItShows, admin.TabularInline):
    pass


class StackedInline(AnswersWhatItShows, admin.StackedInline):
    pass


class Choices(AutocompleteJsonView):
    """Choices for a field that some page of the admin offers to this person, and for no other."""

    def process_request(self, request):
        asked = super().process_request(request)
        if not self._is_offered(request, asked[2]):
            raise PermissionDenied
        return asked

    def _is_offered(self, request, field) -> bool:
        for page in self.admin_site._registry.values():
            if not page.has_view_or_change_permission(request):
                continue
            parts = [page, *(part(page.model, self.admin_site) for part in page.inlines)]
            if any(
                part.model is field.model and field.name in part.get_autocomplete_fields(request)
                for part in parts
            ):
                return True
        return False


# What lets somebody in: changed by its owner on their account's own pages, or by services that
# tell the owner and write it down. Django's pages would show a second step's secret.
NOT_HERE = {"account", "mfa", "socialaccount"}


class Site(admin.AdminSite):
    """Whatever is registered, whoever wrote it, answers what it shows."""

    # A list needs its width: every page leads to the first one, which has them all by what they
    # are for, and the search finds a record by its name.
    enable_nav_sidebar = False
    empty_value_display = "–"
    index_title = "Start page"

    def register(self, model_or_iterable, admin_class=None, **options):
        several = isinstance(model_or_iterable, Iterable)
        models = model_or_iterable if several else [model_or_iterable]
        here = [one for one in models if one._meta.app_label not in NOT_HERE]
        super().register(here, _closed(admin_class or ModelAdmin), **options)

    def index(self, request, extra_context=None):
        """By what somebody comes to do, with how many there are of each."""
        return super().index(request, {"tasks": tasks(self, request), **(extra_context or {})})

    def password_change(self, request, extra_context=None):
        """On the account's own page, which counts guesses, tells the owner and signs out every
        other browser."""
        return redirect("account_change_password")

    def get_urls(self):
        view = self.admin_view(self.view_on_site)
        # As for all of Django's pages: strangers meet the admin's own door.
        view.login_url = reverse_lazy("admin:login", current_app=self.name)
        route = "r/<int:content_type_id>/<path:object_id>/"
        own = path(route, view, name="view_on_site")
        return [own, *(one for one in super().get_urls() if getattr(one, "name", "") != own.name)]

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def view_on_site(self, request, content_type_id, object_id):
        """The record's own page, where its page here has a link to it.

        Django's own leads to any record of any table, and the page of a registration is its
        holder's private link.
        """
        kind = get_object_or_404(ContentType, pk=content_type_id)
        try:
            page = self.get_model_admin(kind.model_class())
        except NotRegistered:
            raise Http404 from None
        if not page.has_view_or_change_permission(request):
            raise PermissionDenied
        record = page.get_object(request, object_id)
        shown = record and page.get_view_on_site_url(record)
        own = getattr(record, "get_absolute_url", None)
        if not shown or own is None or shown not in (request.path, own()):
            raise Http404
        return shortcut(request, content_type_id, object_id)


def _closed(admin_class: type) -> type:
    """Of somebody else's page, or part of one, the same that answers what it shows."""
    if issubclass(admin_class, AnswersWhatItShows):
        return admin_class
    values = {"__module__": admin_class.__module__}
    if inlines := getattr(admin_class, "inlines", ()):
        values["inlines"] = [_closed(one) for one in inlines]
    is_page = issubclass(admin_class, admin.ModelAdmin)
    ours = (AnswersWhatItShows, EditedTogether) if is_page else (AnswersWhatItShows,)
    return type(admin_class.__name__, (*ours, admin_class), values)


class ReadOnly:
    """Written by the services alone."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
