"""Finding a meeting, for the person who asks."""

from django.http import Http404, HttpRequest
from django.urls import reverse

from diz_portal import access
from projects.meetings import selectors
from projects.meetings.models import Meeting


def find(request: HttpRequest, reference: str) -> Meeting:
    if not request.user.has_perm("projects.see_meetings"):
        raise Http404
    return selectors.meeting(reference)


def keeps(request: HttpRequest, reference: str) -> Meeting:
    """For who keeps meetings; to others it makes no difference which there are."""
    if not request.user.has_perm("projects.see_meetings"):
        raise Http404
    access.require(request.user, "projects.keep_meetings")
    return selectors.meeting(reference)


def meeting_url(meeting: Meeting) -> str:
    return reverse("meetings:meeting", args=[meeting.reference])
