"""One count for each reader over all public forms: what is more waits, and goes as one message."""

import datetime as dt
import threading

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox
from diz_portal.accounts.models import normalise_email
from diz_portal.outbox import allowance, selectors
from diz_portal.outbox.models import Allowance, Channel, Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory

NOW = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def limits(settings):
    settings.PUBLIC_FORM_LIMITS = True
    settings.OUTBOX_FROM_STRANGERS_HOUR = 3
    settings.OUTBOX_FROM_STRANGERS_DAY = 5
    settings.SHOW_SENT_MAIL = False


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def write(number, to="victim@test.example", user=None, at="/", **more):
    """As in a request of somebody."""

    def view(request):
        outbox.queue(
            "partners/application_received", to=to, key=f"asked-{to}-{number}", context={}, **more
        )

    request = RequestFactory().post(at)
    request.user = user or AnonymousUser()
    allowance.middleware(view)(request)


def held():
    return [one.key.rpartition("-")[2] for one in Message.objects.held().order_by("pk")]


@pytest.mark.django_db
def test_more_than_the_hour_allows_waits_and_the_rest_is_rung_for_at_once(clock):
    for number in range(5):
        write(number)

    assert held() == ["3", "4"]
    assert Message.objects.count() == 5
    # Until the first of the three is an hour old.
    assert set(Message.objects.held().values_list("due_at", flat=True)) == {
        NOW + dt.timedelta(hours=1)
    }
    assert selectors.held_back() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    [
        "victim+7@test.example",
        "VICTIM@Test.example",
        "victim+@test.example",
        # What mail programs make of an address before they send to it.
        "victim@te\u00adst.example",
        "victim@t\u200best.exa\uff4dple",
        "victim@test\u3002example",
        '"victim"@test.example',
        '"v\\ictim+7"@test.example',
    ],
)
def test_a_tag_or_a_capital_is_the_same_mailbox(to):
    for number in range(3):
        write(number)

    write(1, to=to)
    write(1, to="other@test.example")

    assert [one.to for one in Message.objects.held()] == [to]


@pytest.mark.django_db
def test_a_telephone_is_counted_like_a_mailbox(settings):
    settings.NOTIFY_API_KEY = settings.NOTIFY_TEXT_TEMPLATE_ID = "x"

    def view(request):
        for number in range(4):
            outbox.queue(
                "inclusion/request_received",
                to="+447700900982",
                key=f"text-{number}",
                channel=Channel.TEXT,
                context={"team": UserFactory.build(), "url": "/", "reference": "r"},
            )

    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    allowance.middleware(view)(request)

    assert held() == ["3"]


@pytest.mark.django_db
def test_whoever_is_signed_in_is_counted_on_a_public_form_too():
    for number in range(4):
        write(number, user=UserFactory())

    assert held() == ["3"]


@pytest.mark.django_db
def test_what_staff_or_the_schedule_send_is_not_counted(settings):
    for number in range(4):
        write(number, user=UserFactory(), at="/workspace/seminars/")
        outbox.queue(
            "partners/application_received", to="victim@test.example", key=f"s-{number}", context={}
        )

    def view(request):
        with outbox.from_us():
            outbox.queue("partners/application_received", to="victim@test.example", key="news")

    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    allowance.middleware(view)(request)

    assert held() == []
    assert not Allowance.objects.exists()
    settings.PUBLIC_FORM_LIMITS = False
    for number in range(4):
        write(f"load-{number}")
    assert held() == []


@pytest.mark.django_db
@pytest.mark.parametrize("step", [20, 75])
def test_no_hour_and_no_day_ever_holds_more_than_may_be_sent(clock, post_office, step):
    """Somebody goes on for two days; what arrives is counted from every moment on."""
    arrived = []
    for minute in range(0, 2 * 24 * 60, step):
        clock.move_to(NOW + dt.timedelta(minutes=minute))
        write(minute)
        outbox.sweep()
        arrived += [timezone.now()] * (post_office.seen - len(arrived))

    for since in arrived:
        later = [at for at in arrived if at >= since]
        # Of a flood that no message holds, the rest follows at the pace of the day's count.
        rest = 1 if step < 60 else 0
        assert sum(at < since + dt.timedelta(hours=1) for at in later) <= 3 + rest
        assert sum(at < since + dt.timedelta(days=1) for at in later) <= 5 + 5 * rest


@pytest.mark.django_db
def test_what_waited_goes_as_one_message_and_each_row_says_so(clock, post_office):
    for number in range(6):
        write(number)
    assert outbox.sweep() == {"sent": 3}

    clock.move_to(NOW + dt.timedelta(minutes=59))
    assert outbox.sweep() == {}
    clock.move_to(NOW + dt.timedelta(minutes=60, seconds=1))
    assert outbox.sweep() == {"sent": 3}

    assert post_office.seen == 4
    mail = post_office.taken[-1]
    first = Message.objects.get(key__endswith="-3")
    assert mail["Message-ID"] == first.message_id
    assert mail["Subject"].startswith("3 messages from ")
    words = mail.get_body(("plain",)).get_content()
    assert words.count("We have your request to become a partner") == 3
    assert "3 of 3: We have your request" in words
    # Signed once, at the end.
    assert words.count("Digital Innovation Zone") == 1
    assert set(Message.objects.values_list("state", "attempts", "doubtful_attempts")) == {
        ("sent", 1, 0)
    }


