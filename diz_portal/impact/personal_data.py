from diz_portal.privacy import LEAD_ORGANISATION, declare, kept, no_personal_data
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import Correction, Edition, OtherPartnership, Reading, Release

no_personal_data(
    Reading,
    reason="Published counts: those of people in steps of at least 5 people.",
    texts="figure declared rows behind",
)
WHY = "To say who published what"
FOR_GOOD = kept("Permanently: what was published is not changed")
declare(
    Edition,
    what="Editions of the impact figures",
    personal={"by": "who published it"},
    not_personal={"title": "made by the portal"},
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why=WHY,
    retention=FOR_GOOD,
)
declare(
    Release,
    what="Releases of impact figures",
    personal={"by": "who released or withdrew it"},
    not_personal={"figure": "a name set in the code"},
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why=WHY,
    retention=FOR_GOOD,
)
declare(
    Correction,
    what="Corrections of impact figures",
    personal={"by": "who published it"},
    not_personal={
        "figure": "a name set in the code",
        "was is_now": "numbers",
        "reason": "published text about a number; the page says that anyone can read it",
    },
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why=WHY,
    retention=FOR_GOOD,
)
declare(
    OtherPartnership,
    what="Figures of other partnerships",
    personal={"by": "who added the file"},
    not_personal={
        "name address figures": "what another partnership publishes as open data",
        "sha256": "a sum of the file",
    },
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To say who added a file",
    retention=kept("Until a programme manager removes it"),
)
