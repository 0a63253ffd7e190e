"""The same in the admin: its change forms, and the lines of other records that stand on them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from .forms import CONFLICT, MARK, EditsModel

CHANGED_LINE = (
    "Someone else changed this line after you opened this page. Check it, then delete it if you "
    "still want to."
)


class _AdminEdits(EditsModel):
    """Its instance was read under the lock that `EditedTogether.get_object` took."""

    conflict_template = "admin/conflict.html"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._is_held = True


class _LineEdits(_AdminEdits):
    def _merge(self) -> None:
        super()._merge()
        delete = self.add_prefix("DELETE")
        opened = self._opened()
        seen = (opened or {}).get("v", {})
        now = {name: self._shown_now(name) for name in self._fields_compared()}
        if self.data.get(delete) and seen != now:
            self.data.pop(delete)
            self.clashes, self._clashing = [], []
            self.stale = CHANGED_LINE


def _with(edits: type, form: type) -> type:
    return type(form)(form.__name__, (edits, form), {})


class EditedTogether:
    """For every page of the admin: it writes what the person changed, and asks where someone else
    changed the same."""

    model: Any
    opts: Any

    def hold(self, records: Any) -> None:
        """Lock the record until the transaction ends; other locks that every writer of it takes
        first, an admin takes here."""
        list(records.select_for_update(of=("self",)).values_list("pk"))

    def get_object(self, request: Any, object_id: str, from_field: str | None = None) -> Any:
        if request.method == "POST" and connection.in_atomic_block:
            field = self.opts.get_field(from_field) if from_field else self.opts.pk
            try:
                key = field.to_python(object_id)
            except (ValidationError, ValueError):
                return None
            self.hold(self.model._base_manager.filter(**{field.name: key}))
        return super().get_object(request, object_id, from_field)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> type:
        form = super().get_form(request, obj, change=change, **kwargs)
        edits = change and self.has_change_permission(request, obj)
        return _with(_AdminEdits, form) if edits else form

    def get_formsets_with_inlines(self, request: Any, obj: Any = None) -> Any:
        for inline in self.get_inline_instances(request, obj):
            edits = obj is not None and inline.has_change_permission(request, obj)
            more = {"form": _with(_LineEdits, inline.form)} if edits else {}
            yield inline.get_formset(request, obj, **more), inline

    def get_formset_kwargs(self, request: Any, obj: Any, inline: Any, prefix: str) -> dict:
        made = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST" and inline.has_change_permission(request, obj):
            made["queryset"] = made["queryset"].select_for_update(of=("self",))
        return made

    def render_change_form(self, request: Any, context: dict, *args: Any, **kwargs: Any) -> Any:
        response = super().render_change_form(request, context, *args, **kwargs)
        forms = [context["adminform"].form]
        for inline in context.get("inline_admin_formsets", []):
            forms += inline.formset.initial_forms
        if any(getattr(one, "clashes", None) or getattr(one, "stale", "") for one in forms):
            response.status_code = CONFLICT
        return response


__all__ = ["MARK", "EditedTogether"]
