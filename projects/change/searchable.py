"""Change requests are found by what changes, by whoever may read them."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Hit, Searchable, Words
from projects.change.models import ChangeRequest


def _request(request: ChangeRequest, user: Any) -> Hit:
    return Hit(
        title=request.title,
        url=reverse("change:request", args=[request.project.slug, request.reference]),
        about=f"Change request {request.number}, {request.project}",
        state=request.get_state_display(),
    )


search.register(
    Searchable(
        kind="changes",
        label="Change requests",
        rows=lambda user: ChangeRequest.objects.visible_to(user),
        hit=_request,
        order=42,
        words=Words("title"),
        codes=("reference",),
        related=("project",),
    )
)
