"""Requests and complaints about personal data that are open: see `diz_portal.open_work`.

They are the programme managers' to answer, whichever organisation they concern.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from diz_portal.open_work import ORGANISATION, PARTNERSHIP, End, Ending, Kind, register

from .registers.models import Complaint, DataRequest

STOPS = frozenset({End.SUSPENDED, End.LEFT, End.HANDED_OVER})


def _page(name: str) -> Callable[[Any, Ending], str]:
    def url(user: Any, ending: Ending) -> str:
        return reverse(name) if user.has_perm("privacy.see_register") else ""

    return url


for model, one, many, page in (
    (DataRequest, "data protection request", "data protection requests", "privacy:requests"),
    (Complaint, "data protection complaint", "data protection complaints", "privacy:complaints"),
):
    register(
        Kind(
            name=f"{page.partition(':')[2]}-about",
            one=f"open {one} about it",
            many=f"open {many} about it",
            whose=ORGANISATION,
            ends=STOPS,
            rows=model.objects.open,
            owner="controller",
            if_it_stays="It is still responsible for its records. The programme managers will "
            "answer the person, and may need its help.",
            url=_page(page),
        )
    )
    register(
        Kind(
            name=page.partition(":")[2],
            one=f"open {one}",
            many=f"open {many}",
            whose=PARTNERSHIP,
            rows=model.objects.open,
            if_it_stays="No one will be able to answer them.",
            url=_page(page),
        )
    )
