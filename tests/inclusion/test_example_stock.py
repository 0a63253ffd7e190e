"""What the example shows would stand in a real store as well."""

import pytest
from django.utils import timezone

from diz_portal.tables.values import iccid
from inclusion.examples import stock
from inclusion.models import DataBatch


@pytest.mark.parametrize("number", [1, 9, 30])
def test_the_cards_of_the_example_have_numbers_that_are_right(number):
    code = stock._code(DataBatch(pk=7, kind="sim"), number)

    assert iccid(code) == (code, "")
    assert len(code) == 19


def test_the_example_wipes_a_device_before_it_is_called_wiped():
    shelf = object.__new__(stock.Shelf)
    shelf.today = timezone.localdate()

    assert shelf.at(9 - 1, stock.WIPED_AT) < shelf.at(9 - 1)
