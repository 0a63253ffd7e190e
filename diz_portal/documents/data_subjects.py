from diz_portal.privacy.kinds import elsewhere

from .models import Document

elsewhere(Document, "A paper of organisations; whether it names somebody, its reader must say.")
