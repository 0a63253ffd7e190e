"""What the provider, or somebody in its place, gets wrong: nobody comes in, and the log says why.

Everything else about each of these visits is right: the account is connected, and the provider
knows who is there.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import reverse

from diz_portal.accounts.models import SingleSignOn
from diz_portal.accounts.sign_on import wire
from diz_portal.accounts.sign_on.reasons import OUT_OF_ORDER
from diz_portal.outbox.models import Message
from tests.factories.accounts import PASSWORD

from .council import START, come_back

pytestmark = pytest.mark.django_db

ANN = {"email": "ann@council.example", "email_verified": True, "name": "Ann Example"}
OTHER = "https://other.example"


def token(**changes):
    return {"token": {"claims": changes}}


def found(**changes):
    return {"discovery": changes}


UNVERIFIED = {
    f"address marked {value!r}": ({"userinfo": {"email_verified": value}}, "unverified")
    for value in (False, "false", "true", 1, "", [])
} | {
    "address that the token calls unverified": (token(email_verified=False), "unverified"),
    "address of another domain": ({"userinfo": {"email": "ann@elsewhere.example"}}, "domain"),
    "domain only at the end": ({"userinfo": {"email": "ann@notcouncil.example"}}, "domain"),
    "no address": ({"userinfo": {"email": None}}, "no-email"),
    "address that is none": ({"userinfo": {"email": "ann at council.example"}}, "no-email"),
    "address that is a list": ({"userinfo": {"email": ["ann@council.example"]}}, "no-email"),
}
ANSWERS = {
    "signature of another key": ({"token": {"key": "foreign"}}, "signature"),
    "key that is not published": ({"token": {"key": "rotated"}}, "signature"),
    "no signature": ({"token": {"algorithm": "none"}}, "signature"),
    "signature by the shared secret": ({"token": {"algorithm": "HS256"}}, "signature"),
    "token of another issuer": (token(iss=OTHER), "token-issuer"),
    "token without an issuer": (token(iss=None), "answer (iss)"),
    "token for another application": (token(aud="other"), "audience"),
    "token for several": (token(aud=["portal", "other"]), "audience (azp)"),
    "token made out to another": (token(azp="other"), "audience (azp)"),
    "token that has expired": (token(exp=1_000_000_000), "expired"),
    "token of the future": (token(iat=4_000_000_000), "expired"),
    "token without an end": (token(exp=None), "answer (exp)"),
    "token of another visit": (token(nonce="another"), "nonce"),
    "token without a nonce": (token(nonce=None), "nonce"),
    "token for another access token": (token(at_hash="another"), "access-token"),
    "token without a sub": (token(sub=None), "answer (sub)"),
    "sub that is a number": (token(sub=1), "subject"),
    "sub with a line break": (
        {**token(sub="a\n1"), "userinfo": {"sub": "a\n1"}},
        "subject (form)",
    ),
    "another sub in userinfo": ({"userinfo": {"sub": "b-2"}}, "subject (userinfo)"),
    "no sub in userinfo": ({"userinfo": {"sub": None}}, "subject (userinfo)"),
    "no token": ({"answer": {"id_token": None}}, "answer (no id_token)"),
    "token that is a number": ({"answer": {"id_token": 7}}, "answer (no id_token)"),
    "token that is none": ({"answer": {"id_token": "a.b.c"}}, "answer"),
    "keys that are none": ({"keys": 7}, "answer"),
    "key that is a number": ({"keys": [7]}, "answer"),
    "key of an unknown kind": ({"keys": [{"kty": "oct?", "kid": "own"}]}, "answer"),
    "no keys": ({"keys": []}, "answer"),
    "no access token": ({"answer": {"access_token": None}}, "answer"),
    "access token that is a number": ({"answer": {"access_token": 7}}, "answer (access_token)"),
    "answer of another issuer": ({"back": {"iss": OTHER}}, "answer-issuer"),
    "answer without its issuer": ({"back": {"iss": None}}, "answer-issuer"),
    "answer with another state": ({"back": {"state": "another"}}, "state"),
    "error of its own": (
        {"back": {"code": None, "error": "server_error"}},
        "provider-error (server_error)",
    ),
    "error that nobody knows": (
        {"back": {"code": None, "error": "ann@council.example"}},
        "provider-error",
    ),
    "error of another issuer": (
        {"back": {"code": None, "error": "server_error", "iss": OTHER}},
        "answer-issuer",
    ),
}
DOWN = {
    "another issuer": (found(issuer=OTHER), "other-issuer"),
    "no issuer": (found(issuer=None), "other-issuer"),
    **{f"no {name}": (found(**{name: None}), f"endpoint ({name})") for name in wire.ENDPOINTS},
    "endpoint that is a number": (found(jwks_uri=7), "endpoint (jwks_uri)"),
    "endpoint that is no address": (
        found(authorization_endpoint="https://a b;script-src *"),
        "endpoint (authorization_endpoint)",
    ),
    **{
        f"{name} without TLS": (found(**{name: "http://localhost/x"}), f"insecure ({name})")
        for name in (*wire.ENDPOINTS, "end_session_endpoint")
    },
    **{
        f"{path} {how}": ({"out": {path: how}}, f"{reason} ({path}{more})")
        for path, hows in {
            wire.WELL_KNOWN: ("500", "redirect", "html", "list", "huge", "slow", "drip", "cut"),
            "/token": ("500", "html", "slow", "cut"),
            "/jwks": ("html", "slow"),
            "/me": ("500", "html", "slow"),
        }.items()
        for how in hows
        for reason, more in [
            {
                "500": ("status", " 500"),
                "redirect": ("status", " 302"),
                "slow": ("slow", ""),
                "drip": ("slow", ""),
                "cut": ("unreachable", ""),
            }.get(how, ("rubbish", ""))
        ]
        if how != "huge"
    },
    "answer without end": ({"out": {wire.WELL_KNOWN: "huge"}}, "rubbish (too large)"),
}


def cases(table):
    return [pytest.param(bend, why, id=name) for name, (bend, why) in table.items()]


@pytest.fixture
def came_to(caplog):
    """Why the last visit came to nothing, as the log has it; of the person it says nothing."""

    def read():
        lines = [one.getMessage() for one in caplog.records if "sign_on" in one.name]
        assert len(lines) == 1
        for secret in ("ann", "a-1", "example", "portal?"):
            assert secret not in caplog.text.lower().replace("another", "")
        return lines[0].removeprefix("Single sign-on failed: ")

    return read


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(wire, "PIECE", 0.3)
    monkeypatch.setattr(wire, "WHOLE", 0.5)


def is_outside(client, answer, status):
    """Nobody is signed in, and the page offers what still works."""
    page = answer.content.decode()
    assert answer.status_code == status, page
    assert "_auth_user_id" not in client.session
    assert reverse("account_login") in page
    assert reverse("account_request_login_code") in page
    return True


@pytest.mark.parametrize(("bend", "why"), cases(UNVERIFIED | ANSWERS))
def test_wrong_answer_lets_nobody_in(client, council, connected, came_to, bend, why):
    council.knows({"a-1": ANN}, who="a-1", bend=bend)

    answer = come_back(client, council)

    assert is_outside(client, answer, 401)
    assert came_to() == why


@pytest.mark.parametrize(("bend", "why"), cases(DOWN))
def test_provider_out_of_order_leaves_password_and_code(
    client, council, connected, came_to, impatient, bend, why
):
    council.knows({"a-1": ANN}, who="a-1", bend=bend)

    answer = come_back(client, council)

    assert is_outside(client, answer, 503)
    assert "We cannot reach your Council account" in answer.content.decode()
    assert came_to() == why
    assert why.split()[0] in OUT_OF_ORDER


@pytest.mark.parametrize(
    ("bend", "why"),
    cases({**UNVERIFIED, **{name: ANSWERS[name] for name in list(ANSWERS)[:3]}}),
)
def test_wrong_answer_connects_nothing(client, council, ann, came_to, bend, why):
    client.post(reverse("account_login"), {"login": ann.email, "password": PASSWORD})
    council.knows({"a-1": ANN}, who="a-1", bend=bend)

    answer = come_back(client, council, process="connect")

    assert answer.status_code == 401
    assert came_to() == why
    assert not SingleSignOn.objects.exists()
    assert not Message.objects.filter(subject__contains="way to sign in").exists()


def test_wrong_secret_is_told_apart_in_the_log(client, council, connected, came_to, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["secret"] = "another"
    council.knows({"a-1": ANN}, who="a-1")

    answer = come_back(client, council)

    assert is_outside(client, answer, 503)
    assert came_to() == "status (/token 401 invalid_client)"


def test_provider_that_is_gone_is_not_asked_for_every_page(
    client, council, came_to, settings, monkeypatch
):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "https://localhost:9"
    asked = []
    monkeypatch.setattr(wire, "ask", lambda *a: asked.append(a) or _never())

    assert is_outside(client, client.get(START), 503)
    assert is_outside(client, client.get(START), 503)

    assert len(asked) == 1


def _never():
    raise wire.SignOnFailed(wire.Reason.UNREACHABLE)


def test_provider_that_hangs_holds_up_one_visitor_and_not_all(monkeypatch):
    """A second outage: one thread finds out, the others say at once what was so before."""
    asking, answer = threading.Event(), threading.Event()

    def hangs(*_):
        asking.set()
        answer.wait(10)
        _never()

    monkeypatch.setattr(wire, "ask", lambda *_: _never())
    with pytest.raises(wire.SignOnFailed):
        wire.configuration("https://hangs.example")
    until, before = wire._configurations["https://hangs.example"]
    wire._configurations["https://hangs.example"] = until - wire.OUTAGE_KEPT, before
    monkeypatch.setattr(wire, "ask", hangs)
    with ThreadPoolExecutor(1) as others:
        first = others.submit(wire.configuration, "https://hangs.example")
        asking.wait(10)

        with pytest.raises(wire.SignOnFailed, match="unreachable"):
            wire.configuration("https://hangs.example")

        assert not first.done()
        answer.set()
        assert isinstance(first.exception(), wire.SignOnFailed)
    wire.forget()


def test_nothing_listens_there(client, council, came_to, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "https://localhost:9"

    assert is_outside(client, client.get(START), 503)

    assert came_to() == f"unreachable ({wire.WELL_KNOWN})"


def test_certificate_that_nobody_trusts_is_not_trusted(client, council, came_to, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")

    assert is_outside(client, client.get(START), 503)

    assert came_to() == f"unreachable ({wire.WELL_KNOWN})"


def test_answer_is_taken_once(client, council, connected):
    council.knows({"a-1": ANN}, who="a-1")
    back = council.sends_back(client.post(START).url)
    assert client.get(back).url == reverse("workspace:home")
    client.logout()

    assert is_outside(client, client.get(back), 401)


def test_answer_of_another_browser_is_not_taken(client, council, connected):
    council.knows({"a-1": ANN}, who="a-1")
    back = council.sends_back(client.post(START).url)

    other = type(client)()

    assert is_outside(other, other.get(back), 401)
