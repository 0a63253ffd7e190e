"""Views: saved, changed, copied, deleted, mended; and the one with which a list opens."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time
from diz_portal.reports.schedules import services as schedules

from .listing import Listing
from .models import REPORT, DefaultView, SavedView, Shared
from .registry import List
from .state import State

# Of one person: more than anybody finds again.
MOST = 200
LOCK = "views-of-{}"


class NameTaken(Refusal):
    message = "You already have a view of this list with this name. Enter another"


@transaction.atomic
def save(
    *, kind: List, state: State, name: str, shared: Shared, organisation: Any, by: User
) -> SavedView:
    """Keep a choice under a name. Words that somebody looked for are not kept."""
    one_at_a_time(LOCK.format(by.pk))
    values = _kept(kind, state)
    same = SavedView.objects.filter(owner=by, of_list=kind.name, name=name, shared=shared, **values)
    if known := same.filter(organisation=organisation).first():
        # A second click: it is saved already.
        return known
    if SavedView.objects.filter(owner=by).count() >= MOST:
        raise Refusal(f"You have {MOST} saved views. Delete one that you no longer use first")
    return _unless_taken(
        lambda: SavedView.objects.create(
            of_list=kind.name,
            name=name,
            owner=by,
            shared=_allowed(shared, by),
            organisation=organisation,
            **values,
        )
    )


@transaction.atomic
def edit(*, view: SavedView, name: str, shared: Shared, organisation: Any, by: User) -> SavedView:
    """Its name, and whom it is shared with."""
    view.name, view.organisation = name, organisation
    view.shared = shared if shared == view.shared else _allowed(shared, by)
    _unless_taken(view.save)
    return view


@transaction.atomic
def keep(*, view: SavedView, state: State, was: State, by: User) -> SavedView:
    """Let it show something else from now on; refused where somebody has changed that since."""
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    if State.of(view) != was:
        raise NotNow(
            "Someone else changed this view after you opened it, so it has not been saved. Your "
            "filters are still on this page. Save them as a new view, or open the view again"
        )
    _write(view, state)
    return view


@transaction.atomic
def mend(*, view: SavedView, by: User) -> SavedView:
    """Take out of it what nobody can choose any more: as the person who mends it sees that."""
    assert view.kind is not None  # noqa: S101  a view of no list opens for nobody
    _write(view, Listing(view.kind, by, State.of(view)).state)
    return view


@transaction.atomic
def copy(*, view: SavedView, by: User) -> SavedView:
    """The same for oneself, under the same name or the next that is free."""
    assert view.kind is not None  # noqa: S101
    one_at_a_time(LOCK.format(by.pk))
    taken = SavedView.objects.filter(owner=by, of_list=view.of_list).values_list("name", flat=True)
    lowered = {one.lower() for one in taken}
    name, number = view.name, 2
    while name.lower() in lowered:
        end = f" ({number})"
        name, number = f"{view.name[: 120 - len(end)]}{end}", number + 1
    state = State.of(view)
    return save(kind=view.kind, state=state, name=name, shared=Shared.OWN, organisation=None, by=by)


@transaction.atomic
def delete(*, view: SavedView, by: User) -> None:
    """What is scheduled from it is paused, since it could only fail."""
    schedules.pause_without(
        report=REPORT, answers=view.question, what=f"the view “{view.name}”", by=by
    )
    SavedView.objects.filter(pk=view.pk).delete()


@transaction.atomic
def open_with(*, view: SavedView, by: User) -> None:
    """Its list opens with this view, for this person."""
    DefaultView.objects.update_or_create(person=by, of_list=view.of_list, defaults={"view": view})


@transaction.atomic
def open_without(*, view: SavedView, by: User) -> None:
    DefaultView.objects.filter(person=by, view=view).delete()


def _write(view: SavedView, state: State) -> None:
    assert view.kind is not None  # noqa: S101
    for name, value in _kept(view.kind, state).items():
        setattr(view, name, value)
    view.save()


def _kept(kind: List, state: State) -> dict[str, Any]:
    kept = state.kept(kind)
    return {
        "filters": dict(kept.filters),
        "columns": list(kept.columns),
        "order": kept.order,
    }


def _allowed(shared: Shared, by: User) -> Shared:
    if shared == Shared.EVERYONE and not by.has_perm("lists.share_with_everyone"):
        raise Refusal(
            "Only programme managers can share views with everyone. Select another option"
        )
    return shared


def _unless_taken(act: Callable[[], Any]) -> Any:
    try:
        with transaction.atomic():
            return act()
    except IntegrityError as error:
        if "lists_view_name_once" not in str(error):
            raise
        raise NameTaken from None
