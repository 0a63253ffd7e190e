"""What can be read of views, and a list as a page reads it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from diz_portal.access import seen

from . import registry
from .listing import Listing
from .models import DefaultView, SavedView
from .registry import List
from .state import VIEW, State, is_asked

# So many are offered above a list; the page of views has all.
OFFERED = 100


def views_of(user: Any) -> Any:
    """Those that somebody may open, with whether it is the one their list opens with."""
    default = DefaultView.objects.filter(person=user.pk, view=OuterRef("pk"))
    found = SavedView.objects.visible_to(user).select_related("owner", "organisation")
    return found.annotate(is_default=Exists(default))


def view(user: Any, reference: str) -> SavedView:
    """One of them; 404 where the person may not open it, or not any more."""
    found = get_object_or_404(views_of(user), reference=reference)
    return seen(user, "lists.see_view", found)


def kind_of(user: Any, name: str) -> List:
    """A list that the person may open, else 404."""
    kind = registry.named(name)
    if kind is None or not kind.may_open(user):
        raise Http404
    return kind


def of_view(found: SavedView, user: Any) -> Listing:
    """A view as its reader reads it."""
    return Listing(kind_of(user, found.of_list), user, State.of(found), view=found)


class Offered:
    """The views above a list: one's own, and those of others."""

    def __init__(self, kind: List, user: Any):
        some = views_of(user).filter(of_list=kind.name)
        self.all = list(some[:OFFERED])
        self.own = [one for one in self.all if one.owner_id == user.pk]
        self.others = [one for one in self.all if one.owner_id != user.pk]

    def find(self, reference: str, user: Any) -> SavedView | None:
        known = next((one for one in self.all if one.reference == reference), None)
        if known is None and len(self.all) == OFFERED:
            known = views_of(user).filter(reference=reference).first()
        return known

    @property
    def default(self) -> SavedView | None:
        return next((one for one in self.all if one.is_default), None)


def listing(name: str, request: HttpRequest, **fixed: str) -> Listing:
    """The list of a page: as the address asks; else by the view it names; else as the person has
    chosen for themselves."""
    kind = registry.named(name)
    assert kind is not None  # noqa: S101  a page names a list of its own app
    user, asked = request.user, request.GET
    offered = Offered(kind, user)
    found = offered.find(asked[VIEW], user) if asked.get(VIEW) else None
    if is_asked(kind, asked):
        state = State.asked(kind, asked)
    elif asked.get(VIEW):
        if found is None:
            raise Http404
        state = State.of(found)
    else:
        found = None if VIEW in asked else offered.default
        if found and not _fits(found, fixed):
            found = None
        state = State.of(found) if found else State()
    made = Listing(kind, user, state, fixed=fixed, view=found)
    made.offered = offered
    return made


def _fits(found: SavedView, fixed: Mapping[str, str]) -> bool:
    """Whether a view can open a page: one of another project cannot."""
    return all(found.filters.get(key, value) == value for key, value in fixed.items())
