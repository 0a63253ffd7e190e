"""Answers about a landline are of the resident whose need it is: see `on_cases`. Someone else
may be named in what was typed."""

from functools import partial

from django.db.models import Q

from diz_portal.privacy.mentions import places
from inclusion.cases.data_subjects import case_page, theirs
from inclusion.landline.models import Landline

places.room(
    Landline,
    name="Cases",
    read=partial(theirs, "need__case__handled_by"),
    others=Q(need__case__person__erased_at=None),
    link=("need__case__reference", case_page),
)
