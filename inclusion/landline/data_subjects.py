"""Answers about a landline are of the resident whose need it is: see `on_cases`. Someone else
may be named in what was typed."""

from functools import partial
from typing import Any

from django.db.models import Q

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places
from inclusion.cases.data_subjects import case_page, theirs
from inclusion.cases.roles import refers_for
from inclusion.landline.clients.models import ClientList, ClientMapping, ClientRow
from inclusion.landline.models import Landline

places.room(
    Landline,
    name="Cases",
    read=partial(theirs, "need__case__handled_by"),
    others=Q(need__case__person__erased_at=None),
    link=("need__case__reference", case_page),
)


def _lists(path: str, user: Any) -> Q:
    return Q(**{f"{path}__in": refers_for(user)})


for model, path in ((ClientList, "organisation"), (ClientRow, "batch__organisation")):
    elsewhere(model, "Each row becomes a referral, which is disclosed.")
    places.room(model, name="Referral lists", read=partial(_lists, path))
places.room(ClientMapping, name="Referral lists", read=partial(_lists, "organisation"))
places.made_here(ClientList, "sha256", "Made of the file.")
