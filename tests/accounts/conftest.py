import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_tries_used_up():
    cache.clear()
