"""Two people erase at the same moment, each somebody of the same sentence."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from diz_portal.privacy import erasure
from inclusion.models import DeviceEvent
from tests.factories.inclusion import DeviceFactory
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Wilhelmina Oakapple-Smythe", "Jo Lindqvist", "Otto Featherstonehaugh")


def test_what_several_take_out_of_one_sentence_at_once_all_goes():
    PartnershipFactory()
    rows = [
        # Each also names the next in words of their own: whoever waits for the other's row while
        # the other waits for theirs would be cut short.
        registered(
            SeminarFactory(), name=name, email=f"p{n}@post.example", access_needs=f"With {other}"
        )
        for n, (name, other) in enumerate(zip(NAMES, [*NAMES[1:], NAMES[0]], strict=True))
    ]
    event = DeviceEvent.objects.create(
        device=DeviceFactory(), to_state="received", why=" and ".join(NAMES), by=manager()
    )
    start, failed = Barrier(len(rows)), []

    def erase(row):
        try:
            one = erasure.record("registration", row.reference)
            finds = {find.key for find in erasure.named_in(one)}
            start.wait(timeout=30)
            erasure.erase(kind="registration", reference=row.reference, shown=finds, ticked=finds)
        except Exception as error:  # noqa: BLE001  told below, whatever it is
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=erase, args=[row]) for row in rows]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    event.refresh_from_db()
    assert failed == []
    assert event.why == "[name removed] and [name removed] and [name removed]"
    for row in rows:
        row.refresh_from_db()
        assert (row.name, row.access_needs) == ("", "")
