"""Who published is staff; what is published is about nobody."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import Correction, Edition, OtherPartnership, Reading, Release

elsewhere(Edition, "Accounts of staff. Editions are public.")
elsewhere(Release, "Accounts of staff, who can see releases in the workspace.")
elsewhere(Correction, "Accounts of staff. Corrections are public.")
elsewhere(OtherPartnership, "Accounts of staff, who can see them in the workspace.")
places.made_here(OtherPartnership, "sha256", "A sum of the file.")
places.published(OtherPartnership, "name address figures")
places.made_here(Edition, "title", "Made by the portal.")
places.made_here(Reading, "figure", "A name set in the code.")
places.made_here(Release, "figure", "A name set in the code.")
places.made_here(Correction, "figure was is_now", "A name set in the code, and numbers.")
places.room(
    *(Edition, Reading, Release, Correction, OtherPartnership), name="Impact", read=places.staff
)
