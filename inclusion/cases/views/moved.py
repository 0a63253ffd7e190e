"""Addresses of before. Each leads on to the one it has now, for those who may open that."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from diz_portal.access import require
from inclusion.cases.models import Case, Transfer
from inclusion.cases.roles import answers_for
from inclusion.cases.views.finding import find

ROOM = "inclusion_workspace:"


@require_safe
def letters_and_calls(request):
    require(request.user, "inclusion.work_on_cases")
    return redirect(f"{ROOM}to_tell")


@require_safe
def emergency_access(request, reference):
    found = Case.objects.filter(handled_by__in=answers_for(request.user))
    return redirect(
        f"{ROOM}emergency_access", get_object_or_404(found, reference=reference).reference
    )


@require_safe
def transfer_case(request, reference):
    return redirect(f"{ROOM}case_transfer", find(request, reference).reference)


@require_safe
def withdraw_transfer(request, reference):
    found = get_object_or_404(Transfer.objects.visible_to(request.user), reference=reference)
    require(request.user, "inclusion.withdraw_transfer", found)
    return redirect(f"{ROOM}transfer_withdraw", found.reference)
