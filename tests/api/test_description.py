"""The description of the API is true: whatever it allows to ask is answered as it says.

A judge of others (schemathesis) asks every address, with what the description allows and with what
it does not: a few examples of each here, hundreds in `make faults`. The same seed each time.
"""

from copy import deepcopy
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as trying
from schemathesis.checks import not_a_server_error
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from diz_portal.api import describing, scopes
from diz_portal.api.models import Token
from diz_portal.api.tokens import hashed
from seminars.models import Mode
from tests.examples import IN_FULL
from tests.factories.claims import claim_of
from tests.factories.inclusion import HelpPlaceFactory, team_of
from tests.factories.money import secured
from tests.factories.partners import AgreementFactory, OrganisationFactory, lead_of
from tests.factories.places import FigureFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import ReturnFactory
from tests.factories.seminars import SeminarFactory

from .world import token_of

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 200 if IN_FULL else 3
PATHS = describing.schema()["paths"]


@pytest.fixture(autouse=True)
def _connection_stays():
    """A server closes it after a request; here it holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(partnership, settings):
    """A token with every scope, and a row of everything that can be asked for."""
    settings.PUBLIC_FORM_LIMITS = False
    organisation = OrganisationFactory(slug="ours", state="active")
    project = ProjectFactory(slug="fibre", lead=organisation)
    SiteFactory(project=project, reference="2222222222")
    project.milestones.create(title="Wayleaves", baseline_on="2026-09-30", forecast_on="2026-12-15")
    ReturnFactory(project=project, organisation=organisation, reference="3333333333")
    claim_of(secured(project=project), by=None)
    helps = team_of(OrganisationFactory(), is_default=True)
    AgreementFactory(kind="data_sharing", parties=[organisation, helps.organisation])
    HelpPlaceFactory(slug="library")
    FigureFactory()
    SeminarFactory(slug="first-steps", mode=Mode.IN_PERSON)
    return token_of(lead_of(organisation), organisation, "sites:read")[0], organisation


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_answer_is_as_described(secret, path):
    bearer = everything(*secret)
    for method in PATHS[path]:
        for mode in GenerationMode:
            ask(described()[path][method.upper()], mode, bearer)


def ask(operation, mode, bearer):
    # What exists is asked for as well as what does not.
    known = KNOWN if mode is GenerationMode.POSITIVE else {}
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    named = {name: known[name] for name in names if name in known}

    @trying(max_examples=EXAMPLES, derandomize=True)
    @given(case=operation.as_strategy(mode))
    def asked(case):
        for parameters in [{}, named] if named else [{}]:
            case.path_parameters = {**case.path_parameters, **parameters}
            response = case.call(headers={"Authorization": f"Bearer {bearer}"})
            case.validate_response(response, checks=CHECKS)

    asked()


@cache
def described():
    # Of its own: it writes into what it is given.
    schema = schemathesis.openapi.from_dict(deepcopy(describing.schema()))
    portal = get_wsgi_application()

    def from_somewhere(environ, start_response):
        """As every server says where a request comes from."""
        return portal({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)

    schema.app = from_somewhere
    return schema


KNOWN = {"slug": "fibre", "reference": "2222222222"}


def everything(token, organisation):
    """A secret with all scopes there are: what its maker may not do is refused all the same."""
    Token.objects.create(
        name="All",
        hashed=hashed("dizt_all"),
        ending="_all",
        maker=token.maker,
        organisation=organisation,
        scopes=sorted(scopes._scopes),
        expires_at=token.expires_at,
        made_at=timezone.now(),
    )
    return "dizt_all"
