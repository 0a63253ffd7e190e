"""What waits for somebody about lessons: reviews, and links that no longer answer."""

from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from inclusion.learning.models import HelpLink
from inclusion.learning.selectors import writing


@provider("lessons to review")
def versions(user, today):
    if not user.has_perm("inclusion.review_lessons"):
        return
    for one in writing.to_review(user):
        yield Item(
            key=f"lesson-review:{one.pk}",
            title=f"Review lesson: {one.title}",
            about="Learning",
            when=f"sent {words.ago(one.written_at, today)}",
            url=one.get_absolute_url(),
            urgency=Urgency.LATER,
        )
    for one in writing.sent_back_to(user):
        yield Item(
            key=f"lesson-back:{one.pk}",
            title=f"Change lesson: {one.title}",
            about="Learning",
            when="sent back",
            url=one.get_absolute_url(),
            urgency=Urgency.WEEK,
        )


@provider("broken links to national help")
def dead_links(user, today):
    if not user.has_perm("inclusion.write_lessons"):
        return
    for link in HelpLink.objects.dead().order_by("failing_since", "pk"):
        yield Item(
            key=f"help-link:{link.pk}",
            title=f"Change or delete a link to national help: {link.title}",
            about="Learning",
            when=link.problem,
            url=reverse("admin:inclusion_helplink_change", args=[link.pk]),
            urgency=Urgency.WEEK,
        )
