"""What the shell itself asks somebody to look at."""

from django.urls import reverse

from diz_portal import routines
from diz_portal.attention import Item, Urgency, provider


@provider("routines")
def late_routines(user, today):
    """Managers hear when work of the night has not been done: nobody else would notice."""
    if not user.has_perm("diz_portal.view_routinerun"):
        return
    for routine, run in routines.late():
        yield Item(
            key=f"routine:{routine.name}",
            title=f"Ask why a routine has not run: {routine.title.lower()}",
            about="Portal administration",
            when=routine.said_late(run),
            url=reverse("admin:diz_portal_routinerun_changelist"),
            urgency=Urgency.WEEK,
        )
