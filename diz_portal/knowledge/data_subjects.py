"""Who added it is staff; what is published is about nobody."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import Recognition, ThemeTag

elsewhere(Recognition, "Accounts of staff. The register is public.")
places.made_here(ThemeTag, "theme kind key", "Names set in the code, and web addresses.")
places.room(ThemeTag, Recognition, name="Knowledge", read=places.staff)
