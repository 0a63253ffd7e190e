"""The accounts of the example that `make run` prints."""

import pytest

from diz_portal.demo import services as demo
from diz_portal.demo.passwords import ACCOUNTS
from partners import example
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_each_printed_account_is_a_person_of_the_example():
    assert set(ACCOUNTS) <= {email for _, email, *_ in example.PEOPLE}


def test_an_example_that_was_loaded_earlier_prints_the_accounts_that_it_has():
    UserFactory(email="manager@diz.example")

    assert demo.is_loaded()
    assert [one.email for one in demo.loaded_accounts()] == ["manager@diz.example"]
