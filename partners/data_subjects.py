"""Invitations and requests to join, and what organisations add to an account."""

from typing import Any

from django.db.models import Q

from diz_portal.accounts import visits
from diz_portal.open_work import End
from diz_portal.open_work.selectors import in_hand
from diz_portal.open_work.services import in_words
from diz_portal.places.selectors import partnership
from diz_portal.privacy import services
from diz_portal.privacy.kinds import (
    Bearer,
    Kind,
    Part,
    Wanted,
    add_obstacle,
    add_part,
    own,
    register,
)
from diz_portal.privacy.mentions import places

from . import endings
from .models import (
    Agreement,
    Invitation,
    JoinRequest,
    JoinRequestState,
    Membership,
    Organisation,
)


def _lead(row: Any) -> str:
    return str(partnership().lead_organisation or partnership())


def _still_belongs(user: Any) -> str:
    current = list(Membership.objects.current().filter(person=user).select_related("organisation"))
    if not current:
        return ""
    names = ", ".join(str(one.organisation) for one in current)
    return f"They are still a member of {names}. End the membership and reassign their work first."


def _has_work(user: Any) -> str:
    piles = in_hand(endings.of_account(user, End.ERASED))
    if not piles:
        return ""
    return f"They still have open work: {in_words(piles)}. Reassign it first."


def _open_invitation(invitation: Invitation) -> str:
    return "It is still open. Withdraw the invitation first." if invitation.is_open else ""


def _waiting(request: JoinRequest) -> str:
    waits = request.state == JoinRequestState.WAITING
    return "Their request has not been decided. Approve or decline it first." if waits else ""


def _find_invitations(wanted: Wanted) -> Any:
    return wanted.among(Invitation.objects.all(), phone="")


def _find_requests(wanted: Wanted) -> Any:
    return wanted.among(JoinRequest.objects.all(), phone="")


add_obstacle("account", _still_belongs)
add_obstacle("account", _has_work)
add_part(
    "account",
    Part(
        Membership,
        lambda user: Membership.objects.filter(person=user),
        {
            "organisation": "Organisation",
            "role": "Role",
            "phone": own("Work phone number"),
            "given_at": "Role given",
            "started_on": "From",
            "ended_on": "Until",
        },
        subject="Organisations you belong to",
    ),
)
register(
    Kind(
        name="invitation",
        what="Invitation to join an organisation",
        model=Invitation,
        find=_find_invitations,
        bearer=lambda row: Bearer(row.name, row.email),
        controller=_lead,
        erase=services.delete_row,
        obstacles=[_open_invitation],
        source=lambda row: f"From the colleague who invited you to join {row.organisation}.",
        named="name",
        mail=lambda row: (f"invitation-{row.reference}-",),
        parts=[
            Part(
                Invitation,
                lambda row: [row],
                {
                    "name": own("Name"),
                    "email": own("Email address"),
                    "organisation": "Organisation",
                    "role": "Role",
                    "sent_at": "Sent",
                    "accepted_at": "Accepted",
                },
                subject="Invitations to work here",
            )
        ],
    )
)
register(
    Kind(
        name="join-request",
        what="Request to become a partner or to join one",
        model=JoinRequest,
        find=_find_requests,
        bearer=lambda row: Bearer(row.name, row.email),
        controller=_lead,
        erase=services.delete_row,
        obstacles=[_waiting],
        named="name",
        mail=lambda row: (
            f"join-request-declined-{row.reference}",
            f"application-declined-{row.reference}",
            f"application-received-{row.reference}",
        ),
        parts=[
            Part(
                JoinRequest,
                lambda row: [row],
                {
                    "name": own("Name"),
                    "email": own("Email address"),
                    "organisation": "Organisation",
                    "message": "What you wrote",
                    "state": "Decision",
                    "reason": "Why it was declined",
                    "created_at": "Sent",
                    "decided_at": "Answered",
                },
                subject="Requests to join",
            )
        ],
    )
)

places.found_by_itself(Invitation, "name email", kind="invitation")
places.found_by_itself(Membership, "phone", kind="account")
places.found_by_itself(JoinRequest, "name email", kind="join-request")
places.made_here(Invitation, "token_digest", "Random, for one use.")
places.published(Organisation)
places.room(JoinRequest, name="Partners", read=places.staff, others=Q(pk__isnull=False))
places.room(Agreement, Organisation, name="Partners", read=places.staff)

visits.mark("asked_to_join")
