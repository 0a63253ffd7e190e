"""What is built once answers as its queryset does, each time anew."""

import pytest
from django.db.models import Exists, OuterRef, Value
from django.db.transaction import TransactionManagementError, atomic

from diz_portal.accounts.models import User
from diz_portal.built_once import BuiltOnce
from diz_portal.places import selectors
from diz_portal.places.models import Partnership
from partners.models import Membership
from tests.factories.partners import MembershipFactory
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db


def test_answers_as_the_queryset_does_whatever_the_values():
    one, other = MembershipFactory(), MembershipFactory()

    def question(person, organisation):
        mine = Membership.objects.filter(person=OuterRef("pk"), organisation=organisation)
        return (
            User.objects.annotate(has=Exists(mine), two=Value(2))
            .filter(pk=person)
            .values_list("email", "has", "two")
        )

    asked = BuiltOnce(question)

    for values in (
        (one.person_id, one.organisation_id),
        (other.person_id, one.organisation_id),
        (one.person_id, other.organisation_id),
        (-7, 7),
    ):
        assert asked(*values) == list(question(*values))


def test_takes_text_where_a_column_has_text():
    one = MembershipFactory().person
    asked = BuiltOnce(lambda email: User.objects.filter(email=email))

    assert asked(one.email) == [one]
    assert asked("nobody@test.example") == []


def test_gives_rows_with_their_relations_in_one_query(django_assert_num_queries):
    PartnershipFactory()
    selectors.partnership()

    with django_assert_num_queries(1):
        found = selectors.partnership()
        assert found.lead_organisation.name

    assert found == Partnership.objects.get()


def test_asks_again_each_time():
    partnership = PartnershipFactory(name="Before")
    before = selectors.partnership()

    Partnership.objects.filter(pk=partnership.pk).update(name="After")

    assert (before.name, selectors.partnership().name) == ("Before", "After")
    partnership.delete()
    assert selectors.partnership().pk is None


@pytest.mark.django_db(transaction=True)
def test_refuses_to_lock_rows_outside_of_a_transaction_each_time():
    partnership = PartnershipFactory()
    locked = BuiltOnce(lambda pk: Partnership.objects.select_for_update().filter(pk=pk))

    with atomic():
        assert locked(partnership.pk) == [partnership]

    for _ in range(2):
        with pytest.raises(TransactionManagementError):
            locked(partnership.pk)


def test_reads_the_partnership_once_for_what_is_written_together(django_assert_num_queries):
    PartnershipFactory()

    with django_assert_num_queries(1), selectors.one_partnership():
        assert selectors.partnership() is selectors.partnership()

    with django_assert_num_queries(1):
        selectors.partnership()
