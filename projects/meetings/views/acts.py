"""What can happen to a meeting and its actions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from diz_portal import access
from diz_portal.pages import acted, acts, confirm, posted
from projects.meetings.forms import CloseActionForm, MeetingForm, ReasonForm
from projects.meetings.models import MeetingAction
from projects.meetings.services import meetings as services
from projects.meetings.views.finding import keeps, meeting_url

FORM = "form.html"


@acts
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    form = MeetingForm(posted(request), meeting=found, cancel=meeting_url(found))
    return acted(
        request,
        form,
        lambda: services.change(by=request.user, meeting=found, **form.cleaned_data),
        done="Meeting saved",
        back=meeting_url(found),
        template=FORM,
        title="Date and place",
        caption=str(found),
    )


@acts
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    return confirm(
        request,
        title=f"Has this meeting been held: {found}?",
        sentence="You can then write its minutes. You cannot undo this.",
        button="Mark as held",
        back=meeting_url(found),
        act=lambda: services.hold(by=request.user, meeting=found),
        done="Meeting marked as held",
    )


@acts
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    form = ReasonForm(posted(request), cancel=meeting_url(found))
    return acted(
        request,
        form,
        lambda: services.cancel(by=request.user, meeting=found, **form.cleaned_data),
        done="Meeting cancelled",
        back=meeting_url(found),
        template=FORM,
        title="Cancel meeting",
        caption=str(found),
        sentence="Reports scheduled before this day will still be created for it.",
    )


@acts
def reinstate(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    return confirm(
        request,
        title=f"Plan this meeting again: {found}?",
        sentence="It will be shown as planned.",
        button="Plan meeting again",
        back=meeting_url(found),
        act=lambda: services.reinstate(by=request.user, meeting=found),
        done="Meeting planned again",
    )


@acts
def release(request: HttpRequest, reference: str) -> HttpResponse:
    found = keeps(request, reference)
    return confirm(
        request,
        title=f"Release the minutes: {found}?",
        sentence=(
            "Anyone will be able to read them on the public website, without private items and "
            "without the names of people who attended. Nothing in them can be changed afterwards."
        ),
        button="Release minutes",
        back=meeting_url(found),
        act=lambda: services.release(by=request.user, meeting=found),
        done="Minutes released",
    )


@acts
def close_action(request: HttpRequest, reference: str) -> HttpResponse:
    if not request.user.has_perm("projects.see_meetings"):
        raise Http404
    found = get_object_or_404(
        MeetingAction.objects.select_related("meeting__board", "owner"), reference=reference
    )
    access.seen(request.user, "projects.close_action", found)
    back = meeting_url(found.meeting)
    form = CloseActionForm(posted(request), cancel=back)
    return acted(
        request,
        form,
        lambda: services.close_action(by=request.user, action=found, **form.cleaned_data),
        done="Action closed",
        back=back,
        template=FORM,
        title="Close action",
        caption=found.words,
    )
