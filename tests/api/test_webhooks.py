"""Events on their way to programs: in order, signed, tried again, and nowhere they must not go."""

import base64
import contextlib
import hashlib
import hmac
import json
import socket
import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import calling, secrecy
from diz_portal.access import Refusal
from diz_portal.api import delivery, feed, signing, webhooks
from diz_portal.api.models import PURPOSE, Delivery, Event, Webhook
from diz_portal.attention.selectors import items_for
from diz_portal.backups import releasing
from diz_portal.models import Restoration
from projects.rollout.services.sites import move_site
from tests.factories.partners import OrganisationFactory, contributor_of, lead_of
from tests.factories.projects import ProjectFactory, SiteFactory

from .receiver import Receiver
from .world import Program, just_signed_in, token_of, with_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_TO_THIS_HOST = True
    one = Receiver()
    yield one
    one.close()


@pytest.fixture
def organisation(partnership):
    return OrganisationFactory(state="active")


@pytest.fixture
def ada(organisation):
    return with_second_step(contributor_of(organisation))


@pytest.fixture
def site(organisation):
    return SiteFactory(project=ProjectFactory(slug="fibre", lead=organisation, published=False))


@pytest.fixture
def hook(receiver, ada, organisation):
    webhook, webhook.words = webhooks.make(
        by=ada, organisation=organisation, address=receiver.address, kinds=["site.moved"]
    )
    return webhook


def moved(site, by, to="eligible"):
    site.refresh_from_db()
    return move_site(
        site=site,
        to=to,
        on=timezone.localdate(),
        by=by,
        expected_entry=site.current_entry_id,
        reason="x",
    )


def states():
    return list(Delivery.objects.order_by("event__number").values_list("state", flat=True))


def later(**time):
    """As if so much time had passed for everything that waits."""
    passed = timedelta(**time)
    for one in Delivery.objects.all():
        one.due_at -= passed
        if one.retry_until:
            one.retry_until -= passed
        if one.lease_until:
            one.lease_until -= passed
        one.save()
    for one in Webhook.objects.exclude(failing_since=None):
        one.failing_since -= passed
        one.save()


# Sent ---


def test_event_is_sent_signed_and_without_words(hook, receiver, site, ada):
    moved(site, ada)

    assert delivery.sweep() == {"sent": 1}

    ((path, headers, body),) = receiver.taken
    assert path == "/take"
    assert json.loads(body)["type"] == "site.moved"
    assert json.loads(body)["data"] == {
        "project": "fibre",
        "site": site.reference,
        "stage": "eligible",
        "stage_date": timezone.localdate().isoformat(),
    }
    headers = {name.lower(): value for name, value in headers.items()}
    one = Delivery.objects.get()
    assert headers["webhook-id"] == f"msg_{one.reference}"
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(hook.words.removeprefix("whsec_"))
    digest = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"


def test_signature_is_that_of_the_standard():
    """The example of its specification."""
    signed = signing.sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        b'{"test": 2432232314}',
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_events_go_in_order_over_one_connection(hook, receiver, site, ada):
    for to in ("eligible", "candidate", "eligible"):
        moved(site, ada, to)

    assert delivery.sweep() == {"sent": 3}

    assert [json.loads(body)["data"]["stage"] for _, _, body in receiver.taken] == [
        "eligible",
        "candidate",
        "eligible",
    ]
    assert receiver.connections == 1
    assert delivery.sweep() == {}


def test_sweeping_twice_sends_once(hook, receiver, site, ada):
    moved(site, ada)
    delivery.sweep()
    delivery.sweep()

    assert len(receiver.taken) == 1


def test_event_that_was_rolled_back_never_was(hook, receiver, site, ada):
    with transaction.atomic():
        moved(site, ada)
        transaction.set_rollback(True)

    assert delivery.sweep() == {}


def test_only_what_was_asked_and_may_be_seen_is_sent(hook, receiver, ada):
    other = SiteFactory(project=ProjectFactory(published=False))
    feed.record("sites.imported", [(hook.organisation_id, {})])
    moved(other, ada)

    assert delivery.sweep() == {}
    assert Event.objects.filter(number=None).count() == 0


