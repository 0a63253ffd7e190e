"""Several records of a list of the admin changed at once: what to change, what would become of
each, and then all of it or nothing.

What would become of a record is found by doing it: its own service is called, as on the record's
page in the workspace, and all of it is rolled back. So no rule is written twice, and the preview
cannot promise what the service then refuses. What is confirmed carries a stamp of each record as it
was shown: one that somebody has changed meanwhile stops them all.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import models, transaction
from django.template.response import TemplateResponse
from django.urls import reverse

from diz_portal.access import Refusal
from diz_portal.editing.forms import CONFLICT
from diz_portal.words import pounds, uk_date, uk_datetime

# Their names still fit one page, and each of them goes through its service twice.
MOST = 200
NOTHING = "Not set"
NOT_YOURS = "You do not have permission to change this"
SOMEONE_ELSE = (
    "Someone else has changed {} since you previewed this, so nothing has been changed. Check the "
    "preview below, then confirm it again"
)
GONE = (
    "Some of the selected records are no longer in this list, so nothing has been changed. Check "
    "the preview below, then confirm it again"
)


class Bulk:
    """One thing to do to several records; `act` calls the service that does it to one."""

    name: str
    title: str  # of the page, and in the list of actions
    form: type["BulkForm"]
    permission: str
    done: tuple[str, str]  # of one, and of `{}`
    sentence = ""
    # Of these columns the preview says what they become; of a record of which only others change,
    # `words`.
    shown: tuple[str, ...] = ()
    words = ""

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        raise NotImplementedError

    def permitted(self, record: Any, by: Any) -> bool:
        return by.has_perm(self.permission, record)


class BulkForm(forms.Form):
    """What is asked of all of them together; `records` narrow what is offered."""

    def __init__(self, *args: Any, records: Sequence[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.records = records


@dataclass
class Line:
    """What would become of one record."""

    record: Any
    stamp: str
    url: str = ""
    changes: list[str] = field(default_factory=list)
    refused: str = ""


def stamp(record: models.Model) -> str:
    """Another one after each change of a column."""
    said = [f"{one.attname}={one.value_to_string(record)}" for one in record._meta.concrete_fields]
    return sha256("\n".join(said).encode()).hexdigest()[:20]


def in_words(record: models.Model, name: str) -> str:
    """A column as people read it."""
    column = record._meta.get_field(name)
    value = getattr(record, name)
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if getattr(column, "choices", None):
        return str(getattr(record, f"get_{name}_display")())
    if isinstance(value, datetime):
        return uk_datetime(value)
    if isinstance(value, date):
        return uk_date(value)
    return pounds(value) if isinstance(column, models.DecimalField) else str(value)


def differences(before: models.Model, after: models.Model, names: Sequence[str]) -> list[str]:
    found = []
    for name in names:
        was, now = in_words(before, name), in_words(after, name)
        if was != now:
            label = str(before._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(f"{label[:1].upper()}{label[1:]}: from {was} to {now}")
    return found


class Stale(Refusal):
    """Something has changed since the preview."""


class Going:
    """One of the things to do, the records it was asked of, and the answers."""

    def __init__(self, one: Bulk, answers: dict[str, Any], by: Any, fresh: Callable[[Any], Any]):
        self.one, self.answers, self.by, self.fresh = one, answers, by, fresh

    def preview(self, records: Sequence[Any]) -> list[Line]:
        """What would become of each, found by doing it and undoing all of it."""
        with transaction.atomic():
            lines = [self._tried(record) for record in records]
            transaction.set_rollback(True)
        return lines

    def _tried(self, record: Any) -> Line:
        line = Line(record, stamp(record))
        try:
            with transaction.atomic():
                line.changes = self._done(record)
        except Refusal as refusal:
            line.refused = refusal.message
        return line

    def _done(self, record: Any) -> list[str]:
        if not self.one.permitted(record, self.by):
            raise Refusal(NOT_YOURS)
        before = self.fresh(record)
        self.one.act(self.fresh(record), self.answers, self.by)
        after = self.fresh(record)
        if stamp(before) == stamp(after):
            raise Refusal("This is already so: nothing would change")
        return differences(before, after, self.one.shown) or [self.one.words]

    def carry_out(self, records: Sequence[Any], seen: dict[str, str]) -> list[Line]:
        """All of them, in the caller's transaction; the first that cannot be stops them all."""
        if {str(one.pk) for one in records} != set(seen):
            raise Stale(GONE)
        for record in records:
            if stamp(record) != seen[str(record.pk)]:
                raise Stale(SOMEONE_ELSE.format(f"“{record}”"))
        lines = []
        for record in records:
            try:
                lines.append(Line(record, "", changes=self._done(record)))
            except Refusal as refusal:
                raise Stale(
                    f"“{record}” cannot be changed, so nothing has been changed: {refusal.message}"
                ) from refusal
        return lines


