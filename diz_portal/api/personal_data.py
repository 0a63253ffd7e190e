from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare, no_personal_data
from diz_portal.privacy.purposes import ACCOUNTS

from .models import Answered, Delivery, Event, Token, Webhook

declare(
    Token,
    what="Tokens of the API",
    personal={"maker": "who created the token", "revoked_by": "who revoked it"},
    not_personal={
        "name": "what a member of staff calls the token: what it is for",
        "hashed ending": "cannot be turned back into the token",
        "scopes": "chosen from a list",
        "organisation": "whose records it opens",
    },
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To know which programs act for the organisation, and to be able to stop them",
    retention=Retention(
        days=365,
        from_field=("expires_at", "revoked_at"),
        after="the token expired or was revoked",
    ),
)
declare(
    Answered,
    what="Responses of the API that are repeated when a request is sent again",
    personal={
        "token": "whose program asked",
        "sealed": "the response, sealed: references and states, and what the program sent itself",
    },
    not_personal={
        "key": "made by the program",
        "asked": "a fingerprint of the request",
        "headers": "version and address of the record",
    },
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="So that a request that is sent twice is carried out once",
    retention=Retention(days=2, from_field="at", after="the response"),
)
declare(
    Webhook,
    what="Webhooks of the API",
    personal={"maker": "who created the webhook"},
    not_personal={
        "address": "of a program of the organisation",
        "kinds": "chosen from a list",
        "secret former_secret": "random, sealed",
        "organisation": "whose program it is",
    },
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To know which programs get events, and to be able to stop them",
    retention=Retention(days=365, from_field="stopped_at", after="the webhook was stopped"),
)
no_personal_data(
    Event,
    reason="References, states and dates of sites and returns, no names or free text.",
    texts="kind data",
)
no_personal_data(
    Delivery, reason="Whether an event reached a program.", texts="reference last_error"
)
