"""Who published is staff; what is published is about nobody."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import Correction, Edition, Reading, Release

elsewhere(Edition, "Accounts of staff. Editions are public.")
elsewhere(Release, "Accounts of staff, who can see releases in the workspace.")
elsewhere(Correction, "Accounts of staff. Corrections are public.")
places.made_here(Edition, "title", "Made by the portal.")
places.made_here(Reading, "figure", "A name set in the code.")
places.made_here(Release, "figure", "A name set in the code.")
places.made_here(Correction, "figure was is_now", "A name set in the code, and numbers.")
places.room(Edition, Reading, Release, Correction, name="Impact", read=places.staff)
