from diz_portal.privacy.kinds import elsewhere

from .models import Handover

elsewhere(Handover, "Why work stays where it is, and who answers for it: by account.")
