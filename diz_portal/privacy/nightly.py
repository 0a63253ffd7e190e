"""Keeping nothing longer than was promised: what runs every night."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.module_loading import import_string

from diz_portal.places.selectors import partnership

from . import erasure, kinds, registry
from .erasure import Record
from .models import RetentionResult, RetentionRun
from .processing import periods as chosen_periods
from .registry import Declaration, Retention
from .services import blank_log, delete, triggers_lifted

logger = logging.getLogger(__name__)

BATCH = 500
# People, between two looks through all words.
TOGETHER = 20


@dataclass(frozen=True)
class Outcome:
    """What became of one model's rows: how many are done, and how many are held back, since
    something stands in the way. `problem` says why, when they could not be dealt with."""

    label: str
    what: str
    action: str
    rows: int
    held_back: int = 0
    problem: str = ""


def run_retention(*, dry_run: bool = False) -> list[Outcome]:
    """Apply every declared period. One model in trouble does not keep the others waiting.

    What was done, and what failed, is kept as a run; a dry run changes nothing and is not kept.
    """
    if dry_run:
        return [_apply(one, chosen, dry_run=True) for one, chosen in as_chosen()]
    run = RetentionRun.objects.create()
    outcomes = []
    for one, chosen in as_chosen():
        outcome = _apply(one, chosen, dry_run=False)
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


def as_chosen() -> list[tuple[Declaration, list[Retention]]]:
    """The same with the periods that the controllers have chosen, each for its own rows."""
    chosen = chosen_periods.chosen_by_controller()
    lead = partnership().lead_organisation_id
    return [
        (one, chosen_periods.carried_out(one, retention, chosen.get(one.label, {}), lead))
        for one, retention in periods()
    ]


def due(within: int = 0) -> list[Outcome]:
    """Whose time is up so many days from now. Counted only: nobody asks each of them whether
    something stands in the way, so that a page costs the same however many there are."""
    return [
        _outcome(one, [replace(each, days=(each.days or 0) - within) for each in chosen], _count)
        for one, chosen in as_chosen()
    ]


@dataclass(frozen=True)
class Done:
    """How many rows are done, or would be, how many are held back, and what went wrong."""

    rows: int = 0
    held_back: int = 0
    problem: str = ""

    def __add__(self, other: "Done") -> "Done":
        return Done(
            self.rows + other.rows, self.held_back + other.held_back, self.problem or other.problem
        )


Deed = Callable[[Declaration, Retention], Done]


def _apply(one: Declaration, chosen: list[Retention], *, dry_run: bool) -> Outcome:
    if chosen[0].kind:
        return _outcome(one, chosen, _would_forget if dry_run else _forget)
    return _outcome(one, chosen, _count if dry_run else _settle)


def _outcome(one: Declaration, chosen: list[Retention], deed: Deed) -> Outcome:
    done = Done()
    for retention in chosen:
        try:
            done += deed(one, retention)
        except Exception as error:  # noqa: BLE001  the next must not wait for this one
            done += Done(problem=_told(one.label, error))
    return Outcome(one.label, one.what, chosen[0].action, done.rows, done.held_back, done.problem)


def _told(label: str, error: Exception) -> str:
    # The words of a database error may hold a row's values: the kind of error is enough.
    problem = type(error).__name__
    logger.error("Retention of %s failed: %s", label, problem)
    return problem


def _count(one: Declaration, retention: Retention) -> Done:
    own = _by_the_app(retention, dry_run=True)
    only_by_the_app = retention.apply and not retention.kind
    return Done(own + (0 if only_by_the_app else overdue(one, retention).count()))


def _by_the_app(retention: Retention, *, dry_run: bool = False) -> int:
    if not retention.apply:
        return 0
    return import_string(retention.apply)(days=retention.days, dry_run=dry_run)


def overdue(one: Declaration, retention: Retention) -> models.QuerySet:
    """The rows whose time is up and that still hold something."""
    moment = registry.over_since(retention.days or 0)
    if retention.due:
        return _only(import_string(retention.due)(moment), retention)
    rows = _only(one.model._base_manager.all(), retention)
    names = retention.from_fields
    first = registry.field_at(one.model, names[0])
    is_time = isinstance(first, models.DateTimeField)
    limit: Any = moment if is_time else timezone.localdate(moment)
    if len(names) > 1:
        rows = rows.alias(_since=Greatest(*names)).filter(_since__lt=limit)
    else:
        rows = rows.filter(**{f"{names[0]}__lt": limit})
    if retention.action == "blank" and not retention.kind:
        still_held = Q()
        for each in _to_blank(one, retention):
            still_held |= ~Q(**{each.name: None if each.null else _blank(each)})
        rows = rows.filter(still_held)
    return rows


def _only(rows: models.QuerySet, retention: Retention) -> models.QuerySet:
    """Those that a period holds for; `not …` names those for which another does."""
    names = [name for name in retention.only if name.startswith("not ")]
    others = {name.removeprefix("not "): retention.only[name] for name in names}
    mine = {name: value for name, value in retention.only.items() if name not in names}
    return rows.filter(**mine).exclude(**others) if others else rows.filter(**mine)


# People ---------------------------------------------------------------------------


def _forget(one: Declaration, retention: Retention) -> Done:
    """Each by itself, as on request; what others have typed about them is looked for of a few
    together."""
    keys = list(overdue(one, retention).order_by("pk").values_list("pk", flat=True))
    done = Done()
    for some in batched(keys, TOGETHER):
        try:
            done += _forget_those(one, retention, some)
        except Exception:  # noqa: BLE001  it is told below, of whom it is
            done += _one_by_one(one, retention, some)
    return done + Done(_by_the_app(retention))


def _forget_those(one: Declaration, retention: Retention, keys: list[Any]) -> Done:
    kind, rows = _kind(retention), overdue(one, retention)
    # Asked anew of each: it may have been used again, or have gone with another.
    due = (Record(kind, row) for key in keys if (row := rows.filter(pk=key).first()))
    return Done(*erasure.forget_together(due))


def _one_by_one(one: Declaration, retention: Retention, keys: list[Any]) -> Done:
    """One of them cannot be forgotten: they stay whole for the next night, and the others go."""
    done, failed, problem = Done(), 0, ""
    for key in keys:
        try:
            done += _forget_those(one, retention, [key])
        except Exception as error:  # noqa: BLE001  the next must not wait for this one
            failed, problem = failed + 1, _told(one.label, error)
    return done + Done(held_back=failed, problem=f"{problem} of {failed}" if failed else "")


def batched(keys: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _would_forget(one: Declaration, retention: Retention) -> Done:
    kind = _kind(retention)
    answers = [bool(kind.obstacle(row)) for row in overdue(one, retention).iterator()]
    gone = _by_the_app(retention, dry_run=True) + answers.count(False)
    return Done(gone, answers.count(True))


def _kind(retention: Retention) -> kinds.Kind:
    found = kinds.kind(retention.kind)
    if found is None:
        raise LookupError(retention.kind)
    return found


# Rows that are nobody's in particular ---------------------------------------------


def _settle(one: Declaration, retention: Retention) -> Done:
    return Done(_by_the_app(retention) if retention.apply else sum(_batches(one, retention)))


def _batches(one: Declaration, retention: Retention) -> Iterator[int]:
    """Small transactions: nobody's page waits for the night's work."""
    after: dict[str, Any] = {}
    while True:
        with transaction.atomic(), triggers_lifted(one.model):
            rows = overdue(one, retention).filter(**after).order_by("pk")
            keys = list(rows.values_list("pk", flat=True)[:BATCH])
            if not keys:
                return
            blank_log(one.model, keys)
            if retention.action == "delete":
                delete(one.model, keys)
            else:
                _clear(one, retention, keys)
        yield len(keys)
        # Never the same row twice, even if settling it did not change what made it overdue.
        after = {"pk__gt": keys[-1]}


def _clear(one: Declaration, retention: Retention, keys: list[Any]) -> None:
    cleared = {each.name: _blank(each) for each in _to_blank(one, retention)}
    one.model._base_manager.filter(pk__in=keys).update(**cleared)
    for audit in registry.audit_models(one.model):
        names = {each.name for each in audit._meta.concrete_fields}
        if values := {name: value for name, value in cleared.items() if name in names}:
            with triggers_lifted(audit):
                audit._base_manager.filter(pgh_obj_id__in=keys).update(**values)


def _to_blank(one: Declaration, retention: Retention) -> list[Any]:
    names = retention.fields or tuple(one.personal)
    return [one.model._meta.get_field(name) for name in names]


def _blank(each: models.Field) -> Any:
    if each.null:
        return None
    return {} if isinstance(each, models.JSONField) else ""
