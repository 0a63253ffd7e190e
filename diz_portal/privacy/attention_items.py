from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider

from .models import RetentionRun
from .processing.enums import State
from .processing.selectors import due_for_review
from .registers import selectors


@provider("deletion by retention periods")
def clearing(user, today):
    """Managers hear when not all old records were cleared (`routines`: when none were)."""
    if not user.has_perm("privacy.see_register"):
        return
    last = RetentionRun.objects.prefetch_related("results").first()
    if last is not None and last.failed:
        yield Item(
            key="privacy:retention",
            title="Check failed retention run",
            about="Data protection",
            when=f"last run {words.uk_datetime(last.started_at)}",
            url=reverse("privacy:retention"),
            urgency=Urgency.WEEK,
        )


@provider("data protection requests")
def requests(user, today):
    """Late, due within a week, or waiting for the person for so long that somebody should ask."""
    for one in selectors.pressing_requests(user):
        if one.is_paused:
            yield Item(
                key=f"privacy-request:{one.reference}",
                title=f"Remind the person, or close request {one.reference}",
                about="Data protection request",
                when=one.in_time,
                url=one.get_absolute_url(),
                urgency=Urgency.WEEK,
            )
        else:
            yield Item(
                key=f"privacy-request:{one.reference}",
                title=f"Answer request {one.reference}",
                about="Data protection request",
                when=words.due(one.due_on, today),
                url=one.get_absolute_url(),
                urgency=Urgency.by_date(one.due_on, today),
                due_on=one.due_on,
            )


@provider("data protection complaints")
def complaints(user, today):
    """Complaints that nobody has told the person are here."""
    for one in selectors.unacknowledged(user):
        yield Item(
            key=f"privacy-complaint:{one.reference}",
            title=f"Acknowledge complaint {one.reference}",
            about="Data protection complaint",
            when=words.due(one.acknowledge_by, today),
            url=one.get_absolute_url(),
            urgency=Urgency.by_date(one.acknowledge_by, today),
            due_on=one.acknowledge_by,
        )


@provider("records of processing")
def processing(user, today):
    """One for each controller whose records the person keeps, whatever their number."""
    for controller, records in due_for_review(user, today):
        dated = sorted(one.next_review_on for one in records if one.next_review_on)
        first = dated[0] if dated else None
        is_new = len(dated) < len(records)
        number = len(records)
        yield Item(
            key=f"privacy-processing:{controller.slug}",
            title="Review record of processing",
            about=f"{controller}: {number} record{'' if number == 1 else 's'}",
            when="not reviewed yet" if is_new or not first else words.due(first, today),
            url=reverse("privacy:data_map") + f"?controller={controller.slug}&state={State.DUE}",
            urgency=Urgency.by_date(first, today) if first else Urgency.LATER,
            due_on=first,
        )
