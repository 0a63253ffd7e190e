"""What people say of single rows: leave these out, these are rows after all, these may be done.

A row is named by its sheet and number, so that what was said holds when the file is checked again.
Leaving a row out may mend another (of two with one key), so it starts a new check; a tick changes
nothing that was judged.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from diz_portal.access import NotNow
from diz_portal.accounts.models import User

from .models import ASKED, ImportAction, ImportState
from .services import check_again, locked

NOTHING_TICKED = "Select at least one row"
NO_REASON = "Enter why the recorded value is wrong"


def _open(batch: Any) -> Any:
    batch = locked(batch)
    if batch.state != ImportState.CHECKED:
        raise NotNow(
            "You cannot change these rows because the import’s status is "
            f"“{batch.status}”. "
            "Reload the page to see what you can do"
        )
    return batch


def _named(rows: Iterable[Any]) -> list[list]:
    return [[row.sheet, row.number] for row in rows]


@transaction.atomic
def leave_out(*, batch: Any, rows: Iterable[int], by: User) -> Any:
    """Leave these rows of the preview out, by their keys, and check the others again."""
    batch = _open(batch)
    named = _named(batch.rows.filter(pk__in=list(rows)))
    if not named:
        raise NotNow(NOTHING_TICKED)
    _say(batch, out=[*_of(batch, "out"), *named], kept=_without(_of(batch, "kept"), named))
    return check_again(batch=batch, by=by)


@transaction.atomic
def leave_out_proposed(*, batch: Any, by: User) -> Any:
    """Leave out every row that does not look like one of the table."""
    batch = _open(batch)
    return leave_out(batch=batch, rows=_proposed(batch).values_list("pk", flat=True), by=by)


@transaction.atomic
def keep(*, batch: Any, rows: Iterable[int], by: User) -> Any:
    """These are rows of the table, whatever they look like, or shall come in after all."""
    batch = _open(batch)
    named = _named(batch.rows.filter(pk__in=list(rows)))
    if not named:
        raise NotNow(NOTHING_TICKED)
    _say(batch, out=_without(_of(batch, "out"), named), kept=[*_of(batch, "kept"), *named])
    return check_again(batch=batch, by=by)


@transaction.atomic
def read_hidden(*, batch: Any, wanted: bool, by: User) -> Any:
    """Rows that a filter hides, or a hand: with the others, or not at all."""
    batch = _open(batch)
    batch.choices["without_hidden"] = not wanted
    batch.save(update_fields=["choices"])
    return check_again(batch=batch, by=by)


@transaction.atomic
def keep_proposed(*, batch: Any, by: User) -> Any:
    """All of those are rows of the table."""
    batch = _open(batch)
    return keep(batch=batch, rows=_proposed(batch).values_list("pk", flat=True), by=by)


@transaction.atomic
def tick(
    *,
    batch: Any,
    action: str,
    rows: Iterable[int],
    shown: Iterable[int] | None = None,
    reason: str = "",
    by: User | None,
) -> Any:
    """Of what is asked about, do these and not the others.

    `shown` are the rows that the page held, of which the others stay as they were; without it all
    rows of the file are meant, and `rows` is not looked at.
    """
    batch = _open(batch)
    asked = batch.rows.filter(action=action)
    if shown is not None:
        rows = set(rows)
        asked = asked.filter(pk__in=list(shown))
    if action == ImportAction.CORRECT and (shown is None or rows):
        batch.corrections_reason = " ".join(reason.split())[:400]
        if not batch.corrections_reason:
            raise NotNow(NO_REASON)
    if shown is None:
        asked.update(taken=True)
        batch.choices["all"] = sorted({*batch.choices.get("all", []), action})
    else:
        asked.filter(pk__in=rows).update(taken=True)
        asked.exclude(pk__in=rows).update(taken=False)
        _forget_all(batch, action)
        changed = list(asked)
        ticked = _without(_of(batch, "ticked"), _named(changed))
        batch.choices["ticked"] = ticked + _named(row for row in changed if row.taken)
    batch.summary["taken"] = batch.rows.filter(action__in=ASKED, taken=True).count()
    batch.save(update_fields=["choices", "corrections_reason", "summary"])
    return batch


@transaction.atomic
def put_letters_right(*, batch: Any, by: User) -> Any:
    """Read letters that were saved in the wrong encoding as what they were, or as they stand again,
    and check the file anew."""
    batch = _open(batch)
    batch.choices = {**batch.choices, "repair": not batch.choices.get("repair")}
    batch.save(update_fields=["choices"])
    return check_again(batch=batch, by=by)


def _forget_all(batch: Any, action: str) -> None:
    """“All” becomes a list of rows, from which some may be taken."""
    if action not in batch.choices.get("all", []):
        return
    batch.choices["all"] = [one for one in batch.choices["all"] if one != action]
    batch.choices["ticked"] = _of(batch, "ticked") + _named(
        batch.rows.filter(action=action, taken=True)
    )


def _proposed(batch: Any) -> Any:
    return batch.rows.filter(action=ImportAction.ERROR, taken=False)


def _of(batch: Any, name: str) -> list[list]:
    return batch.choices.get(name, [])


def _without(rows: list[list], others: list[list]) -> list[list]:
    gone = set(map(tuple, others))
    return [row for row in rows if tuple(row) not in gone]


def _say(batch: Any, **choices: list[list]) -> None:
    batch.choices = {**batch.choices, **choices}
    batch.save(update_fields=["choices"])
