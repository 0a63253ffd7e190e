"""How often somebody may try."""

import threading

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection

from diz_portal import limits
from diz_portal.access import Refusal


def test_take_gives_ten_tries_and_no_more():
    assert [limits.take("guess", "somebody") for _ in range(11)] == [True] * 10 + [False]
    assert limits.take("guess", "somebody else")
    assert limits.take("something else", "somebody")


def test_tries_come_back_after_the_window(time_machine):
    time_machine.move_to("2026-11-22 12:00", tick=False)
    for _ in range(10):
        limits.take("guess", "somebody")

    time_machine.shift(limits.WINDOW - 2)
    assert not limits.take("guess", "somebody")
    time_machine.shift(4)
    assert limits.take("guess", "somebody")


def test_cache_holds_no_address_and_no_email():
    limits.require("guess", limits.email("Ann@X.example"))

    assert not any("ann" in key.lower() for key in cache._cache)


def test_spellings_of_one_email_share_their_tries():
    assert limits.email(" Ann@X.Example ") == limits.email("ann@x.example")


def test_require_counts_everybody_even_when_one_has_none_left():
    limits.take("guess", "first", tries=1)

    with pytest.raises(limits.TooManyTries):
        limits.require("guess", "first", "second", tries=1)

    assert not limits.take("guess", "second", tries=1)


def test_public_forms_are_unlimited_for_load_tests_only(rf, settings):
    settings.PUBLIC_FORM_LIMITS = False
    for _ in range(20):
        limits.require_for_public_form("join", rf.post("/"), ["a@x.example"])

    settings.PUBLIC_FORM_LIMITS = True
    for _ in range(10):
        limits.require_for_public_form("join", rf.post("/"), ["a@x.example"])
    with pytest.raises(limits.TooManyTries):
        limits.require_for_public_form("join", rf.post("/"), ["a@x.example"])


@pytest.mark.django_db(transaction=True)
def test_processes_that_try_at_once_share_ten_tries(monkeypatch):
    """On the cache of production, where a count that is read and then written would lose tries."""
    call_command("createcachetable", "limits_test")
    monkeypatch.setattr(limits, "cache", DatabaseCache("limits_test", {}))
    start, taken = threading.Barrier(8), []

    def guess():
        start.wait(timeout=10)
        try:
            taken.extend(limits.take("guess", "somebody") for _ in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE limits_test")

    assert (len(taken), sum(taken)) == (40, 10)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("2001:db8:1:3::9", "2001:db8:1:3::"),
    ],
)
def test_an_address_is_counted_and_of_ipv6_its_network(rf, address, counted):
    assert limits.address_of(rf.get("/", REMOTE_ADDR=address)) == f"address {counted}"


class Wrong(Refusal):
    message = "Wrong."


def wrong():
    raise Wrong


def test_only_wrong_tries_are_counted():
    limit = limits.Limit("look up", "somebody", tries=2)

    assert [limits.only_wrong(lambda: "found", limit) for _ in range(5)] == ["found"] * 5
    for _ in range(2):
        with pytest.raises(Wrong):
            limits.only_wrong(wrong, limit)
    with pytest.raises(limits.TooManyTries):
        limits.only_wrong(lambda: "found", limit)


def test_an_error_of_ours_is_no_try_of_theirs():
    limit = limits.Limit("look up", "somebody", tries=1)

    with pytest.raises(ZeroDivisionError):
        limits.only_wrong(lambda: 1 / 0, limit)

    assert limits.only_wrong(lambda: "found", limit) == "found"


def test_a_lock_of_one_thing_takes_no_try_of_another():
    by_reference = limits.Limit("look up", "a reference", tries=1, message="This one is locked.")
    by_address = limits.Limit("look up", "an address", tries=2)
    with pytest.raises(Wrong):
        limits.only_wrong(wrong, by_address, by_reference)

    for _ in range(5):
        with pytest.raises(limits.TooManyTries, match="This one is locked"):
            limits.only_wrong(wrong, by_address, by_reference)

    with pytest.raises(Wrong):
        limits.only_wrong(wrong, by_address)
