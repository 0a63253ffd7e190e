from diz_portal.privacy import LEAD_ORGANISATION, declare, kept, no_personal_data
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import Recognition, ThemeTag

no_personal_data(
    ThemeTag,
    reason="Which theme something public has.",
    texts="theme kind key",
)
declare(
    Recognition,
    what="Awards and certificates of the partnership",
    personal={"by": "who added it"},
    not_personal={
        "title given_by source": "what the giver has published about the partnership",
    },
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To say who added what",
    retention=kept("Until a programme manager removes it"),
)
