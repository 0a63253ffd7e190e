import pytest
from django.db import transaction

from . import (
    api,
    benefits,
    bids,
    cases,
    change,
    claims,
    contracts,
    copies,
    demand,
    learning,
    ledger,
    money,
    packs,
    partners,
    processing,
    projects,
    seminars,
    shell,
    stock,
    stories,
)
from .breaking import Rows, triggers_asleep, triggers_awake


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """One valid row of every table with a rule, for all tests of a module; none stays."""
    rows = Rows()
    with django_db_blocker.unblock(), transaction.atomic():
        triggers_asleep()
        for room in (
            shell,
            partners,
            processing,
            projects,
            money,
            ledger,
            benefits,
            bids,
            claims,
            packs,
            change,
            contracts,
            seminars,
            stories,
            cases,
            stock,
            learning,
            copies,
            api,
            demand,
        ):
            room.stand(rows)
        triggers_awake()
        yield rows
        transaction.set_rollback(True)
