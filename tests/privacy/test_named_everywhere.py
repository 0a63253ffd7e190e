"""Whatever staff typed, wherever: after an erasure no name, number or address stands in it."""

import pytest
from django.db import transaction

from diz_portal.outbox.models import Message
from diz_portal.privacy import erasure, kinds, registry
from diz_portal.privacy.mentions import places
from tests.factories.outbox import MessageFactory
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, registered

from . import everywhere, planted

pytestmark = pytest.mark.django_db

# Too short for any of it: postcodes of buildings.
TAKES_NONE = {
    "inclusion_helplink.problem",
    "inclusion_helplink.url",
    "inclusion_helpplace.postcode",
    "inclusion_lesson.video",
    "inclusion_lessonversion.video",
    "places_area.code",
    "projects_casestudy.figures",
    "projects_site.postcode",
    "projects_siteaudit.postcode",
}


def test_every_column_that_takes_words_is_searched_or_says_why_not():
    """A new column is searched by itself; a new table too, with its history."""
    searched = {(model, one.name) for model, some in places.searched().items() for one in some}
    silent = {
        f"{model._meta.label}.{one.name}"
        for model in places._tables()
        for one in model._meta.concrete_fields
        if registry.takes_words(one)
        and not (one.primary_key or one.name == "file" or one.name.startswith("pgh_"))
        and (model, one.name) not in searched
        and (registry.tracked_model(model) or model, one.name) not in places.left_out()
        and (model, one.name) not in places.opened()
    }
    assert silent == set()
    assert all(places.left_out().values())


def test_what_is_found_by_itself_is_of_a_kind_that_is_found():
    assert {kind for kind in places.by_itself().values() if kinds.kind(kind) is None} == set()


@pytest.fixture
def registration():
    # Rolled back before the rules that wait for the end of a transaction look at rows that were
    # written while they slept.
    with transaction.atomic():
        PartnershipFactory()
        planted.stand()
        yield registered(
            SeminarFactory(),
            name=planted.NAME,
            email=planted.EMAIL,
            channel="letter",
            phone="+447700900777",
            postal_address=f"{planted.NAME}\n{planted.ADDRESS}\nHarlow",
        )
        transaction.set_rollback(True)


def test_nothing_of_a_person_is_left_in_any_words_of_any_table(registration):
    took, refused = planted.plant()
    assert refused == TAKES_NONE
    counts = everywhere.row_counts()
    assert took <= planted.left()
    one = erasure.record("registration", registration.reference)
    finds = erasure.named_in(one)
    assert {column_of(find) for find in finds} == took

    erasure.erase(
        kind="registration",
        reference=registration.reference,
        ticked={find.key for find in finds},
    )

    assert planted.left() == set()
    # What was marked in a copy that is not finished goes whole, and is marked again.
    counts["privacy.CopyReading"] = 0
    assert everywhere.row_counts() == counts


def test_the_search_takes_one_query_a_table(registration, django_assert_max_num_queries):
    planted.plant()
    one = erasure.record("registration", registration.reference)

    # Others who may have the same name, number or address; and the record's own parts.
    with django_assert_max_num_queries(len(places.searched()) + 80):
        erasure.named_in(one)


def test_words_that_are_sealed_are_opened_searched_and_sealed_again(registration):
    message = MessageFactory(to="friend@test.example", key="x-1", secret=True)
    message.words = f"{planted.NAME} asks you to follow https://portal.example/a/b"
    message.save()

    erasure.erase(kind="registration", reference=registration.reference)

    message = Message.objects.get(pk=message.pk)
    assert message.words == "[name removed] asks you to follow https://portal.example/a/b"
    assert message.body == ""


def column_of(find) -> str:
    table = find.model._meta
    return f"{table.db_table}.{table.get_field(find.column).column}"
