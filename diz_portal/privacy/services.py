"""Keeping nothing longer than was promised."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

import pgtrigger
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.module_loading import import_string

from diz_portal.accounts.models import User, Visit

from . import registry
from .models import RetentionResult, RetentionRun
from .registry import Declaration, Retention

logger = logging.getLogger(__name__)

BATCH = 500


@dataclass(frozen=True)
class Outcome:
    """What became of one model's rows; `problem` says why, when they could not be dealt with."""

    label: str
    what: str
    action: str
    rows: int
    problem: str = ""


def run_retention(*, dry_run: bool = False) -> list[Outcome]:
    """Apply every declared period. One model in trouble does not keep the others waiting.

    What was done, and what failed, is kept as a run; a dry run changes nothing and is not kept.
    """
    if dry_run:
        return [_apply(one, retention, dry_run=True) for one, retention in periods()]
    run = RetentionRun.objects.create()
    outcomes = []
    for one, retention in periods():
        outcome = _apply(one, retention, dry_run=False)
        RetentionResult.objects.create(run=run, **asdict(outcome))
        outcomes.append(outcome)
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    return outcomes


def periods() -> list[tuple[Declaration, Retention]]:
    """What has a period of its own."""
    return [
        (one, one.retention)
        for one in registry.declarations()
        if one.retention and one.retention.days is not None
    ]


def due_within(days: int) -> list[Outcome]:
    """What a dry run so many days from now would find."""
    return [
        _apply(one, replace(retention, days=(retention.days or 0) - days), dry_run=True)
        for one, retention in periods()
    ]


def _apply(one: Declaration, retention: Retention, *, dry_run: bool) -> Outcome:
    rows, problem = 0, ""
    try:
        if retention.apply:
            rows = import_string(retention.apply)(days=retention.days, dry_run=dry_run)
        elif dry_run:
            rows = overdue(one, retention).count()
        else:
            for batch in _batches(one, retention):
                rows += batch
    except Exception as error:  # noqa: BLE001  the next model must not wait for this one
        # The words of a database error may hold a row's values: the kind of error is enough.
        problem = type(error).__name__
        logger.error("retention of %s failed: %s", one.label, problem)  # noqa: TRY400
    return Outcome(one.label, one.what, retention.action, rows, problem)


def overdue(one: Declaration, retention: Retention) -> models.QuerySet:
    """The rows whose time is up and that still hold something."""
    rows = one.model._base_manager.filter(**retention.only)
    names = retention.from_fields
    moment = timezone.now() - dt.timedelta(days=retention.days or 0)
    first = registry.field_at(one.model, names[0])
    is_time = isinstance(first, models.DateTimeField)
    limit: Any = moment if is_time else timezone.localdate(moment)
    if len(names) > 1:
        rows = rows.alias(_since=Greatest(*names)).filter(_since__lt=limit)
    else:
        rows = rows.filter(**{f"{names[0]}__lt": limit})
    if retention.action == "blank":
        still_held = Q()
        for each in _to_blank(one, retention):
            still_held |= ~Q(**{each.name: None if each.null else _blank(each)})
        rows = rows.filter(still_held)
    return rows


def _batches(one: Declaration, retention: Retention) -> Iterator[int]:
    """Small transactions: nobody's page waits for the night's work."""
    after: dict[str, Any] = {}
    while True:
        with transaction.atomic(), _triggers_lifted(one.model):
            rows = overdue(one, retention).filter(**after).order_by("pk")
            keys = list(rows.values_list("pk", flat=True)[:BATCH])
            if not keys:
                return
            _settle(one, retention, keys)
        yield len(keys)
        # Never the same row twice, even if settling it did not change what made it overdue.
        after = {"pk__gt": keys[-1]}


def _settle(one: Declaration, retention: Retention, keys: list[Any]) -> None:
    rows = one.model._base_manager.filter(pk__in=keys)
    audits = registry.audit_models(one.model)
    blank_log(one.model, keys)
    if retention.action == "delete":
        _delete(one.model, keys)
    elif retention.action == "blank":
        cleared = {each.name: _blank(each) for each in _to_blank(one, retention)}
        rows.update(**cleared)
        for audit in audits:
            names = {each.name for each in audit._meta.concrete_fields}
            if values := {name: value for name, value in cleared.items() if name in names}:
                with _triggers_lifted(audit):
                    audit._base_manager.filter(pgh_obj_id__in=keys).update(**values)
    else:
        for row in rows:
            pseudonymise(user=row)


def _delete(model: type[models.Model], keys: list[Any]) -> None:
    model._base_manager.filter(pk__in=keys).delete()
    for audit in registry.audit_models(model):
        with _triggers_lifted(audit):
            audit._base_manager.filter(pgh_obj_id__in=keys).delete()


@transaction.atomic
def delete_row(row: models.Model, by: User | None = None) -> None:
    """Forget a record that nothing else counts, with what the audit trail holds of it."""
    blank_log(type(row), [row.pk])
    with _triggers_lifted(type(row)):
        _delete(type(row), [row.pk])


def _to_blank(one: Declaration, retention: Retention) -> list[Any]:
    names = retention.fields or tuple(one.personal)
    return [one.model._meta.get_field(name) for name in names]


def _blank(each: models.Field) -> Any:
    if each.null:
        return None
    return {} if isinstance(each, models.JSONField) else ""


@contextmanager
def _triggers_lifted(model: type[models.Model]) -> Iterator[None]:
    """Append-only tables yield to retention alone, and only inside its own transaction."""
    with ExitStack() as stack:
        for trigger in getattr(model._meta, "triggers", ()):
            if isinstance(trigger, pgtrigger.Protect):
                stack.enter_context(pgtrigger.ignore(f"{model._meta.label}:{trigger.name}"))
        yield


def blank_log(model: type[models.Model], keys: list[Any]) -> None:
    """What the admin's log says of records of a person: that they were changed, not whose."""
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(key) for key in keys],
    ).update(object_repr=f"{model._meta.verbose_name}, erased"[:200], change_message="")


@transaction.atomic
def pseudonymise(*, user: Any) -> None:
    """Take the name and every way in from somebody's account; history keeps its reference."""
    user = type(user)._base_manager.select_for_update().get(pk=user.pk)
    blank_log(type(user), [user.pk])
    for relation in user._meta.related_objects:
        if relation.related_model._meta.label in _WAYS_IN:
            theirs = relation.related_model._base_manager.filter(**{relation.field.name: user})
            blank_log(relation.related_model, list(theirs.values_list("pk", flat=True)))
            theirs.delete()
    Visit.objects.filter(account=user.pk).delete()
    user.name = ""
    user.email = f"{user.reference}@former.invalid"
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


_WAYS_IN = {"account.EmailAddress", "mfa.Authenticator", "accounts.SingleSignOn"}
