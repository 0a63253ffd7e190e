"""What waits for somebody among scheduled reports."""

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import ago

from .models import JobState, ReportJob, Schedule


@provider("reports")
def failed_schedules(user, today):
    """To the owner of the schedule, and to managers once its owner has left."""
    if not user.is_authenticated:
        return
    last = ReportJob.objects.filter(schedule=OuterRef("pk")).order_by("-asked_at", "-pk")
    theirs = Q(owner=user)
    if user.is_staff:
        theirs |= Q(owner__is_active=False)
    failed = Schedule.objects.filter(theirs, paused_at=None).annotate(
        last_state=Subquery(last.values("state")[:1]),
        last_reference=Subquery(last.values("reference")[:1]),
        last_finished=Subquery(last.values("finished_at")[:1]),
    )
    for one in failed.filter(last_state=JobState.FAILED):
        yield Item(
            key=f"schedule:{one.reference}",
            title=f"Check a scheduled report that failed: {one.title}",
            about="Reports",
            when=f"failed {ago(one.last_finished, today)}",
            url=reverse("reports:job", args=[one.last_reference]),
            urgency=Urgency.WEEK,
        )