def test_what_may_no_longer_be_seen_is_not_sent(hook, receiver, site, ada):
    moved(site, ada)
    delivery.share_out()
    project = site.project
    project.lead = OrganisationFactory(state="active")
    project.save()

    assert delivery.sweep() == {"given_up": 1}
    assert receiver.taken == []


def test_nothing_is_sent_for_somebody_who_left(hook, receiver, site, ada):
    moved(site, ada)
    delivery.share_out()
    ada.memberships.update(ended_on=timezone.localdate())

    assert delivery.sweep() == {"given_up": 1}
    assert receiver.taken == []


# Tried again ---


def test_what_is_not_taken_is_tried_again_with_the_same_id(hook, receiver, site, ada):
    receiver.answers = [500]
    moved(site, ada)

    assert delivery.sweep() == {"failed": 1}
    assert delivery.sweep() == {}
    later(hours=1)
    assert delivery.sweep() == {"sent": 1}

    first, second = ({k.lower(): v for k, v in headers.items()} for _, headers, _ in receiver.taken)
    assert first["webhook-id"] == second["webhook-id"]
    one = Delivery.objects.get()
    assert (one.attempts, one.last_error) == (2, "")
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_one_failure_keeps_the_others_waiting_but_no_worker(hook, receiver, site, ada):
    receiver.answers = [503]
    moved(site, ada)
    moved(site, ada, "candidate")

    assert delivery.sweep() == {"failed": 2}
    assert len(receiver.taken) == 1
    later(hours=1)
    assert delivery.sweep() == {"sent": 2}


def test_waits_grow_and_end_after_two_days(hook, receiver, site, ada):
    receiver.usual = 500
    moved(site, ada)
    waits = []
    for _ in range(60):
        delivery.sweep()
        one = Delivery.objects.get()
        if one.state == "given_up":
            break
        wait = one.due_at - timezone.now()
        waits.append(wait)
        later(seconds=wait.total_seconds() + 1)

    assert one.state == "given_up"
    assert one.last_error == "The response was 500"
    assert waits[0] < timedelta(minutes=1)
    assert timedelta(hours=3) < max(waits) < timedelta(hours=5)
    assert timedelta(hours=40) < sum(waits, timedelta()) < timedelta(hours=49)


def test_worker_that_died_leaves_it_to_the_next(hook, receiver, site, ada):
    moved(site, ada)
    delivery.share_out()
    assert len(delivery._claim()) == 1
    assert delivery.sweep() == {}

    later(minutes=6)

    assert delivery.sweep() == {"sent": 1}


def test_redirect_is_not_followed(hook, receiver, site, ada):
    receiver.answers = [302]
    moved(site, ada)

    assert delivery.sweep() == {"failed": 1}
    assert Delivery.objects.get().last_error == "The response was 302"


def test_webhook_that_takes_nothing_for_long_is_stopped_and_its_people_are_told(
    hook, receiver, site, ada, organisation
):
    receiver.usual = 410
    moved(site, ada)
    delivery.sweep()
    later(days=5, hours=1)
    delivery.sweep()

    hook.refresh_from_db()
    assert hook.stopped_by_itself
    for person in (ada, lead_of(organisation)):
        titles = [item.title for item in items_for(person)]
        assert f"Repair webhook: {hook.address}" in titles
    assert not any("webhook" in item.title for item in items_for(lead_of()))

    receiver.usual = 204
    webhooks.start(webhook=hook, by=ada)
    moved(site, ada, "candidate")
    assert delivery.sweep()["sent"] >= 1


def test_stopped_webhook_is_sent_nothing(hook, receiver, site, ada):
    webhooks.stop(webhook=hook, by=ada)
    moved(site, ada)

    assert delivery.sweep() == {}


def test_secret_is_replaced_while_both_sign(hook, receiver, site, ada):
    new = webhooks.new_secret(webhook=hook, by=ada)
    hook.refresh_from_db()
    moved(site, ada)
    delivery.sweep()

    headers = {k.lower(): v for k, v in receiver.taken[0][1].items()}
    signed = [
        signing.sign(headers["webhook-id"], headers["webhook-timestamp"], receiver.taken[0][2], one)
        for one in (new, hook.words)
    ]
    assert headers["webhook-signature"].split(" ") == signed
    Webhook.objects.update(former_until=timezone.now())
    hook.refresh_from_db()
    assert hook.secrets() == [new]


