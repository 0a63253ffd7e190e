"""An address that is looked up once leads where it always leads."""

import pytest
from django.urls import Resolver404, get_resolver, resolve

from tests import resolving


@pytest.mark.parametrize(
    "path", ["/", "/seminars/fibre/", "/workspace/projects/full-fibre/sites/", "/admin/"]
)
def test_an_address_is_answered_as_usual(path):
    usual = resolving.usual(get_resolver(), path)

    for found in (resolve(path), resolve(path)):
        assert vars(found) == vars(usual)


def test_what_somebody_does_to_theirs_reaches_no_other():
    resolve("/seminars/fibre/").kwargs["slug"] = "elsewhere"

    assert resolve("/seminars/fibre/").kwargs == {"slug": "fibre"}


def test_an_address_that_is_not_there_is_not_there_each_time():
    for _ in range(2):
        with pytest.raises(Resolver404):
            resolve("/nothing/here/")
