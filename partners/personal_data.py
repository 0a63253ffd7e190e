from diz_portal.privacy import JOINT, Retention, declare, kept, no_personal_data
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import Agreement, Invitation, JoinRequest, Membership, Organisation

no_personal_data(
    Organisation,
    reason="Public facts about an organisation. Its page names no one.",
    texts="name slug identifier summary website",
)
no_personal_data(
    Agreement, reason="An agreement between organisations and its dates.", texts="title"
)
declare(
    Membership,
    what="Memberships of organisations",
    personal={
        "person": "the member",
        "role": "their role there",
        "given_by": "who gave them the role",
        "phone": "work phone number, deleted when they stop being a member",
    },
    controller=JOINT,
    purpose=PARTNERSHIP,
    why="To know who may act for an organisation, and who could at the time; to call them",
    retention=kept(
        "For as long as the account is open; {period} after its last sign-in without the name",
        follows="accounts.User",
    ),
)
declare(
    Invitation,
    what="Invitations",
    personal={
        "name": "name",
        "email": "email address",
        "invited_by": "who sent it",
        "accepted_by": "who accepted it",
    },
    not_personal={"token_digest": "random, for one use"},
    controller=JOINT,
    purpose=PARTNERSHIP,
    why="So that an invited person can join",
    retention=Retention(
        days=365,
        from_field="sent_at",
        kind="invitation",
        after="it was sent",
        at_least=180,
        at_most=3 * 365,
    ),
)
declare(
    JoinRequest,
    what="Requests to become a partner or to join one",
    personal={
        "name": "name",
        "email": "email address",
        "message": "what the person wrote",
        "reason": "why it was declined",
        "decided_by": "who decided",
    },
    controller=JOINT,
    purpose=PARTNERSHIP,
    why="To reply to someone who asked to join",
    retention=Retention(
        days=365,
        from_field="created_at",
        kind="join-request",
        after="it was sent",
        at_least=180,
        at_most=3 * 365,
    ),
)
