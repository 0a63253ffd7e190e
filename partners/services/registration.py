"""Becoming a partner: anybody may ask, and the answer tells nobody who is already here."""

import contextlib

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import names, outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User, normalise_email
from diz_portal.places.selectors import partnership
from partners import selectors
from partners.enums import WORKING_STATES
from partners.identifiers import normalise
from partners.models import JoinRequest, JoinRequestState, Organisation, OrganisationState

from .invitations import invite
from .organisations import free_slug
from .people import AlreadyAMember, lock

TRIES = 3


class RequestAlreadyDecided(Refusal):
    message = "This request has already been decided. Reload the page to see the decision"


def register_organisation(
    *,
    sector: str,
    name: str,
    identifier_type: str,
    identifier: str,
    contact_name: str,
    email: str,
    message: str = "",
) -> JoinRequest | None:
    """Ask to take part. A new organisation waits for a manager; for one that is already here
    this is a request to join it, which its lead decides.

    Asking twice returns the first request. Nothing at all comes of a request by a member.
    """
    names.require(name, contact_name)
    values = {
        "sector": sector,
        "name": name,
        "identifier_type": identifier_type,
        "identifier": normalise(identifier_type, identifier),
    }
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _register(values, contact_name, normalise_email(email), message)
        except IntegrityError:
            # Two at the same moment: the other has made the organisation, or taken the
            # address of its page. Look again.
            if attempt == TRIES - 1:
                raise
    return None


def _register(values: dict, contact_name: str, email: str, message: str) -> JoinRequest | None:
    organisation = Organisation.objects.filter(
        identifier_type=values["identifier_type"], identifier=values["identifier"]
    ).first()
    if organisation is None:
        organisation = Organisation.objects.create(
            **values, slug=free_slug(values["name"]), state=OrganisationState.APPLIED
        )
    organisation = lock(organisation)
    if organisation.memberships.current().filter(person__email=email).exists():
        return None
    waiting = organisation.join_requests.waiting().filter(email=email).first()
    if waiting:
        return waiting
    asked = organisation.join_requests.create(name=contact_name, email=email, message=message)
    _tell(asked)
    return asked


def _tell(asked: JoinRequest) -> None:
    """Whoever asked, and whoever decides."""
    link = settings.PORTAL_URL + reverse("partners_workspace:join_request", args=[asked.reference])
    deciding = [
        (
            person.email,
            "partners/join_request",
            f"join-request-{asked.reference}-{person.reference}",
            {"organisation": asked.organisation, "link": link, "person": person},
        )
        for person in selectors.who_decides(asked)
    ]
    received = f"application-received-{asked.reference}"
    replies = {"request": asked, "replies_within": partnership().replies_within}
    asking = (asked.email, "partners/application_received", received, replies)
    # In one order everywhere: each reader is counted under a lock, and two who ask at one moment
    # must not wait for each other.
    for to, template, key, context in sorted([asking, *deciding], key=lambda one: one[0]):
        outbox.queue(template, to=to, key=key, context=context)


@transaction.atomic
def approve_join_request(*, by: User, request: JoinRequest, role: str) -> JoinRequest:
    """Invite somebody who asked to join an organisation that is already here."""
    request = _locked(request)
    if request.organisation.state not in WORKING_STATES:
        raise Refusal("This organisation is not active. Reinstate it first")
    # Somebody may have been invited or added since they asked.
    with contextlib.suppress(AlreadyAMember):
        invite(
            by=by,
            organisation=request.organisation,
            email=request.email,
            name=request.name,
            role=role,
        )
    return _decide(request, JoinRequestState.APPROVED, by)


@transaction.atomic
def decline_join_request(*, by: User, request: JoinRequest, reason: str) -> JoinRequest:
    """Say no to somebody, with the reason they will read."""
    request = _locked(request)
    outbox.queue(
        "partners/join_request_declined",
        to=request.email,
        key=f"join-request-declined-{request.reference}",
        context={"request": request, "reason": reason},
    )
    return _decide(request, JoinRequestState.DECLINED, by, reason)


def _locked(request: JoinRequest) -> JoinRequest:
    lock(request.organisation)
    request = (
        JoinRequest.objects.select_for_update(of=["self"])
        .select_related("organisation")
        .get(pk=request.pk)
    )
    if request.state != JoinRequestState.WAITING:
        raise RequestAlreadyDecided
    return request


def _decide(
    request: JoinRequest, state: JoinRequestState, by: User, reason: str = ""
) -> JoinRequest:
    request.state, request.reason = state, reason
    request.decided_at, request.decided_by = timezone.now(), by
    request.save()
    return request
