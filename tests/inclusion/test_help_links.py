"""National help: where our lessons lead on to, and what staff are told when it is gone."""

import socket
import ssl
from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import calling, routines
from inclusion.learning.content import LINKS, PATHS
from inclusion.learning.services import library, links
from inclusion.models import HelpLink, LearningPath
from tests.factories.learning import a_lesson, a_path
from tests.factories.partners import manager
from tests.words import says

pytestmark = pytest.mark.django_db
HERE = "https://help.example/"


@pytest.fixture
def network(monkeypatch):
    """What each host answers, and which were asked."""
    net = SimpleNamespace(answers={}, asked=[], address="93.184.215.14", names=0)

    class Connection:
        def __init__(self, host):
            self.host = host

        def request(self, method, path, headers):
            assert method == "GET"
            net.asked.append(f"https://{self.host}{path}")

        def getresponse(self):
            answer = net.answers.get(net.asked[-1], 200)
            if isinstance(answer, Exception):
                raise answer
            return SimpleNamespace(status=answer, close=lambda: None)

        def close(self):
            pass

    def connected(scheme, host, port):
        calling.resolved(host, port)
        return Connection(host)

    def found(host, port, **options):
        net.names += 1
        return [(socket.AF_INET, 0, 0, "", (net.address, port))]

    monkeypatch.setattr(calling, "_connected", connected)
    monkeypatch.setattr(calling.socket, "getaddrinfo", found)
    return net


def a_link(**values) -> HelpLink:
    return HelpLink.objects.create(
        **({"title": "Help", "about": "It helps.", "url": HERE} | values)
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (200, ""),
        (301, ""),
        (403, ""),
        (429, ""),
        (404, links.GONE),
        (410, links.GONE),
        (503, "It answers with an error (503)"),
        (TimeoutError(), links.SLOW),
        (ssl.SSLError(), links.UNREACHABLE),
        (OSError("no such host"), links.UNREACHABLE),
    ],
)
def test_a_link_that_serves_people_is_alive_and_another_is_not(network, answer, said):
    network.answers[HERE] = answer
    link = a_link()

    links.check_due()

    link.refresh_from_db()
    assert link.problem == said
    assert bool(link.failing_since) == bool(said)
    assert link.checked_at


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "::ffff:10.1.2.3",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fec0::1",
        "224.0.0.1",
    ],
)
def test_a_machine_of_ours_is_not_asked(network, address):
    network.address = address
    link = a_link()

    links.check_due()

    link.refresh_from_db()
    assert link.problem == links.INSIDE
    assert network.asked == []


def test_a_name_is_looked_up_once_so_that_it_cannot_lead_elsewhere_the_second_time(network):
    assert links.problem_of(HERE) == ""

    assert network.names == 1


@pytest.mark.parametrize("url", ["https://", "https://a:99999/", "https://a..b/", "https://[/"])
def test_what_is_no_address_is_not_reached(url):
    assert links.problem_of(url) == links.UNREACHABLE


def test_only_https_is_asked(network):
    assert links.problem_of("http://help.example/") == links.UNREACHABLE
    assert network.asked == []


def test_each_is_looked_at_once_a_month_and_daily_while_it_fails(network):
    now = timezone.now()
    a_link()
    assert links.check_due(now) == 1
    assert links.check_due(now + timedelta(days=29)) == 0
    network.answers[HERE] = 404
    assert links.check_due(now + timedelta(days=31)) == 1
    assert links.check_due(now + timedelta(days=31, hours=23)) == 0
    since = HelpLink.objects.get().failing_since

    assert links.check_due(now + timedelta(days=32)) == 1
    assert HelpLink.objects.get().failing_since == since

    del network.answers[HERE]
    assert links.check_due(now + timedelta(days=33)) == 1
    link = HelpLink.objects.get()
    assert (link.problem, link.failing_since) == ("", None)


def test_staff_are_shown_a_dead_link_and_residents_are_not_led_to_it(client, network):
    path = a_path()
    a_lesson(path)
    a_link(path=path, title="Alive")
    dead = a_link(path=path, title="Gone", url="https://gone.example/")
    a_link(title="Everywhere", url="https://every.example/")
    a_link(path=a_path(), title="Elsewhere", url="https://else.example/")
    network.answers[dead.url] = 404

    links.check_due()

    page = client.get(path.get_absolute_url()).content.decode()
    assert says(page, "Alive")
    assert says(page, "Everywhere")
    assert not says(page, "Gone")
    assert not says(page, "Elsewhere")
    client.force_login(manager())
    home = client.get("/workspace/").content.decode()
    assert says(home, "Change or delete a link to national help: Gone")
    assert reverse("admin:inclusion_helplink_change", args=[dead.pk]) in home


def test_another_address_is_another_page(client, network):
    network.answers[HERE] = 404
    link = a_link()
    links.check_due()
    client.force_login(manager())
    change = reverse("admin:inclusion_helplink_change", args=[link.pk])
    fields = {"title": "Help", "about": "It helps.", "position": 1, "path": ""}

    from tests.editing import edit

    edit(client, change, fields | {"url": "https://new.example/"})

    link.refresh_from_db()
    assert (link.url, link.problem, link.checked_at) == ("https://new.example/", "", None)
    refused = client.post(
        reverse("admin:inclusion_helplink_add"), fields | {"url": "http://a.example/"}
    )
    assert says(refused.content.decode(), "Enter an address that starts with https://")


def test_every_path_of_ours_leads_on_and_loading_twice_leads_once():
    library.install()
    library.install(replace=True)

    assert HelpLink.objects.count() == len(LINKS)
    assert {link.path for link in LINKS} - {""} == {path.slug for path in PATHS}
    assert all(link.url.startswith("https://") for link in LINKS)
    HelpLink.objects.filter(path__slug=PATHS[0].slug).first().delete()
    library.install()
    assert HelpLink.objects.count() == len(LINKS) - 1
    assert LearningPath.objects.count() == len(PATHS)


def test_it_is_a_routine():
    one = routines.named("links")
    assert (one.every, one.at) == (timedelta(days=1), time(5, 20))
