"""A view keeps what was chosen, never what was found or looked for."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import DefaultView, SavedView

elsewhere(SavedView, "Accounts of staff, who can see, change and delete their own views.")
elsewhere(DefaultView, "Accounts of staff, who can see and change their default views.")
places.made_here(SavedView, "of_list order", "Names set in the code.")
places.made_here(DefaultView, "of_list", "A name set in the code.")
places.room(SavedView, DefaultView, name="Saved views", read=places.staff)
