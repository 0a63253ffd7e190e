"""The constraints of the API's tokens and webhooks, each with the row that breaks it."""

from diz_portal.api.models import Answered, Delivery, Event, Token, Webhook

from .breaking import Broken, Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    theirs = {"maker": rows.ada, "organisation": rows.organisation}
    rows.token = Token.objects.create(
        name="Power BI",
        hashed="0" * 64,
        ending="abcd",
        scopes=["sites:read"],
        made_at=rows.now,
        expires_at=rows.now + 30 * DAY,
        **theirs,
    )
    rows.answered = Answered.objects.create(
        token=rows.token, key="one", asked="0" * 64, status=201, sealed="x"
    )
    rows.webhook = Webhook.objects.create(
        address="https://program.example/", kinds=["site.moved"], secret="x", **theirs
    )
    rows.event = Event.objects.create(number=1, kind="site.moved", belongs_to=1)
    rows.delivery = Delivery.objects.create(webhook=rows.webhook, event=rows.event)


CASES: dict[str, Case] = {
    "api_token_a_year_at_most": lambda rows: changed(rows.token, expires_at=rows.now + 367 * DAY),
    "api_token_may_something": lambda rows: changed(rows.token, scopes=[]),
    "api_token_revoked_by_somebody": lambda rows: changed(rows.token, revoked_at=rows.now),
    "api_answered_once": lambda rows: another(rows.answered),
    "api_webhook_told_something": lambda rows: changed(rows.webhook, kinds=[]),
    "api_webhook_former_secret_ends": lambda rows: changed(rows.webhook, former_secret="y"),
    "api_delivery_once": lambda rows: another(rows.delivery),
    "api_delivery_state_known": lambda rows: changed(rows.delivery, state="?"),
    "api_delivery_claimed_has_lease": lambda rows: changed(rows.delivery, lease_until=rows.now),
    "api_delivery_sent_has_time": lambda rows: changed(rows.delivery, state="sent"),
}

TRIGGERS = [
    Broken(
        "api_token.only_shrinks",
        "what a token may do only shrinks",
        lambda rows: Token.objects.filter(pk=rows.token.pk).update(
            scopes=["sites:read", "sites:write"]
        ),
    ),
]
