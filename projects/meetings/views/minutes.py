"""Writing the minutes: who came, the items, the actions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from diz_portal.access import Refusal
from diz_portal.pages import acted, acts, confirm, posted
from projects.meetings import forms
from projects.meetings.models import MeetingItem
from projects.meetings.services import meetings as services
from projects.meetings.views.finding import keeps, meeting_url

FORM = "form.html"


@acts
def attend(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    form = forms.AttendanceForm(posted(request), cancel=meeting_url(found))
    return acted(
        request,
        form,
        lambda: services.attend(by=request.user, meeting=found, **form.cleaned_data),
        done="Added to attendance",
        back=meeting_url(found),
        template=FORM,
        title="Add to attendance",
        caption=str(found),
        sentence="People who sign in see the name. The public minutes show only the organisation.",
    )


@require_POST
def strike(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    number = request.POST.get("attendance", "")
    one = found.attendance.filter(pk=number if number.isdecimal() and len(number) < 10 else 0)
    try:
        if there := one.select_related("meeting").first():
            services.strike(by=request.user, attendance=there)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Removed from attendance")
    return redirect(meeting_url(found))


@acts
def add(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    form = forms.NewItemForm(posted(request), meeting=found, cancel=meeting_url(found))
    return acted(
        request,
        form,
        lambda: services.minute(by=request.user, meeting=found, **form.cleaned_data),
        done="Item added",
        back=meeting_url(found),
        template=FORM,
        title="Add item",
        caption=str(found),
    )


def _item(request: HttpRequest, reference: str, item: str) -> MeetingItem:
    meeting = keeps(request, reference)
    found = get_object_or_404(meeting.items.all(), reference=item)
    found.meeting = meeting
    return found


@acts
def edit(request: HttpRequest, reference: str, item: str) -> HttpResponse:
    found = _item(request, reference, item)
    back = meeting_url(found.meeting)
    form = forms.ItemForm(posted(request), item=found, cancel=back)
    return acted(
        request,
        form,
        lambda: services.edit_item(by=request.user, item=found, **form.cleaned_data),
        done="Item saved",
        back=back,
        template=FORM,
        title=f"Edit item {found.number}",
        caption=str(found.meeting),
    )


@acts
def remove(request: HttpRequest, reference: str, item: str) -> HttpResponse:
    found = _item(request, reference, item)
    return confirm(
        request,
        title=f"Remove item {found.number}: {found.heading}?",
        sentence="The item will be removed from the minutes. You cannot undo this.",
        button="Remove item",
        back=meeting_url(found.meeting),
        act=lambda: services.remove_item(by=request.user, item=found),
        done="Item removed",
        is_grave=True,
    )


@acts
def add_action(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    form = forms.ActionForm(posted(request), cancel=meeting_url(found))
    return acted(
        request,
        form,
        lambda: services.add_action(by=request.user, meeting=found, **form.cleaned_data),
        done="Action added",
        back=meeting_url(found),
        template=FORM,
        title="Add action",
        caption=str(found),
    )
