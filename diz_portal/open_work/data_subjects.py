from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import Handover

elsewhere(Handover, "Why work stays where it is, and who is responsible for it, by account.")
places.made_here(Handover, "about lines", "Numbers, and references of who took over what.")