def test_secret_is_stored_sealed(hook):
    row = Webhook.objects.values().get()

    assert hook.words not in str(row)
    assert secrecy.unseal(row["secret"], purpose=PURPOSE) == hook.words


# Where it may go ---


@pytest.mark.parametrize(
    "address",
    [
        "http://program.example/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[fec0::1]/",
        "https://[::ffff:0:7f00:1]/",
        "https://[2001:0:7f00:1::1]/",
        "https://[ff0e::1]/",
        "https://224.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://user:password@93.184.216.34/",
        "https://",
        "https://:443/",
        "https://a:99999/",
        "file:///etc/passwd",
        "gopher://93.184.216.34/",
    ],
)
def test_address_that_is_not_public_is_refused(ada, organisation, address):
    with pytest.raises(Refusal):
        webhooks.make(by=ada, organisation=organisation, address=address, kinds=["site.moved"])


def test_name_that_leads_inside_is_refused_whenever_it_does(
    ada, organisation, site, settings, monkeypatch
):
    leads_to = ["93.184.216.34"]

    def looked_up(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in leads_to]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    webhooks.make(
        by=ada,
        organisation=organisation,
        address="https://program.example/",
        kinds=["site.moved"],
    )
    moved(site, ada)
    leads_to[:] = ["93.184.216.34", "127.0.0.1"]

    assert delivery.sweep() == {"failed": 1}
    assert Delivery.objects.get().last_error == "The host is in a private network"


