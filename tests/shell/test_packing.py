"""Pages are packed, except where a packed length could tell a secret; who has one gets none."""

import gzip
import time

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from diz_portal import packing, versions
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, registered

GZIP = {"accept-encoding": "br, gzip"}
LONG = b"<p>The same words again.</p>" * 100


def answered(rf, response, path="/about/", method="get", user=None, **kwargs):
    request = getattr(rf, method)(path, headers=GZIP)
    if user:
        request.user = user
    request.resolver_match = type("Match", (), {"kwargs": kwargs})()
    return packing.middleware(lambda request: response)(request)


def test_a_page_is_packed_for_whoever_can_read_it(rf):
    packed = answered(rf, HttpResponse(LONG))

    assert gzip.decompress(packed.content) == LONG
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Content-Length"] == str(len(packed.content)) != str(len(LONG))
    assert packed["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "identity"])
def test_a_page_is_sent_as_it_is_to_whoever_cannot(rf, accepts):
    request = rf.get("/about/", headers={"accept-encoding": accepts})

    sent = packing.middleware(lambda request: HttpResponse(LONG))(request)

    assert sent.content == LONG
    assert sent["Vary"] == "Accept-Encoding"


def test_the_length_of_what_is_packed_is_blurred(rf):
    lengths = {len(answered(rf, HttpResponse(LONG)).content) for _ in range(30)}

    assert len(lengths) > 5


class Person:
    is_authenticated = True


@pytest.mark.parametrize(
    "how",
    [
        {"path": "/seminars/registration/x/", "token": "x"},
        {"path": "/accounts/login/"},
        {"path": "/admin/"},
        {"path": "/workspace/search/?q=somebody", "user": Person()},
        {"path": "/seminars/one/register/", "method": "post"},
    ],
)
def test_what_could_tell_a_secret_by_its_length_is_not_packed(rf, how):
    assert answered(rf, HttpResponse(LONG), **how).content == LONG


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"short"),
        HttpResponse(LONG, content_type="application/pdf"),
        HttpResponse(LONG, headers={"Content-Encoding": "br"}),
        HttpResponse(LONG, headers={"ETag": '"the-version-that-a-program-sends-back"'}),
        HttpResponse(LONG, status=404),
    ],
    ids=["short", "packed by itself", "packed before", "strong tag", "not a page"],
)
def test_what_gains_nothing_is_left_as_it_is(rf, response):
    before = response.content

    assert answered(rf, response).content == before


def test_what_is_streamed_goes_on_streaming(rf):
    response = StreamingHttpResponse([LONG], content_type="text/csv")

    assert answered(rf, response) is response


@pytest.fixture(autouse=True)
def _nobody_else_writes(monkeypatch):
    """Another test on the same server nearly always does, and pages are then drawn anew."""
    read = versions.read
    monkeypatch.setattr(versions, "read", lambda *asked: (read(*asked)[0], True))


def kept_page(path, more=None):
    """The page at a moment when nothing is being written: not even by another test, whose
    transactions are of the same server. While something is, pages are drawn anew."""
    for _ in range(200):
        answer = Client().get(path, headers={**GZIP, **(more or {})})
        if answer.has_header("ETag") and (not more or answer.status_code == 304):
            return answer
        time.sleep(0.05)
    pytest.fail(f"{path} was never kept")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/seminars/", "/seminars/getting-online/", "/impact/"])
def test_whoever_has_a_kept_page_already_gets_nothing_until_it_changes(path):
    PartnershipFactory()
    seminar = SeminarFactory(slug="getting-online")
    first = kept_page(path)
    again = kept_page(path, {"if-none-match": first["ETag"]})

    assert first["Content-Encoding"] == "gzip"
    assert first["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Encoding"} <= set(first["Vary"].split(", "))
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    plain = Client().get(path)
    assert gzip.decompress(first.content) == plain.content

    if path != "/impact/":
        seminar.title = "Another title"
        seminar.save()
        changed = Client().get(path, headers={**GZIP, "if-none-match": first["ETag"]})
        assert changed.status_code == 200


@pytest.mark.django_db
def test_a_real_private_link_is_sent_as_it_is(client):
    PartnershipFactory()
    one = registered(SeminarFactory())

    page = client.get(reverse("seminars:registration", args=[one.token]), headers=GZIP)

    assert page.status_code == 200
    assert "Content-Encoding" not in page


@pytest.mark.django_db
def test_the_token_of_a_form_is_masked_anew_for_each_page(client):
    """What Django promises, and packing rests on."""
    PartnershipFactory()
    SeminarFactory(slug="getting-online")
    pages = [client.get("/seminars/getting-online/register/").text for _ in range(2)]
    tokens = {page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0] for page in pages}

    assert len(tokens) == 2
