"""What every page about a case asks first: whose it is, and whether details are shown."""

from django.contrib import messages
from django.shortcuts import get_object_or_404

from diz_portal.access import require, seen
from inclusion.cases.models import Case, CaseOpening, Need, NeedKind
from inclusion.cases.services import openings


def find(request, reference: str) -> Case:
    """A case of one's own team."""
    cases = Case.objects.visible_to(request.user)
    found = get_object_or_404(
        cases.select_related("person__district", "handled_by", "assigned_to"), reference=reference
    )
    return seen(request.user, "inclusion.work_on", found)


def opening_of(request, case: Case) -> CaseOpening | None:
    """Under which the person may read what the case says about someone."""
    return openings.lasting(case=case, by=request.user)


def is_hidden(request, case: Case) -> bool:
    """Whether details must be shown before this page; tells the person so."""
    if opening_of(request, case):
        return False
    messages.warning(request, "Show the details first. It will be recorded in the access log")
    return True


def find_need(request, reference: str, kind: NeedKind) -> Need:
    """A need of a case that the person works on."""
    require(request.user, "inclusion.work_on_stock")
    found = Need.objects.visible_to(request.user).select_related("case__handled_by")
    return seen(
        request.user,
        "inclusion.see_work",
        get_object_or_404(found, reference=reference, kind=kind),
    )
