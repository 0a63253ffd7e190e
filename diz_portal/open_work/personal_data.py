from diz_portal.privacy import JOINT, Retention, declare
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import Handover

declare(
    Handover,
    what="Reassigned work",
    personal={
        "person": "whose work it was",
        "reason": "why work stays",
        "answers": "who is responsible for what stays",
        "by": "who decided",
    },
    not_personal={"about lines": "numbers, and references of who took over what"},
    controller=JOINT,
    purpose=PARTNERSHIP,
    why="So that no one waiting for help is overlooked when a person or organisation stops",
    retention=Retention(
        days=730, from_field="at", after="it was reassigned", at_least=180, at_most=6 * 365
    ),
)
