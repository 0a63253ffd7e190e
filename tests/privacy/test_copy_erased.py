"""After an erasure no copy hands out the person: not their own, under whatever name it was made,
not one that was begun meanwhile, and not somebody else's in which they are named."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, connections
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.privacy import erasure
from diz_portal.privacy.copies import services
from diz_portal.privacy.copies.models import PreparedCopy
from diz_portal.privacy.copies.preparing import Preparation, RecordIsGone
from diz_portal.privacy.mentions import taking_out
from inclusion.cases.services import cases, people
from inclusion.models import CaseEvent
from tests.factories.inclusion import CaseFactory, PersonFactory, team_of
from tests.factories.outbox import MessageFactory
from tests.factories.partners import OrganisationFactory, caseworker_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.privacy import a_finished_copy, read_through
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
OTTO = "Otto Quorle-Bandersnatch"
NOTE = f"Her neighbour {OTTO} rang."


@pytest.fixture
def team():
    PartnershipFactory()
    return team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)


@pytest.fixture
def by(team):
    return caseworker_of(team.organisation)


@pytest.fixture
def ada(team):
    return PersonFactory(kept_by=team.organisation, name="Ada Example", email="ada@home.example")


def record_of(person):
    return erasure.record("resident", person.reference)


def is_empty(copy) -> bool:
    copy.refresh_from_db()
    return copy.is_emptied and not copy.files.exists() and not copy.readings.exists()


@pytest.mark.parametrize("by_night", [False, True])
def test_a_copy_of_a_record_that_was_joined_goes_with_the_other(team, by, ada, by_night):
    twin = PersonFactory(kept_by=team.organisation, name="Adah Exampel", address="1 Elm Street")
    copy = a_finished_copy([record_of(twin)], by)
    people.merge(person=twin, into=ada, by=by)

    if by_night:
        erasure.forget_together([record_of(ada)])
    else:
        erasure.erase(kind="resident", reference=ada.reference, by=by)

    assert is_empty(copy)
    with pytest.raises(RecordIsGone):
        services.start(records=[record_of(twin)], by=by)


def test_a_copy_of_messages_goes_though_another_came_since(team):
    boss = manager()
    to = {"to": "wil@home.example", "reader": "Wilhelmina Oakapple"}
    first = MessageFactory(**to, key="x-1", body="Dear Wilhelmina Oakapple")
    copy = a_finished_copy([erasure.record("messages", first.reference)], boss)
    last = MessageFactory(**to, key="x-2", body="Dear Wilhelmina Oakapple")

    erasure.erase(kind="messages", reference=last.reference, by=boss)

    assert is_empty(copy)


def test_a_copy_of_what_has_gone_is_not_handed_out(team):
    boss = manager()
    message = MessageFactory(to="wil@home.example", key="x-1")
    copy = a_finished_copy([erasure.record("messages", message.reference)], boss)
    Message.objects.update(emptied_at=timezone.now(), body="", subject="", to="", reader="")

    with pytest.raises(RecordIsGone):
        services.hand_out(copy=copy, kind="json", by=boss)


@pytest.mark.parametrize("by_night", [False, True])
def test_a_finished_copy_in_which_somebody_is_named_goes_with_them(team, by, ada, by_night):
    otto = PersonFactory(kept_by=team.organisation, name=OTTO)
    cases.note(case=CaseFactory(handled_by=team.organisation, person=ada), words=NOTE, by=by)
    copy = a_finished_copy([record_of(ada)], by)
    other = PersonFactory(kept_by=team.organisation, name="Cleo Elsewhere")
    of_another = a_finished_copy([record_of(other)], by)

    if by_night:
        erasure.forget_together([record_of(otto)])
    else:
        erasure.erase(kind="resident", reference=otto.reference, by=by)

    assert is_empty(copy)
    assert not is_empty(of_another)
    assert services.again(copy=copy, by=by).records == copy.records


def test_a_finished_copy_goes_where_a_ticked_surname_goes_from_its_words(team, by, ada):
    otto = PersonFactory(kept_by=team.organisation, name="Otto Quorle")
    case = CaseFactory(handled_by=team.organisation, person=ada)
    cases.note(case=case, words="Old Quorle rang.", by=by)
    copy = a_finished_copy([record_of(ada)], by)
    ticked = {one.key for one in erasure.named_in(record_of(otto), by)}

    erasure.erase(kind="resident", reference=otto.reference, by=by, ticked=ticked)

    assert "Quorle" not in CaseEvent.objects.get(kind="note").words
    assert is_empty(copy)


@pytest.mark.parametrize("how", ["lost", "another key"])
def test_a_copy_that_nobody_can_open_holds_up_no_erasure(team, by, ada, how):
    otto = PersonFactory(kept_by=team.organisation, name=OTTO)
    copy = a_finished_copy([record_of(ada)], by)
    for file in copy.files.all():
        name = file.file.name
        default_storage.delete(name)
        if how == "another key":
            default_storage.save(name, ContentFile(b"sealed with a key that is gone"))

    erasure.erase(kind="resident", reference=otto.reference, by=by)

    assert is_empty(copy)


def test_somebodys_own_copy_of_a_record_that_stays_stays(team, by, ada):
    guest = registered(SeminarFactory(), name=ada.name, email=ada.email)
    copy = a_finished_copy([record_of(ada)], by)

    erasure.erase(kind="registration", reference=guest.reference, by=by)

    assert not is_empty(copy)


def test_what_was_to_be_left_out_of_an_open_copy_is_marked_again(team, by, ada):
    """Of a text that keeps the name nobody would know any more that it was left out."""
    otto = PersonFactory(kept_by=team.organisation, name=OTTO)
    cases.note(case=CaseFactory(handled_by=team.organisation, person=ada), words=NOTE, by=by)
    copy = services.start(records=[record_of(ada)], by=by)
    read_through(copy, by, Note={"words": (OTTO,), "reason": "another"})

    erasure.erase(kind="resident", reference=otto.reference, by=by)

    assert not copy.readings.exclude(words="").exists()
    assert [one.cell.heading for one in Preparation(copy).unread] == ["Note"]


@pytest.mark.django_db(transaction=True)
def test_no_copy_is_begun_while_somebody_is_being_erased(team, monkeypatch):
    boss = manager()
    guest = registered(SeminarFactory(), name="Wilma Quincey", email="w@home.example")
    records = [erasure.record("registration", guest.reference)]
    real = taking_out.take_out

    def copied():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            return a_finished_copy(records, boss)
        except OperationalError as problem:
            return str(problem)
        finally:
            connections.close_all()

    answers = []

    def slowly(*args):
        with ThreadPoolExecutor(1) as others:
            answers.append(others.submit(copied).result())
        return real(*args)

    monkeypatch.setattr(taking_out, "take_out", slowly)
    erasure.erase(kind="registration", reference=guest.reference, by=boss)

    assert "lock timeout" in answers[0]
    assert not PreparedCopy.objects.exists()
    with pytest.raises(RecordIsGone):
        services.start(records=records, by=boss)