def test_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    """A name that changes between the two would lead elsewhere."""
    asked, reached = [], []

    def looked_up(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    class Line(socket.socket):
        def connect(self, where):
            reached.append(where)
            raise ConnectionRefusedError

    monkeypatch.setattr(calling.socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(calling.socket, "socket", Line)

    with pytest.raises(calling.NotTaken), calling.Line("https://program.example/x") as line:
        line.send(b"{}", {})

    assert asked == ["program.example"]
    assert reached == [("93.184.216.34", 443)]


def test_long_answer_is_not_read(hook, receiver, site, ada, monkeypatch):
    monkeypatch.setattr(calling, "MOST_READ", -1)
    monkeypatch.setattr(calling.http.client.HTTPResponse, "read1", lambda self, size: b"x" * size)
    moved(site, ada)

    assert delivery.sweep() == {"failed": 1}
    assert Delivery.objects.get().last_error == "The response was too long"


def test_answer_that_dribbles_in_is_cut_off(monkeypatch, settings):
    """Also one that never gets beyond its first lines."""
    settings.WEBHOOKS_TO_THIS_HOST = True
    monkeypatch.setattr(calling, "WHOLE", 0.6)
    for start in (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"):
        with dribbling(start) as address, calling.Line(address) as line:
            begun = time.monotonic()
            with pytest.raises(calling.NotTaken, match="no response in time"):
                line.send(b"{}", {})
            assert time.monotonic() - begun < 3


@contextlib.contextmanager
def dribbling(start):
    """A server that answers with one letter every little while."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def serve():
            with contextlib.suppress(OSError):
                line, _ = server.accept()
                with line:
                    line.sendall(start or b"HTTP/1.1 200 OK\r\nX: ")
                    while not ended.wait(0.1):
                        line.sendall(b"a")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            ended.set()
            thread.join(5)


def test_address_in_another_alphabet_is_sent_to(receiver, ada, organisation, site):
    webhooks.make(
        by=ada,
        organisation=organisation,
        address=receiver.address + "/café?où=ß",
        kinds=["site.moved"],
    )
    moved(site, ada)

    assert delivery.sweep() == {"sent": 1}
    assert receiver.taken[0][0] == "/take/caf%C3%A9?o%C3%B9=%C3%9F"


@pytest.mark.parametrize("fault", ["secret", "address", "ours"])
def test_what_goes_wrong_with_one_keeps_the_others_from_nothing(
    hook, receiver, site, ada, organisation, monkeypatch, fault
):
    other, _ = webhooks.make(
        by=ada, organisation=organisation, address=receiver.address, kinds=["site.moved"]
    )
    if fault == "secret":
        Webhook.objects.filter(pk=hook.pk).update(secret="sealed with a key that is gone")
    elif fault == "address":
        Webhook.objects.filter(pk=hook.pk).update(address="http://127.0.0.1:1/a\x7f b")
    else:
        still_readable = delivery._still_readable

        def fails(person, webhook, deliveries):
            if webhook.pk == hook.pk:
                raise RuntimeError
            return still_readable(person, webhook, deliveries)

        monkeypatch.setattr(delivery, "_still_readable", fails)
    moved(site, ada)
    moved(site, ada, "candidate")

    assert delivery.sweep() == {"sent": 2, "failed": 2}

    assert {one.state for one in other.deliveries.all()} == {"sent"}
    assert {one.state for one in hook.deliveries.all()} == {"failed"}
    hook.refresh_from_db()
    assert hook.failing_since is not None


def test_slow_program_lets_the_others_go_first(hook, receiver, site, ada, monkeypatch):
    """Each has its turn, and whoever used it up comes after those who have waited."""
    for to in ("eligible", "candidate", "eligible"):
        moved(site, ada, to)
    delivery.share_out()
    monkeypatch.setattr(delivery, "TURN", -1)
    begun = timezone.now()

    claimed = delivery._claim()
    assert delivery._deliver(claimed, time.monotonic() + 20) == {"sent": 1, "failed": 2}

    waiting = Delivery.objects.filter(state="failed")
    assert [(one.attempts, one.due_at > begun) for one in waiting] == [(0, True)] * 2
    assert delivery.sweep() == {"sent": 2, "failed": 1}


def test_what_no_time_is_left_for_keeps_its_place(hook, receiver, site, ada, monkeypatch):
    moved(site, ada)
    delivery.share_out()
    due_at = Delivery.objects.get().due_at

    claimed = delivery._claim()
    assert delivery._deliver(claimed, time.monotonic() - 100) == {"failed": 1}

    one = Delivery.objects.get()
    assert (one.due_at, one.attempts) == (due_at, 0)
    assert delivery.sweep() == {"sent": 1}


def test_one_worker_at_a_time_sends_to_a_program(hook, receiver, site, ada):
    moved(site, ada)
    delivery.share_out()
    assert len(delivery._claim()) == 1
    moved(site, ada, "candidate")

    assert delivery.sweep() == {}

    later(minutes=6)
    assert delivery.sweep() == {"sent": 2}
    assert [json.loads(body)["data"]["stage"] for _, _, body in receiver.taken] == [
        "eligible",
        "candidate",
    ]


def test_nothing_goes_out_of_a_restored_portal_until_it_is_released(hook, receiver, site, ada):
    moved(site, ada)
    Restoration.objects.create(taken_at=timezone.now(), finished_at=timezone.now())

    assert delivery.sweep() == {}

    releasing.release()
    assert delivery.sweep() == {"sent": 1}


def test_no_more_webhooks_than_may_be_are_started_again(receiver, ada, organisation, monkeypatch):
    monkeypatch.setattr(webhooks, "MOST", 1)
    given = {"by": ada, "organisation": organisation, "kinds": ["site.moved"]}
    first, _ = webhooks.make(address=receiver.address, **given)
    webhooks.stop(webhook=first, by=ada)
    webhooks.make(address=receiver.address, **given)

    with pytest.raises(Refusal, match="Stop one before you start this one"):
        webhooks.start(webhook=first, by=ada)


def test_secret_that_a_program_has_signs_also_when_it_is_replaced_twice(hook, ada):
    """By two clicks, or by two people: of the one between nobody may have heard."""
    new = [webhooks.new_secret(webhook=hook, by=ada) for _ in range(2)]

    hook.refresh_from_db()
    assert hook.secrets() == [new[1], new[0], hook.words]
    for _ in range(4):
        webhooks.new_secret(webhook=hook, by=ada)
    hook.refresh_from_db()
    assert len(hook.secrets()) == 4


# The feed ---


def test_numbers_are_never_given_again(client, organisation, ada):
    """Neither when old events have gone, nor when a backup of before was restored: whoever has
    read up to one would miss what comes."""
    site = SiteFactory(project=ProjectFactory(lead=organisation))
    for to in ("eligible", "candidate", "eligible"):
        moved(site, ada, to)
        delivery.share_out()
    start = client.get("/api/v1/changes/?newest=true").json()
    Event.objects.all().delete()

    moved(site, ada, "candidate")
    delivery.share_out()

    told = client.get(start["next"]).json()
    assert [one["data"]["stage"] for one in told["items"]] == ["candidate"]


def test_changes_are_told_in_order_and_once(client, organisation, ada):
    project = ProjectFactory(slug="open", lead=organisation)
    site = SiteFactory(project=project)
    hidden = SiteFactory(project=ProjectFactory(lead=organisation, published=False))
    start = client.get("/api/v1/changes/?newest=true").json()
    assert start["items"] == []
    moved(site, ada)
    moved(hidden, ada)
    assert client.get(start["next"]).json()["items"] == []  # not yet numbered
    delivery.share_out()

    first = client.get(start["next"]).json()
    assert [one["data"]["site"] for one in first["items"]] == [site.reference]
    assert first["more"] is False
    again = client.get(first["next"]).json()
    assert (again["items"], again["next"]) == ([], first["next"])

    moved(site, ada, "candidate")
    delivery.share_out()
    assert [one["data"]["stage"] for one in client.get(first["next"]).json()["items"]] == [
        "candidate"
    ]


def test_changes_of_an_organisation_are_those_it_may_see(client, organisation, ada):
    site = SiteFactory(project=ProjectFactory(lead=organisation, published=False))
    other = SiteFactory(project=ProjectFactory(published=False))
    moved(site, ada)
    moved(other, ada)
    delivery.share_out()
    program = Program(client, token_of(ada, organisation, "events:read")[1])

    told = program.get("/work/changes/?limit=1").json()

    assert [one["data"]["site"] for one in told["items"]] == [site.reference]
    assert program.get("/work/changes/?cursor=x").status_code == 422


# The pages ---


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return just_signed_in(client)


def test_webhook_is_made_and_its_secret_shown_once(browser, receiver, organisation):
    page = browser.post(
        reverse("api:webhook_make"),
        {
            "address": receiver.address,
            "organisation": organisation.pk,
            "kinds": ["site.moved"],
        },
    )

    assert page.status_code == 200, page.content
    assert "whsec_" in page.content.decode()
    webhook = Webhook.objects.get()
    for name in ("webhooks", "webhook"):
        args = [webhook.reference] if name == "webhook" else []
        shown = browser.get(reverse(f"api:{name}", args=args)).content.decode()
        assert webhook.address in shown
        assert "whsec_" not in shown


def test_address_that_is_private_is_said_on_the_form(browser, organisation):
    page = browser.post(
        reverse("api:webhook_make"),
        {"address": "https://10.0.0.1/", "organisation": organisation.pk, "kinds": ["site.moved"]},
    )

    assert page.status_code == 422
    assert "private network" in page.content.decode()


def test_delivery_is_sent_again_from_its_page(browser, hook, receiver, site, ada):
    moved(site, ada)
    delivery.sweep()
    one = Delivery.objects.get()

    answer = browser.post(reverse("api:send_again", args=[hook.reference, one.reference]))
    delivery.sweep()

    assert answer.status_code == 302
    ids = [{k.lower(): v for k, v in h.items()}["webhook-id"] for _, h, _ in receiver.taken]
    assert ids == [f"msg_{one.reference}"] * 2


def test_webhook_is_stopped_started_and_given_another_secret(browser, hook):
    for name, done in (("stop", "Stopped"), ("start", "Active")):
        browser.post(reverse(f"api:webhook_{name}", args=[hook.reference]))
        hook.refresh_from_db()
        assert hook.state_said == done
    address = reverse("api:webhook_secret", args=[hook.reference])
    assert browser.get(address).status_code == 200
    assert "whsec_" in browser.post(address).content.decode()
