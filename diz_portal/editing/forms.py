"""Forms that know what they showed when they were opened, and the lock under which they save."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.forms.utils import ErrorDict
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .in_words import in_words
from .shown import Shown, put, sent, shown

CONFLICT = 409
MARK = "opened"
SALT = "diz_portal.editing"
MINE, THEIRS = "mine", "theirs"

STALE = (
    "This page was open for too long, or only part of it reached us, so nothing has been saved. "
    "Your answers are below: check them, then save again."
)
CHOOSE = "{}: someone else changed this too. Select which to keep"
NEW_FILE = (
    "Someone else uploaded a different file after you opened this page. Select yours again to "
    "replace theirs"
)


@dataclass
class Clash:
    """One answer that two people changed: what each says, and the question which to keep."""

    label: str
    name: str
    yours: str
    theirs: str
    was: str
    was_known: bool = True


class Edits(forms.BaseForm):
    """For a form that changes a record: `record` is what it changes (None for a new one).

    `written(record)` says what stands there now, field by field; only these answers are compared.
    Answers that mean something only together (a day and its hour) stand in `together`: of those,
    nobody is given a mixture that neither person chose.
    """

    data: MultiValueDict
    together: tuple[tuple[str, ...], ...] = ()
    conflict_template = "components/conflict.html"

    def __init__(self, *args: Any, record: Any = None, **kwargs: Any):
        self.record = record
        self.clashes: list[Clash] = []
        self.stale = ""
        self._mark_after = ""
        # Who it was, where that is known: a sentence.
        self.who = ""
        self._is_held = self._is_merged = False
        self._settled: dict[str, list[Shown]] = {}
        self._files: dict[str, str] = {}
        self._edited: tuple[str, ...] = ()
        self._untouched: set[str] = set()
        self._clashing: list[str] = []
        if record is not None:
            kwargs["initial"] = {**(kwargs.get("initial") or {}), **self._now(record)}
        super().__init__(*args, **kwargs)

    # What is stored ---

    def written(self, record: Any) -> dict[str, Any]:
        """What the record says now, by field, as the form's initial values."""
        raise NotImplementedError

    def written_files(self, record: Any) -> dict[str, str]:
        """Which file is kept now, by field: nothing to show in the input, but to be compared."""
        return {}

    def locked(self, record: Any) -> Any:
        """The record as it is now, held until the transaction ends.

        Where every writer takes another lock first (a seminar, a case), so must this.
        """
        return type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)

    def _now(self, record: Any) -> dict[str, Any]:
        values = self.written(record)
        self._edited = tuple(values)
        self._files = self.written_files(record)
        return values

    def hold(self) -> None:
        """Lock the record and read it anew; from here to the end of the transaction it is ours."""
        self.take_up(self.locked(self.record))

    def take_up(self, record: Any) -> None:
        """The record as it is under the lock."""
        self.record = record
        self.initial = {**self.initial, **self._now(record)}
        self._is_held = True

    # The mark ---

    @property
    def edits(self) -> bool:
        """Whether anything stands on it that is stored; not so for a record that is only shown."""
        return self.record is not None and bool(self._fields_compared() or self._files)

    def name_of(self, record: Any) -> str:
        """Whose mark it is, so that one record's is not taken for another's."""
        return f"{record._meta.label_lower}:{record.pk}"

    def _fields_compared(self) -> list[str]:
        return [
            name
            for name in self._edited
            if name in self.fields
            and not self.fields[name].disabled
            and not isinstance(self.fields[name], forms.FileField)
        ]

    def _shown_now(self, name: str) -> Shown:
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        return shown(field.widget, value)

    def mark(self) -> str:
        """What the page shows, sealed: with it the form says later what the person changed."""
        if self._mark_after:
            return self._mark_after
        values = {name: self._shown_now(name) for name in self._fields_compared()}
        sealed = {"r": self.name_of(self.record), "v": values}
        if self._files:
            sealed["f"] = self._files
        if self._settled:
            sealed["c"] = self._settled
        return signing.dumps(sealed, salt=SALT, compress=True)

    def mark_after(self, record: Any) -> str:
        """For a page that saves itself and stays open: what it shows now. What the person left
        alone is still as it was opened there, whatever stands in the record meanwhile."""
        seen = dict((self._opened() or {}).get("v", {}))
        self.initial = {**self.initial, **self._now(record)}
        for name in self._fields_compared():
            if name not in self._untouched and name not in self.errors:
                seen[name] = self._shown_now(name)
        return signing.dumps({"r": self.name_of(record), "v": seen}, salt=SALT, compress=True)

    def stays_open(self, record: Any) -> None:
        """The record took what was understood; the page comes back with what was not."""
        self._mark_after = self.mark_after(record)

    def _opened(self) -> dict[str, Any] | None:
        try:
            found = signing.loads(self.data.get(self.add_prefix(MARK), ""), salt=SALT)
        except signing.BadSignature:
            return None
        return found if found.get("r") == self.name_of(self.record) else None

    def mark_html(self) -> SafeString:
        """The hidden input, and above the form what two people changed."""
        if not self.edits:
            return SafeString("")
        hidden = format_html(
            '<input type="hidden" name="{}" value="{}">',
            self.add_prefix(MARK),
            self.mark(),
        )
        return hidden + self.conflict_html()

    def conflict_html(self) -> SafeString:
        if not self.clashes:
            return SafeString("")
        return render_to_string(
            self.conflict_template,
            {"clashes": self.clashes, "mine": MINE, "theirs": THEIRS, "form": self},
        )

    @property
    def helper(self) -> Any:
        """Crispy's: the mark stands first in whatever layout a form chooses."""
        try:
            made = self.__dict__["helper"]
        except KeyError:
            raise AttributeError("helper") from None
        if self.record is not None and made.layout and _Mark not in map(type, made.layout.fields):
            made.layout.fields.insert(0, _Mark())
        return made

    @helper.setter
    def helper(self, made: Any) -> None:
        self.__dict__["helper"] = made

    # What came back ---

    def full_clean(self) -> None:
        if self.is_bound and self.edits:
            if not self._is_merged:
                self._merge()
            if self.clashes or self.stale:
                self._refuse()
                return
        super().full_clean()

    def _refuse(self) -> None:
        """Nothing else is looked at before it is settled which words these are."""
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        if self.stale:
            self.add_error(None, self.stale)
        for name in self._clashing:
            label = _plain(self[name]).removesuffix("?")
            self.add_error(name, NEW_FILE if name in self._files else CHOOSE.format(label))

    def _merge(self) -> None:
        """Three ways: as it was, as it is stored now, as it came back."""
        if not self._is_held:
            raise RuntimeError(f"{type(self).__name__} is cleaned inside editing.held(form) only")
        self._is_merged = True
        # Kept from before the lock, these would speak of what stood there then.
        self._bound_fields_cache: dict[str, forms.BoundField] = {}
        self.__dict__.pop("changed_data", None)
        self._untouched = set()
        self._clashing = []
        self._settled = {}
        if not isinstance(self.data, MultiValueDict):
            self.data = MultiValueDict(
                {k: list(v) if isinstance(v, (list, tuple)) else [v] for k, v in self.data.items()}
            )
        self.data = self.data.copy()
        opened = self._opened()
        self.stale = "" if opened else STALE
        for names in self._units():
            self._merge_unit(names, opened or {})
        for name, kept in self._files.items():
            if self.files.get(self.add_prefix(name)) and (opened or {}).get("f", {}).get(
                name
            ) not in (kept, None):
                self._clashing.append(name)
                self.clashes.append(Clash(str(self[name].label), "", "A new file", "", "", False))

    def _units(self) -> Iterator[tuple[str, ...]]:
        names = self._fields_compared()
        grouped = {name: group for group in self.together for name in group}
        done: set[str] = set()
        for name in names:
            if name not in done:
                unit = tuple(one for one in grouped.get(name, (name,)) if one in names)
                done.update(unit)
                yield unit

    def _merge_unit(self, names: tuple[str, ...], opened: dict[str, Any]) -> None:
        values, settled = opened.get("v", {}), opened.get("c", {})
        now = [self._shown_now(name) for name in names]
        was = [values.get(name) for name in names]
        came = [
            self._came(name, stands if before is None else before)
            for name, stands, before in zip(names, now, was, strict=True)
        ]
        asked = settled.get(names[0])
        chosen = self.data.get(self.choice_name(names)) if asked is not None else None
        is_untouched = chosen == THEIRS if asked is not None else came == was
        if came == now or is_untouched:
            self._untouched.update(names)
            for name, value in zip(names, now, strict=True):
                put(self.add_prefix(name), self.fields[name].widget, self.data, value)
        elif (asked is not None and chosen != MINE) or (
            was != now and not self._means_the_same(names, now)
        ):
            self._clash(names, came, now, was if asked is None else asked)

    def left_alone(self, *names: str) -> bool:
        """Whether these answers are as they are stored: what is stored more finely than the page
        shows it (a time to the second) need not be written again."""
        return self.record is not None and self._untouched.issuperset(names)

    def _came(self, name: str, otherwise: Shown) -> Shown:
        """What came back for a field; one that was not sent at all was not touched."""
        html_name, widget = self.add_prefix(name), self.fields[name].widget
        if widget.value_omitted_from_data(self.data, self.files, html_name):
            return otherwise
        return sent(html_name, widget, self.data)

    def _means_the_same(self, names: tuple[str, ...], now: list[Shown]) -> bool:
        """`cm201aa` typed twice is no quarrel with `CM20 1AA`: a second click, or two who agree."""
        theirs = self.data.copy()
        for name, value in zip(names, now, strict=True):
            put(self.add_prefix(name), self.fields[name].widget, theirs, value)
        return all(
            (mine := self._cleaned(name, self.data)) is not None
            and mine == self._cleaned(name, theirs)
            for name in names
        )

    def _cleaned(self, name: str, data: MultiValueDict) -> tuple[Any] | None:
        field = self.fields[name]
        value = field.widget.value_from_datadict(data, self.files, self.add_prefix(name))
        try:
            cleaned = field.clean(value)
            if own := getattr(self, f"clean_{name}", None):
                cleaned = self._by_own_rule(own.__name__, name, cleaned)
        except ValidationError:
            return None
        several = isinstance(cleaned, models.QuerySet)
        return (sorted(one.pk for one in cleaned) if several else cleaned,)

    def _by_own_rule(self, rule: str, name: str, cleaned: Any) -> Any:
        probe = copy(self)
        probe.cleaned_data = {name: cleaned}
        try:
            return getattr(probe, rule)()
        except KeyError:  # it looks at other answers too
            return cleaned

    def choice_name(self, names: tuple[str, ...]) -> str:
        return self.add_prefix(f"choose-{names[0]}")

    def _clash(self, names: tuple[str, ...], came: Any, now: Any, was: Any) -> None:
        fields = [self[name] for name in names]
        known = None not in was

        def say(values: list[Shown]) -> str:
            said = [
                in_words(bound.field, value)
                for bound, value in zip(fields, values, strict=True)
                if value is not None
            ]
            return ", ".join(one for one in said if one)

        self._clashing.extend(names[:1])
        # With the next page's mark, so that it can still be told what it was about.
        self._settled[names[0]] = was
        self.clashes.append(
            Clash(
                label=", ".join(map(_plain, fields)),
                name=self.choice_name(names),
                yours=say(came),
                theirs=say(now),
                was=say(was) if known else "",
                was_known=known,
            )
        )


