"""What people are told about their request or complaint, in the form each chose.

The words of all four forms stand in `templates/emails/privacy/`. A text holds no more than that
there is news and how to hear it: telephones are shared.
"""

from typing import Any

from diz_portal import outbox
from diz_portal.outbox.models import Channel
from diz_portal.privacy.registers.models import Complaint, DataRequest


def prefix(asked: DataRequest | Complaint) -> str:
    """With what the keys of all mail about it begin: forgetting the person empties it."""
    kind = "complaint" if isinstance(asked, Complaint) else "data-request"
    return f"{kind}-{asked.reference}-"


def send(template: str, asked: DataRequest | Complaint, *, once: str, **context: Any) -> None:
    """Queue a message in the caller's transaction; `once` tells those of one template apart."""
    channel = Channel(asked.channel)
    outbox.queue(
        f"privacy/{template}",
        channel=channel,
        to={Channel.EMAIL: asked.email, Channel.LETTER: ""}.get(channel, asked.phone),
        reader="" if channel == Channel.EMAIL else asked.name,
        postal_address=asked.postal_address if channel == Channel.LETTER else "",
        key=f"{prefix(asked)}{template}-{once}",
        context={"asked": asked, **context},
    )
