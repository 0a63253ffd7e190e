"""Every trigger that refuses is tried once for each thing it says; where a person could try the
same, they read a sentence of ours instead. Triggers that keep rows in step are tried as well."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from diz_portal.access import Refusal
from diz_portal.words import uk_date
from inclusion.models import DataBatch, DataItem
from seminars.models import AttendanceEvent

from . import api, claim_triggers, ledger, more_rows
from .breaking import Rows, triggers_asleep, triggers_awake
from .triggers import TRIGGERS as OF_THE_ROOMS

pytestmark = pytest.mark.django_db

TRIGGERS = [*OF_THE_ROOMS, *ledger.TRIGGERS, *claim_triggers.TRIGGERS, *api.TRIGGERS]

APPEND_ONLY = [
    model
    for model in apps.get_models()
    if "append_only" in [one.name for one in getattr(model._meta, "triggers", [])]
]
# They refuse nothing, and keep something in step: tried below, one test each.
FOLLOW = {
    "inclusion_databatch.numbers_follow_its_network",
    "inclusion_dataitem.knows_its_number",
    # tests/money/test_claim_steps.py
    "projects_claimevent.moves_the_claim",
    # tests/money/test_sources.py
    "projects_fundingletter.adds_to_the_award",
    "seminars_attendanceevent.registrations_follow_events",
}


@pytest.fixture(scope="module")
def world(rows):
    triggers_asleep()
    more_rows.stand(rows)
    triggers_awake()
    return rows


@pytest.mark.parametrize("broken", TRIGGERS, ids=lambda one: f"{one.trigger}: {one.says}")
def test_trigger_refuses_and_says_why(world, broken):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        _by_the_end_of_the_transaction(broken.write, world)

    assert _said_by(refused) == broken.trigger.partition(".")[2]
    assert _message(refused).startswith(broken.says.partition("%")[0])


@pytest.mark.parametrize(
    "broken",
    [one for one in TRIGGERS if one.ask],
    ids=lambda one: f"{one.trigger}: {one.says}",
)
def test_whoever_tries_is_told_in_a_sentence(world, broken):
    with pytest.raises(Refusal) as refused:
        broken.ask(world)

    assert refused.value.message == broken.told.replace("{today}", uk_date(world.today))


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model._meta.label)
def test_history_is_neither_changed_nor_deleted(world, model):
    row = model.objects.latest("pk")

    for sql in ("UPDATE {} SET id = id WHERE id = %s", "DELETE FROM {} WHERE id = %s"):
        with (
            pytest.raises(DatabaseError) as refused,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql.format(model._meta.db_table), [row.pk])
        assert _said_by(refused) == "append_only"


def test_numbers_of_cards_follow_their_network(world):
    DataBatch.objects.filter(pk=world.batch.pk).update(network="Other Net")

    assert DataItem.objects.get(pk=world.item.pk).known_as == "othernet:1"


def test_card_knows_its_number(world):
    item = DataItem.objects.create(batch=world.batch, code="8 9")

    item.refresh_from_db()
    assert item.known_as == "corvid:89"


def test_registration_follows_what_is_ticked(world):
    registration = world.registration

    for kind, now in (("attended", "attended"), ("undone", "")):
        AttendanceEvent.objects.create(registration=registration, who="person", kind=kind)
        registration.refresh_from_db()
        assert registration.attendance == now


def test_no_trigger_of_the_database_is_without_its_case():
    """Those of the audit write a row of their own and refuse nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, prosrc FROM pg_trigger "
            "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal"
        )
        found = [(f"{table}.{_name(trigger)}", body) for table, trigger, body in cursor.fetchall()]
    refuse = {(name, says) for name, body in found for says in _raised(body)}
    silent = {name for name, body in found if not _raised(body)}

    tried = {(one.trigger, one.says) for one in TRIGGERS} | {
        (
            f"{model._meta.db_table}.append_only",
            "pgtrigger: Cannot update or delete rows from % table",
        )
        for model in APPEND_ONLY
    }
    audit = {name for name in silent if name.endswith((".insert_insert", ".update_update"))}

    assert refuse == tried
    assert silent - audit == FOLLOW


def _by_the_end_of_the_transaction(write: Callable[[Rows], object], world: Rows) -> None:
    write(world)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _raised(body: str) -> list[str]:
    return re.findall(r"RAISE EXCEPTION\s+'([^']*)'", body)


def _name(trigger: str) -> str:
    """`pgtrigger_says_why_ff3d3` is says_why."""
    return re.fullmatch(r"pgtrigger_(.*)_[0-9a-f]{5}", trigger)[1]


def _said_by(refused: pytest.ExceptionInfo) -> str:
    context = refused.value.__cause__.diag.context
    return _name(re.match(r"PL/pgSQL function (\w+)\(\)", context)[1])


def _message(refused: pytest.ExceptionInfo) -> str:
    return refused.value.__cause__.diag.message_primary
