"""What tokens open, tried with those of every role: never more than the pages of their maker."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from diz_portal.api import scopes
from diz_portal.api.describing import _operations, portal
from diz_portal.api.models import Token
from diz_portal.api.tokens import hashed
from projects.rollout.models import Site
from tests.api.world import with_second_step

from .world import ROLES, STRANGER

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def secret_of(world, role):
    """A token of theirs with every scope, whether they could make it or not."""
    person = world.people[role]
    membership = person.memberships.order_by("pk").first()
    if membership is None:
        return None
    secret = f"dizt_{role}"
    if not Authenticator.objects.filter(user=person).exists():
        with_second_step(person)
    Token.objects.create(
        name=role,
        hashed=hashed(secret),
        ending="test",
        maker=person,
        organisation=membership.organisation,
        scopes=sorted(scopes._scopes),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return secret


@pytest.mark.parametrize("role", [role for role in ROLES if role != STRANGER])
def test_token_opens_no_more_than_the_pages_of_its_maker(world, role):
    secret = secret_of(world, role)
    if secret is None:
        return
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    may = set(Site.objects.worked_on_by(world.people[role]).values_list("reference", flat=True))

    answer = program.get("/api/v1/work/sites/?limit=1000")

    if answer.status_code == 200:
        told = {one["reference"] for one in answer.json()["items"]}
        assert told <= may
    else:
        assert answer.status_code == 401
    for name in ("site", "hidden_site", "foreign_site"):
        site = getattr(world.things, name)
        status = program.get(f"/api/v1/work/sites/{site.reference}/").status_code
        assert status in ({200} if site.reference in may else {404, 401}), name


def test_every_address_that_asks_for_a_token_is_one_of_work():
    for router in portal._get_bound_routers():
        for path, view in router.path_operations.items():
            for one in view.operations:
                asks = bool(one.auth_callbacks)
                full = f"{router.prefix}{path}"
                assert asks == full.lstrip("/").startswith("work/"), full
    assert _operations()


def test_every_address_that_changes_something_asks_for_a_token():
    changing = [one for one in _operations() if not {"GET"} >= set(one.methods)]

    assert changing
    for one in changing:
        (scope,) = [asks.scope for asks in one.auth_callbacks]
        assert scope.endswith(":write"), one.view_func.__name__
