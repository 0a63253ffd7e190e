"""The register itself. It imports no model, so any app may declare while Django is starting."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from diz_portal.references import new_reference

from .purposes import Purpose

Action = Literal["delete", "blank", "pseudonymise"]
AFTERWARDS: dict[str, str] = {
    "delete": "then deleted",
    "blank": "then the personal details are removed",
    "pseudonymise": "then the name is replaced by a reference",
}


@dataclass(frozen=True)
class Retention:
    """How long, counted from what, and what happens then.

    `from_field` is a date or time of the row, or of one it belongs to (`batch__uploaded_at`); of
    several, the latest counts. `only` are filter arguments: which rows the period applies to at
    all. `fields` are those that "blank" clears (without them: every personal field). `kind` names
    the kind of record (`data_subjects.py`) that is forgotten one by one, as on request and past
    the same obstacles; `due` then is, where dates do not say it, the dotted name of what answers
    whose time is up, called with the moment before which. `apply` is the dotted name of an app's
    own service, called as `apply(days=…, dry_run=…)` and answering how many rows it changed; with
    a `kind`, for what goes sooner than the rest.
    `after` completes "30 days after …" (without it: the field's own name); `words` replaces
    the whole sentence, with `{period}` where the period stands.

    A controller may choose another period between `at_least` and `at_most` days
    (`processing.periods`); without these it is the same for all. `whose` is the way from a row to
    its controller, where that is not the lead organisation.

    What has no period of its own goes with the records of `follows`, by its label: their period
    is the one that is shown.

    `theirs` says it to the person whom it is about, in their copy, where `words` speak of staff as
    well: `{period}` is then that of the records of `theirs_follows`, or the one above.
    """

    days: int | None
    from_field: str | tuple[str, ...] = ()
    action: Action = "delete"
    fields: tuple[str, ...] = ()
    only: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    due: str = ""
    apply: str = ""
    after: str = ""
    words: str = ""
    at_least: int = 0
    at_most: int = 0
    whose: str = ""
    follows: str = ""
    theirs: str = ""
    theirs_follows: str = ""

    @property
    def is_chosen(self) -> bool:
        """Whether each controller may choose it."""
        return self.at_most > 0

    @property
    def from_fields(self) -> tuple[str, ...]:
        return (self.from_field,) if isinstance(self.from_field, str) else self.from_field


def kept(words: str, *, follows: str = "", theirs: str = "", theirs_follows: str = "") -> Retention:
    """For what has no period of its own: `kept("For as long as the account is open")`. A number
    of days or years in the words is that of `follows`, and stands as `{period}`."""
    return Retention(
        days=None, words=words, follows=follows, theirs=theirs, theirs_follows=theirs_follows
    )


# The days after which a declaration's records go, by its label, for one controller.
DaysOf = Callable[[str], int]


@dataclass(frozen=True)
class Declaration:
    """What one model holds about people; without `personal`, the reason why it holds nothing."""

    model: type[models.Model]
    what: str
    personal: Mapping[str, str]
    not_personal: Mapping[str, str]
    controller: str = ""
    why: str = ""
    retention: Retention | None = None
    reason: str = ""
    purpose: Purpose | None = None
    recipients: str = ""

    @property
    def starts(self) -> str:
        """The event a period is counted from, in words."""
        retention = self.retention
        return retention.after if retention and retention.days is not None else ""

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def how_long(self) -> str:
        """How long it is kept where the controller chose nothing else."""
        return self.lasting(usual_days)

    def lasting(self, days_of: DaysOf) -> str:
        """How long it is kept, in words, with the periods of a controller."""
        retention = self.retention
        if retention is None:
            return ""
        period = self._period(retention, days_of)
        if retention.words:
            return retention.words.replace("{period}", period)
        names = [str(field_at(self.model, name).verbose_name) for name in retention.from_fields]
        after = retention.after or f"the date “{' or '.join(names)}”"
        return f"{period} after {after}, {AFTERWARDS[retention.action]}"

    def lasting_theirs(self, days_of: DaysOf) -> str:
        """The same, as it is said to the person whom the records are about."""
        retention = self.retention
        if retention is None or not retention.theirs:
            return self.lasting(days_of)
        period = self._period(retention, days_of, retention.theirs_follows)
        return retention.theirs.replace("{period}", period)

    def _period(self, retention: Retention, days_of: DaysOf, follows: str = "") -> str:
        own = self.label if retention.days is not None else retention.follows
        label = follows or own
        return in_words(days_of(label)) if label else ""


def usual_days(label: str) -> int:
    """The period that the code gives the records of a model."""
    return retention_of(label).days or 0


def retention_of(label: str) -> Retention:
    """What carries out the period of the records of a model."""
    retention = _declarations[apps.get_model(label)].retention
    if retention is None or retention.days is None:
        raise ImproperlyConfigured(f"{label} has no period of its own")
    return retention


_declarations: dict[type[models.Model], Declaration] = {}


def declare(
    model: type[models.Model] | str,
    *,
    personal: Mapping[str, str],
    controller: str,
    retention: Retention,
    why: str,
    what: str = "",
    not_personal: Mapping[str, str] | None = None,
    purpose: Purpose | None = None,
    recipients: str = "",
) -> None:
    """Say what a model holds about people: `personal` maps each field to the kind of thing it is.

    Its audit table (pghistory) is covered with it. Whatever else can hold words, or points at an
    account, stands in `not_personal` with the reason; fields that share one stand together:
    `{"title slug": "what it is called"}`. `model` may be a label, for other people's models.
    `recipients` are those of these records alone; whoever receives all of a purpose stands there.
    """
    if not personal:
        raise ImproperlyConfigured(f"{model}: name the personal fields, or use no_personal_data")
    model = model_of(model)
    if retention.action == "pseudonymise" and not (retention.kind or retention.apply):
        raise ImproperlyConfigured(f"{model}: set `kind` to what replaces the name")
    if retention.is_chosen and not (
        1 <= retention.at_least <= (retention.days or 0) <= retention.at_most
    ):
        raise ImproperlyConfigured(f"{model}: set the usual period between least and most")
    if retention.whose and retention.apply:
        raise ImproperlyConfigured(f"{model}: what the app applies has one period for all")
    _add(
        Declaration(
            model=model,
            what=what or capfirst(str(model._meta.verbose_name_plural)),
            personal=_each(personal),
            not_personal=_each(not_personal or {}),
            controller=controller,
            why=why,
            retention=retention,
            purpose=purpose,
            recipients=recipients,
        )
    )


def no_personal_data(
    model: type[models.Model] | str,
    *,
    reason: str,
    texts: str = "",
    not_personal: Mapping[str, str] | None = None,
) -> None:
    """Say that a model holds nothing about people, and why that is so.

    `texts` names the fields of words of which the reason holds; `not_personal` those with a
    reason of their own.
    """
    model = model_of(model)
    _add(
        Declaration(
            model=model,
            what=capfirst(str(model._meta.verbose_name_plural)),
            personal={},
            not_personal=_each({texts: reason, **(not_personal or {})}),
            reason=reason,
        )
    )


def _each(together: Mapping[str, str]) -> dict[str, str]:
    """`{"a b": "x"}` as `{"a": "x", "b": "x"}`."""
    return {name: text for names, text in together.items() for name in names.split()}


def _add(declaration: Declaration) -> None:
    if declaration.model in _declarations:
        raise ImproperlyConfigured(f"{declaration.label} is declared twice")
    _declarations[declaration.model] = declaration


def model_of(model: type[models.Model] | str) -> type[models.Model]:
    return apps.get_model(model) if isinstance(model, str) else model


def in_words(days: int) -> str:
    """`1 year`, `30 days`."""
    if days and days % 365 == 0:
        return "1 year" if days == 365 else f"{days // 365} years"
    months = round(days / 30.4375)
    if months > 12 and days == round(months * 30.4375):
        return f"{months} months"
    return "1 day" if days == 1 else f"{days} days"


def over_since(days: int, now: datetime | None = None) -> datetime:
    """When a period that ends now began. A year is a calendar year, as whoever was promised three
    of them counts."""
    return (now or timezone.now()) - _lasting(days)


def over_at(days: int, since: datetime) -> datetime:
    """When a period is over that began then."""
    return since + _lasting(days)


def _lasting(days: int) -> relativedelta:
    years, rest = divmod(days, 365)
    return relativedelta(years=years, days=rest)


# Reading it -----------------------------------------------------------------------


def declarations() -> list[Declaration]:
    """Those that hold personal data, in the order of their words."""
    held = (one for one in _declarations.values() if one.personal)
    return sorted(held, key=lambda one: (one.what.lower(), one.label))


def of_purpose(purpose: Purpose) -> list[Declaration]:
    """What is held for one purpose."""
    return [one for one in declarations() if one.purpose is purpose]


def declaration_of(model: type[models.Model]) -> Declaration | None:
    """What was declared of a model, or of the model whose audit table it is."""
    tracked = tracked_model(model)
    return _declarations.get(model) or (_declarations.get(tracked) if tracked else None)


def summary() -> list[dict[str, Any]]:
    """What we hold, for a page: one dict for each kind of record, in alphabetical order.

    `what` (str, "Invitations"), `fields` (list of str, "email address"), `why` (str),
    `controller` (str), `how_long` (str, "1 year after …, then deleted").
    """
    return [
        {
            "what": one.what,
            "fields": list(dict.fromkeys(one.personal.values())),
            "why": one.why,
            "controller": one.controller,
            "how_long": capfirst(one.how_long),
        }
        for one in declarations()
    ]


def field_at(model: type[models.Model], path: str) -> models.Field:
    """The field at the end of a path like `batch__uploaded_at`."""
    *steps, last = path.split("__")
    for step in steps:
        model = cast(type[models.Model], model._meta.get_field(step).related_model)
    return cast(models.Field, model._meta.get_field(last))


def tracked_model(model: type[models.Model]) -> type[models.Model] | None:
    """The model whose changes an audit table records."""
    return getattr(model, "pgh_tracked_model", None)


def audit_models(model: type[models.Model]) -> list[type[models.Model]]:
    return [other for other in apps.get_models() if tracked_model(other) is model]


def person_links(model: type[models.Model]) -> list[str]:
    """The fields that point at somebody who signs in: found, not declared."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    return [one.name for one in model._meta.concrete_fields if one.related_model is user]


# Keeping it complete --------------------------------------------------------------


def undeclared() -> list[str]:
    """Models nobody has spoken for. Tables of pairs (many-to-many) go with the model they join."""
    return sorted(
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and declaration_of(model) is None
    )


def wrong_names() -> list[str]:
    """Fields that a declaration names and its model has not."""
    return sorted(
        f"{one.label}.{name}"
        for one in _declarations.values()
        for name in _named(one)
        if not _exists(one.model, name)
    )


def _exists(model: type[models.Model], path: str) -> bool:
    try:
        field_at(model, path)
    except (FieldDoesNotExist, AttributeError):
        return False
    return True


def _named(one: Declaration) -> Iterator[str]:
    yield from one.personal
    yield from one.not_personal
    if one.retention:
        yield from one.retention.from_fields
        yield from one.retention.fields


def unexplained_fields() -> list[str]:
    """Fields that can hold words, or point at an account, and are neither named nor excepted.

    Whatever takes words may come to speak of somebody: how harmless its name sounds says nothing.
    """
    return sorted(
        f"{one.label}.{each.name}"
        for one in _declarations.values()
        for each in one.model._meta.concrete_fields
        if each.name not in one.personal
        and each.name not in one.not_personal
        and (takes_words(each) or each.name in person_links(one.model))
    )


def takes_words(each: models.Field) -> bool:
    """Whether somebody's words can stand in a field: neither chosen from a list nor made here."""
    if isinstance(each, ArrayField):
        return takes_words(each.base_field)
    if each.choices or each.default is new_reference:
        return False
    return isinstance(
        each, models.CharField | models.TextField | models.JSONField | models.FileField
    )


def personal_text_in_audit() -> list[str]:
    """Personal words that an audit table would keep: the audit trail holds ids."""
    return sorted(
        f"{audit._meta.label}.{each.name}"
        for one in declarations()
        for audit in audit_models(one.model)
        for each in audit._meta.concrete_fields
        # Ids and words from a fixed list are what an audit trail is made of.
        if each.name in one.personal and not each.is_relation and not each.choices
    )
