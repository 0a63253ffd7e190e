import secrets
from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import navigation
from diz_portal.access import require
from diz_portal.pages import acted, acts, chosen_of, posted
from diz_portal.places.selectors import partnership

from . import counting, selectors, services
from .forms import ChaseAllForm, ChaseForm, HandlingForm, prefilled, prefilled_for_all
from .models import Chase, Handling
from .registry import Item


@require_safe
def home(request):
    """The first screen after signing in: what needs this person, and nothing else first."""
    if not request.user.has_perm("attention.see"):
        # Where signing in leads: somebody whose part has ended is told so, not just refused.
        return render(request, "workspace/no_part.html", status=403)
    found = selectors.list_of(request.user)
    request.attention_count = len(found.waiting)  # the navigation shows it without asking again
    counting.keep(request.user, len(found.waiting))
    show = _for_staff if request.user.has_perm("attention.chase") else _for_members
    return render(request, *show(request, found))


def _for_members(request, found: selectors.List) -> tuple[str, dict[str, Any]]:
    """What they do themselves, by what it costs to ignore; what leads, such as a return, first."""
    first = next((item for item in found.waiting if item.leads), None)
    rest = [item for item in found.waiting if item is not first]
    return "workspace/home.html", {
        "first": first,
        "groups": [(urgency.value, rows) for urgency, rows in selectors.grouped(rest)],
        "count": len(found.waiting),
        "panels": selectors.panels_for(request.user),
        "starts": navigation.doors(request, navigation.START),
        "today": timezone.localdate(),
    }


def _for_staff(request, found: selectors.List) -> tuple[str, dict[str, Any]]:
    """The portfolio, what others owe, and what is theirs: weight says urgency, the rest folds."""
    today = timezone.localdate()
    chosen = chosen_of(request, "project", "partner", "kind")
    every = found.waiting + found.snoozed + found.with_colleagues
    choices = {
        "project": sorted({item.subject for item in every if item.subject}),
        "partner": sorted({item.owed_by for item in every if item.owed_by}),
        "kind": sorted({item.kind for item in every}),
    }
    waiting, snoozed, with_colleagues = (
        [item for item in items if _is_chosen(item, chosen)]
        for items in (found.waiting, found.snoozed, found.with_colleagues)
    )
    chases = selectors.last_chases(waiting)
    owed = [item for item in waiting if item.can_be_chased]
    own = [item for item in waiting if not item.can_be_chased]
    groups = selectors.owing(owed, chases, today)
    return "workspace/home_staff.html", {
        "count": len(found.waiting),
        "panels": selectors.panels_for(request.user),
        "today": today,
        "chosen": chosen,
        "is_narrowed": any(chosen.values()),
        "choices": [
            ("project", "Project or subject", choices["project"]),
            ("partner", "Partner", choices["partner"]),
            ("kind", "Type of task", [(kind, _named(kind)) for kind in choices["kind"]]),
        ],
        "owing": groups[: selectors.SHOWN],
        "owing_more": groups[selectors.SHOWN :],
        "own": own[: selectors.SHOWN],
        "own_more": own[selectors.SHOWN :],
        "own_late": sum(item.is_overdue for item in own),
        "snoozed": snoozed,
        "with_colleagues": with_colleagues,
        "states": found.states,
        "chases": chases,
    }


def _is_chosen(item: Item, chosen: dict[str, str]) -> bool:
    values = {"project": item.subject, "partner": item.owed_by, "kind": item.kind}
    return all(not wanted or values[name] == wanted for name, wanted in chosen.items())


def _named(kind: str) -> str:
    return kind[:1].upper() + kind[1:]


@acts
def chase(request, key):
    """Read the prefilled email, change it, send it."""
    require(request.user, "attention.chase")
    item = selectors.find(request.user, key)
    if item is None or not item.can_be_chased:
        raise Http404("This task has already been done or is no longer yours")
    home_url = reverse("workspace:home")
    initial = prefilled(item, partnership().name) | {"form_key": secrets.token_hex(12)}
    form = ChaseForm(posted(request), initial=initial, cancel_url=home_url)
    return acted(
        request,
        form,
        lambda: services.chase(item=item, by=request.user, **form.cleaned_data),
        done=f"Reminder sent to {item.owed_by}",
        back=home_url,
        template="workspace/chase.html",
        item=item,
        people=list(item.recipients()),
        last=selectors.last_chases([item]).get(item.key),
    )


@acts
def chase_all(request, owner):
    """Everything that one organisation or person owes, in one message."""
    require(request.user, "attention.chase")
    items = selectors.owed_by(request.user, owner)
    if not items:
        raise Http404("They no longer have anything to do")
    home_url = reverse("workspace:home")
    initial = prefilled_for_all(items, partnership().name)
    form = ChaseAllForm(
        posted(request),
        initial=initial | {"form_key": secrets.token_hex(12)},
        items=items,
        cancel_url=home_url,
    )

    def send():
        cleaned = dict(form.cleaned_data)
        which = set(cleaned.pop("which"))
        chosen = [item for item in items if item.key in which]
        services.chase_all(items=chosen, by=request.user, **cleaned)

    chases = selectors.last_chases(items).values()
    people = {person for item in items for person in item.recipients()}
    return acted(
        request,
        form,
        send,
        done=f"Reminder sent to {owner}",
        back=home_url,
        template="workspace/owed.html",
        name=owner,
        items=items,
        people=sorted(people, key=str),
        last=max(chases, key=lambda one: one.at, default=None),
    )


@acts
def task(request, key):
    """One task of the list, with what staff did about it: note, snooze, assign."""
    require(request.user, "attention.chase")
    item = selectors.find(request.user, key)
    if item is None:
        raise Http404("This task has already been done")
    state = selectors.states_of([item], timezone.localdate()).get(key, selectors.State())
    home_url = reverse("workspace:home")
    form = HandlingForm(
        posted(request),
        initial={"form_key": secrets.token_hex(12)},
        state=state,
        cancel_url=home_url,
    )
    return acted(
        request,
        form,
        lambda: services.handle(item=item, by=request.user, **form.cleaned_data),
        done="Task updated",
        back=home_url,
        template="workspace/task.html",
        item=item,
        state=state,
        history=_history(key),
    )


def _history(key: str) -> list[Chase | Handling]:
    rows: list[Chase | Handling] = [
        *Chase.objects.filter(item_key=key).select_related("by"),
        *Handling.objects.filter(item_key=key).select_related("by", "to"),
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)
