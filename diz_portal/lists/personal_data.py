from diz_portal.privacy import LEAD_ORGANISATION, declare, kept
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import DefaultView, SavedView

declare(
    SavedView,
    what="Saved views of lists",
    personal={"owner": "who saved the view"},
    not_personal={
        "of_list filters columns order": "what was chosen from lists, nothing that was typed",
        "name": "what a member of staff calls the view; the page asks them not to name a resident",
        "shared organisation": "who else can open it",
    },
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To open a list with the same filters, columns and order",
    retention=kept("Until the view is deleted"),
)
declare(
    DefaultView,
    what="Default views of lists",
    personal={"person": "whose choice it is"},
    not_personal={"of_list": "a name set in the code", "view": "the view"},
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To open a list in the view that the person has chosen",
    retention=kept("Until they choose another, or the view is deleted"),
)
