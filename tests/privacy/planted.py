"""A person's name, number and addresses in every column that takes words, whoever's row it is."""

import datetime as dt
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from diz_portal.places.models import Partnership
from diz_portal.privacy import registry
from diz_portal.privacy.mentions import places
from diz_portal.privacy.models import ProcessingRecord
from partners.enquiries.models import Enquiry
from tests.constraints import (
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
from tests.constraints.breaking import Rows, triggers_asleep, triggers_awake
from tests.factories.inclusion import DeviceFactory

from . import everywhere

NAME = "Wilhelmina Oakapple-Smythe"
EMAIL = "w.oakapple@post.example"
PHONE = "07700 900777"
ADDRESS = "17 Quince Street"
TRACES = "wilhelmina|oakapple|smythe|900.?777|quince"
# As they are typed, the longest first: a column takes the first that it has room for.
TYPED = (
    f"For {NAME}, +44 (0)7700 900 777, {EMAIL}, {ADDRESS}; ask Mrs Oakapple-Smythe’s nurse",
    f"{NAME}, {PHONE}",
    NAME,
    "w-oakapple-smythe",
    "Oakapple-Smythe",
    "07700900777",
)


def stand() -> None:
    """At least one row in every table, history included."""
    rows = Rows()
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
    for model in places.searched():
        if not model._base_manager.exists():
            model._base_manager.bulk_create([_made(model)])
    # Where data goes is said of what leaves the country.
    abroad = ProcessingRecord._meta.get_field("transfers").choices[-1][0]
    ProcessingRecord.objects.update(transfers=abroad, transfers_to="France")
    # Who tested the portal is said with the day.
    Partnership.objects.update(tested_on=timezone.localdate(), tested_by="x")
    # A reply is said with its day and with who wrote it.
    Enquiry.objects.update(reply="x", replied_at=timezone.now(), replied_by=rows.ada)
    # What a device waits for is said while it is repaired.
    DeviceFactory(kept_by=rows.organisation, state="repairing")
    triggers_awake()


def _made(model: type[models.Model]) -> models.Model:
    tracked = registry.tracked_model(model)
    like = tracked._base_manager.first() if tracked else None
    values = {}
    for one in model._meta.concrete_fields:
        if like is not None and hasattr(like, one.attname) and not one.primary_key:
            values[one.attname] = getattr(like, one.attname)
        elif one.attname == "pgh_obj_id":
            values[one.attname] = like.pk
        elif not (one.null or one.has_default() or one.primary_key):
            values[one.attname] = _filled(one)
    return model(**values)


# What must differ from what stands beside it, or come after it.
APART = {"target": 2, "target_on": dt.date(2027, 3, 4)}


def _filled(one: models.Field) -> Any:
    if one.name in APART:
        return APART[one.name]
    if one.is_relation:
        return one.related_model._base_manager.values_list("pk", flat=True).first() or 1
    if one.choices:
        return one.choices[0][0]
    if isinstance(one, models.DateTimeField):
        return timezone.now()
    if isinstance(one, models.DateField):
        return dt.date(2026, 3, 4)
    if isinstance(one, models.IntegerField | models.DecimalField):
        return 1
    if isinstance(one, models.BooleanField):
        return False
    return "x" if isinstance(one, models.CharField | models.TextField) else one.get_default()


def plant() -> tuple[set[str], set[str]]:
    """Into one row of each table. Where they stand, and which columns took none of it."""
    took, refused = set(), set()
    for model, columns in places.searched().items():
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:20])
        for one in columns:
            place = f"{model._meta.db_table}.{one.column}"
            fits = any(_written(model, key, one, text) for key in keys for text in TYPED)
            (took if fits else refused).add(place)
    return took, refused


def _written(model: type[models.Model], key: Any, one: models.Field, text: str) -> bool:
    if one.max_length and len(text) > one.max_length:
        return False
    value = {"said": [text]} if isinstance(one, models.JSONField) else text
    try:
        with transaction.atomic():
            triggers_asleep()
            model._base_manager.filter(pk=key).update(**{one.name: value})
            triggers_awake()
    except DatabaseError:
        # A rule of the database keeps such words out.
        return False
    return True


def left() -> set[str]:
    """`table.column` of every column of every table in which the person stands."""
    found = set()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, columns in everywhere._columns().items():
            held = ", ".join(f"bool_or(lower({quote(each)}::text) ~ %s)" for each in columns)
            cursor.execute(f"SELECT {held} FROM {quote(table)}", [TRACES] * len(columns))
            answers = zip(columns, cursor.fetchone(), strict=True)
            found |= {f"{table}.{each}" for each, holds_it in answers if holds_it}
    return found