class BulkActions:
    """For a page of the admin whose list offers to change several records at once."""

    bulk: ClassVar[tuple[type[Bulk], ...]] = ()
    model: Any
    admin_site: Any
    opts: Any
    media: Any
    list_select_related: Any
    hold: Callable[[Any], None]
    get_queryset: Callable[[Any], models.QuerySet]
    message_user: Callable[..., None]
    log_change: Callable[..., Any]
    has_change_permission: Callable[..., bool]

    def get_actions(self, request: Any) -> dict:
        actions = super().get_actions(request)  # type: ignore[misc]
        may = self.has_change_permission(request)
        if may and IS_POPUP_VAR not in request.GET:
            for one in self.bulk:
                actions[one.name] = (partial(_asked, one()), one.name, one.title)
        return actions

    def bulk_page(self, request: Any, one: Bulk, selected: models.QuerySet) -> Any:
        """The questions, the preview, and the deed: by the step that was asked for."""
        step = request.POST.get("step", "")
        records = self._bulk_records(request, selected if not step else None)
        if len(records) > MOST:
            self.message_user(request, f"Select {MOST} or fewer at a time", messages.WARNING)
            return None
        is_answered = step in ("preview", "confirm")
        kept = request.POST if step else None
        form = one.form(kept, records=records)
        if not is_answered or not form.is_valid():
            if not is_answered and step:
                form = _as_typed(one, form, records)
            return self._bulk_show(request, one, records, form, status=422 if is_answered else 200)
        going = Going(one, form.cleaned_data, request.user, self._bulk_fresh(request))
        problem = ""
        if step == "confirm":
            try:
                return self._bulk_carried_out(request, going)
            except Stale as stale:
                problem = stale.message
                records = self._bulk_records(request, None)
        return self._bulk_show(
            request,
            one,
            records,
            form,
            lines=going.preview(records),
            problem=problem,
            status=CONFLICT if problem else 200,
        )

    def _bulk_records(self, request: Any, selected: models.QuerySet | None) -> list[Any]:
        """As the list has them. Those of a later step are asked for by their keys alone: what the
        list was narrowed by may no longer be true of one that somebody changed."""
        if selected is None:
            return self._bulk_of(request, request.POST.getlist(ACTION_CHECKBOX_NAME))
        return list(selected.select_related(*self.list_select_related or ())[: MOST + 1])

    def _bulk_of(self, request: Any, keys: Iterable[str]) -> list[Any]:
        return self._bulk_records(request, self.get_queryset(request).filter(pk__in=list(keys)))

    def _bulk_fresh(self, request: Any) -> Callable[[Any], Any]:
        rows = self.model._base_manager.select_related(*self.list_select_related or ())
        return lambda record: rows.get(pk=record.pk)

    def _bulk_carried_out(self, request: Any, going: Going) -> None:
        pairs = (pair.partition(":")[::2] for pair in request.POST.getlist("seen"))
        seen = dict(pairs)
        with transaction.atomic():
            held = self.model._base_manager.filter(pk__in=list(seen)).order_by("pk")
            self.hold(held)
            lines = going.carry_out(self._bulk_of(request, seen), seen)
            for line in lines:
                # Which of its columns, and no word that was typed: see “All changes”.
                self.log_change(request, line.record, _logged(going.one, line))
        said, many = going.one.done
        number = len(lines)
        words = said if number == 1 else many.format(number)
        self.message_user(request, words, messages.SUCCESS)

    def _bulk_show(
        self,
        request: Any,
        one: Bulk,
        records: list[Any],
        form: BulkForm,
        *,
        lines: list[Line] | None = None,
        problem: str = "",
        status: int = 200,
    ) -> TemplateResponse:
        lines = lines or []
        for line in lines:
            line.url = self._bulk_url(line.record)
        changed = [line for line in lines if not line.refused]
        return TemplateResponse(
            request,
            "admin/bulk.html",
            {
                **self.admin_site.each_context(request),
                "title": one.title,
                "sentence": one.sentence,
                "action": one.name,
                "form": form,
                "records": [(record, self._bulk_url(record)) for record in records],
                "is_preview": bool(lines),
                "changed": changed,
                "refused": [line for line in lines if line.refused],
                "carried": [
                    (name, value) for name in form.fields for value in request.POST.getlist(name)
                ],
                "problem": problem,
                "keys": ACTION_CHECKBOX_NAME,
                "opts": self.opts,
                "media": self.media + form.media,
                "back": request.get_full_path(),
                "what": self.opts.verbose_name if len(changed) == 1 else self._plural(),
                "one": self.opts.verbose_name,
                "many": self._plural(),
            },
            status=status,
        )

    def _plural(self) -> str:
        return str(self.opts.verbose_name_plural)

    def _bulk_url(self, record: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[record.pk])


def _asked(one: Bulk, page: Any, request: Any, selected: models.QuerySet) -> Any:
    return page.bulk_page(request, one, selected)


def _as_typed(one: Bulk, form: BulkForm, records: Sequence[Any]) -> BulkForm:
    """Back from the preview: the answers as they were typed, and nothing said about them yet."""
    typed = {name: form[name].data for name in form.fields}
    return one.form(records=records, initial=typed)


def _logged(one: Bulk, line: Line) -> str:
    columns = [said.partition(":")[0] for said in line.changes if ":" in said]
    return f"{one.title}: {', '.join(columns)}" if columns else one.title
