"""A view keeps what was chosen, never what was found or looked for."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import DefaultView, SavedView

elsewhere(SavedView, "Accounts of staff, who can see, change and delete their own views.")
elsewhere(DefaultView, "Accounts of staff, who can see and change what their lists open with.")
places.made_here(SavedView, "of_list order", "Names of our own.")
places.made_here(DefaultView, "of_list", "A name of our own.")
places.room(SavedView, DefaultView, name="Saved views", read=places.staff)
