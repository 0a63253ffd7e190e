from diz_portal.privacy import JOINT, Retention, declare
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import Handover

declare(
    Handover,
    what="Handovers of work",
    personal={
        "person": "whose work it was",
        "reason": "why something stays",
        "answers": "who answers for what stays",
        "by": "who decided",
    },
    not_personal={"about lines": "numbers, and references of who got what"},
    controller=JOINT,
    purpose=PARTNERSHIP,
    why="So that nobody who waits for help is forgotten when somebody stops",
    retention=Retention(
        days=730, from_field="at", after="it was handed over", at_least=180, at_most=6 * 365
    ),
)