def _plain(bound: forms.BoundField) -> str:
    """What the answer is called: that it may be left out is no part of its name."""
    return str(bound.label).removesuffix(" (optional)")


class EditsModel(Edits, forms.BaseModelForm):
    """The same for a ModelForm: its instance is the record, once it is stored."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance._state.adding:
            self.record = self.instance
            self._edited = tuple(self.initial)

    def written(self, record: Any) -> dict[str, Any]:
        return forms.model_to_dict(record, self._meta.fields, self._meta.exclude)

    def take_up(self, record: Any) -> None:
        super().take_up(record)
        self.instance = record


class _Mark:
    """The first thing of a form's layout."""

    def render(self, form: Any, context: Any, **more: Any) -> str:
        return form.mark_html()


@contextmanager
def held(form: Any) -> Iterator[None]:
    """One step: the record of a form that was sent is locked, looked at and written.

    For any form; one that edits nothing, or was not sent, is left alone.
    """
    if not (isinstance(form, Edits) and form.is_bound and form.record is not None):
        yield
        return
    with transaction.atomic():
        try:
            form.hold()
        except ObjectDoesNotExist:
            raise Http404 from None
        yield


def status_of(form: Any) -> int:
    """200 for a page looked at, 422 for a form that comes back, 409 where two people met."""
    if not form.is_bound:
        return 200
    return CONFLICT if getattr(form, "clashes", None) or getattr(form, "stale", "") else 422
