"""People with tokens, for the tests of the API."""

import json
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from diz_portal.api import tokens
from tests.factories.accounts import PASSWORD
from tests.factories.second_steps import TOTP, totp

ALL = ["sites:read", "sites:write"]


def with_second_step(person):
    TOTP.activate(person, totp.generate_totp_secret())
    return person


def token_of(person, organisation, *scopes, **fields):
    """A token and its secret, of somebody who has a second step."""
    if not tokens.has_second_factor(person):
        with_second_step(person)
    given = {
        "name": "A program",
        "expires_on": timezone.localdate() + timedelta(days=30),
        "scopes": scopes or ALL,
    }
    return tokens.make(by=person, organisation=organisation, **{**given, **fields})


def just_signed_in(client):
    """They said their password again a moment ago."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


class Program:
    """What a program with a token asks."""

    def __init__(self, client, secret):
        self.client, self.secret = client, secret

    def headers(self, extra):
        return {"Authorization": f"Bearer {self.secret}", **extra}

    def get(self, address, **headers):
        return self.client.get(f"/api/v1{address}", headers=self.headers(_names(headers)))

    def send(self, method, address, body, **headers):
        return getattr(self.client, method)(
            f"/api/v1{address}",
            data=body if isinstance(body, str) else json.dumps(body, default=str),
            content_type="application/json",
            headers=self.headers(_names(headers)),
        )

    def post(self, address, body, **headers):
        return self.send("post", address, body, **headers)

    def patch(self, address, body, **headers):
        return self.send("patch", address, body, **headers)


def _names(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}
