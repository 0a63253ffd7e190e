from diz_portal.privacy import LEAD_ORGANISATION, declare, kept
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import DefaultView, SavedView

declare(
    SavedView,
    what="Saved views of lists",
    personal={"owner": "who saved the view"},
    not_personal={
        "of_list filters columns order": "what was chosen from lists; no words that were typed",
        "name": "what a member of staff calls the view; the page asks them not to name a resident",
        "shared organisation": "who else can open it",
    },
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To open a list again as it was chosen",
    retention=kept("Until the view is deleted"),
)
declare(
    DefaultView,
    what="Views that lists open with",
    personal={"person": "whose choice it is"},
    not_personal={"of_list": "a name of our own", "view": "the view"},
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To open a list as the person has chosen",
    retention=kept("Until they choose another, or the view is deleted"),
)