@pytest.mark.django_db
def test_together_they_fail_and_are_tried_again_together(clock, post_office):
    for number in range(5):
        write(number)
    outbox.sweep()
    post_office.answers = ["451 4.7.1 Later", "250 OK"]
    clock.move_to(NOW + dt.timedelta(hours=1, seconds=1))

    assert outbox.sweep() == {"failed": 2}
    clock.move_to(NOW + dt.timedelta(hours=1, minutes=5))
    assert outbox.sweep() == {"sent": 2}

    assert post_office.seen == 3 + 2
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db
def test_so_many_that_one_message_cannot_hold_them_go_in_two(clock, post_office):
    for number in range(3 + 25):
        write(number)
    outbox.sweep()

    clock.move_to(NOW + dt.timedelta(hours=1, seconds=1))
    assert outbox.sweep() == {"sent": 20}
    clock.move_to(NOW + dt.timedelta(hours=6))
    assert outbox.sweep() == {"sent": 5}

    assert post_office.seen == 3 + 2


@pytest.mark.django_db(transaction=True)
def test_posts_at_one_moment_never_pass_together():
    start = threading.Barrier(8)

    def post(number):
        start.wait()
        try:
            write(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()

    assert Message.objects.count() == 8
    assert Message.objects.held().count() == 5


@pytest.mark.django_db
def test_the_count_costs_one_query_and_the_same_message_again_none(django_assert_max_num_queries):
    write(0)  # the statement is planned once
    with django_assert_max_num_queries(100) as of_a_stranger:
        write(1)
    with django_assert_max_num_queries(100) as of_staff:
        write(2, user=UserFactory.build(), at="/workspace/")
    with django_assert_max_num_queries(100) as again:
        write(1)
    assert len(of_a_stranger) == len(of_staff) + 1
    assert len(again) < len(of_a_stranger)
    assert len(Allowance.objects.get().times) == 2


@pytest.mark.django_db
def test_all_public_forms_share_the_count_and_the_page_says_the_same(client):
    seminars = SeminarFactory.create_batch(3)
    pages = set()
    for each, seminar in enumerate(seminars):
        with time_machine.travel(timezone.now() - dt.timedelta(seconds=10)):
            url = reverse("seminars:register", args=[seminar.slug])
            shown_at = client.get(url).context["form"].fields["shown_at"].initial
        answers = {"name": "Ann", "email": f"victim+{each}@test.example", "shown_at": shown_at}
        response = client.post(url, answers)
        pages.add(response.url.replace(seminar.slug, ""))
    for _ in range(2):
        with time_machine.travel(timezone.now() - dt.timedelta(seconds=10)):
            form = client.get(reverse("inclusion:donate_data")).context["form"]
            hidden = {name: form.fields[name].initial for name in ("shown_at", "attempt")}
        answers = {"kind": "sim", "gb": "5", "name": "Ann", "email": "victim@test.example"}
        kinds = [value for value, _ in form.fields["kind"].choices]
        response = client.post(
            reverse("inclusion:donate_data"), {**answers, **hidden, "kind": kinds[0]}
        )
        assert response.status_code == 302

    assert len(pages) == 1
    assert Message.objects.held().count() == 2


@pytest.mark.django_db
def test_staff_see_what_waits_on_their_list_and_in_the_admin(client):
    for number in range(5):
        write(number)
    client.force_login(manager())

    home = client.get(reverse("workspace:home")).content.decode()
    listed = client.get(reverse("admin:outbox_message_changelist"), {"held": "yes"})

    assert "2 messages held back" in home
    assert listed.context["cl"].result_count == 2


@pytest.mark.django_db
def test_counts_are_forgotten_a_day_after_the_last_message(clock):
    write(1)
    write(1, to="other@test.example")
    assert "victim" not in Allowance.objects.first().reader
    clock.move_to(NOW + dt.timedelta(hours=12))
    write(2)
    clock.move_to(NOW + dt.timedelta(hours=25))

    assert allowance.forget_old(days=1, dry_run=True) == 1
    assert allowance.forget_old(days=1) == 1
    assert Allowance.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ann@B\u00dcCHER.example ", "ann@b\u00fccher.example"),
        ("ann@xn--bcher-kva.example", "ann@b\u00fccher.example"),
        ("ann@ex\u00adample.org", "ann@example.org"),
        ("ann@..\u00fc", "ann@..\u00fc"),
        ("", ""),
    ],
)
def test_an_address_has_one_spelling(typed, kept):
    assert normalise_email(typed) == kept


@pytest.mark.django_db
def test_the_doors_of_accounts_fill_no_mailbox_either():
    """That there is no such account is told to any address that somebody types."""
    for number in range(2):
        for name in ("account_reset_password", "account_request_login_code"):
            Client().post(reverse(name), {"email": f"victim+{number}@test.example"})
    member = Client()
    member.post(reverse("account_login"), {"login": UserFactory().email, "password": PASSWORD})
    member.post(reverse("account_email"), {"email": "victim+9@test.example", "action_add": ""})

    sent = Message.objects.filter(to__startswith="victim")
    assert sent.count() == 5
    assert [one.to[6:8] for one in sent.held().order_by("pk")] == ["+1", "+9"]
