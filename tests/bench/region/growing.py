"""The example partnership, grown to a region: one row of each kind as many, by SQL.

Most cases are closed and most messages sent, as after years. Nothing is past its time: of what is,
a night deletes a day's, not the years that would be due at once here. Rows that belong to one of
these are not copied with it.
"""

import os

from django.db import connection

from diz_portal.demand.models import Company
from diz_portal.outbox.models import Message, MessageState
from inclusion.models import Case, CaseState, Person
from projects.models import Project, Site
from seminars.models import Registration, Seminar, SeminarState
from tests.bench.bench_cases import NAME, PHONE, REFERENCE, _last, multiply

SHARE = float(os.environ.get("REGION", "1"))
RESIDENTS, FIRMS, SEMINARS, PROJECTS, MESSAGES = (
    int(SHARE * number) for number in (500_000, 35_000, 2_000, 200, 1_000_000)
)
SITES_EACH = REGISTRATIONS_EACH = 50
# Spread over the months behind us, the newest first.
AGO = "now() - n * interval '80 days' / {most}"


def grow() -> None:
    _residents()
    _firms()
    _seminars()
    _projects()
    _messages()


def _residents() -> None:
    case = Case.objects.filter(state=CaseState.OPEN).order_by("pk")[0]
    last, numbers, ago = _last(Person), range(1, RESIDENTS + 1), AGO.format(most=RESIDENTS)
    multiply(
        case.person,
        numbers,
        reference=REFERENCE.format("n"),
        name=NAME,
        name_key=NAME,
        phone=f"'+44' || {PHONE}",
        phone_key=PHONE,
        email="''",
        email_key="''",
        created_at=ago,
    )
    is_closed = "CASE WHEN n % 50 > 0 THEN {} ELSE {} END"
    multiply(
        case,
        numbers,
        reference=REFERENCE.format("n + 2000000000"),
        person_id=f"n + {last}",
        state=is_closed.format("'closed'", "'open'"),
        opened_at=ago,
        closed_at=is_closed.format(ago, "NULL"),
        target_on="current_date + (n % 90)::int",
    )


def _firms() -> None:
    one = Company.objects.order_by("pk")[0]
    facts = {field.attname: getattr(one, field.attname) for field in Company._meta.concrete_fields}
    Company.objects.bulk_create(
        (Company(**{**facts, "number": f"R{number:07}"}) for number in range(FIRMS)),
        batch_size=5_000,
    )


def _seminars() -> None:
    held = Seminar.objects.filter(state=SeminarState.HELD).order_by("pk")[0]
    last = _last(Seminar)
    multiply(
        held,
        range(1, SEMINARS + 1),
        slug="'region-' || n",
        title="'Seminar ' || n",
        starts_at=AGO.format(most=SEMINARS),
        ends_at=f"{AGO.format(most=SEMINARS)} + interval '1 hour'",
    )
    multiply(
        Registration.objects.filter(seminar=held).order_by("pk")[0],
        range(SEMINARS * REGISTRATIONS_EACH),
        reference=REFERENCE.format("n + 3000000000"),
        seminar_id=f"{last} + 1 + n / {REGISTRATIONS_EACH}",
        number=f"n % {REGISTRATIONS_EACH} + 1",
        name=NAME,
        email="'person' || n || '@test.example'",
        registered_at=AGO.format(most=SEMINARS * REGISTRATIONS_EACH),
    )


def _projects() -> None:
    last = _last(Project)
    site = Site.objects.filter(withdrawn_at=None, project__published=True).order_by("pk")[0]
    multiply(site.project, range(1, PROJECTS + 1), slug="'region-' || n", title="'Project ' || n")
    multiply(
        site,
        range(PROJECTS * SITES_EACH),
        reference=REFERENCE.format("n + 1000000000"),
        project_id=f"{last} + 1 + n / {SITES_EACH}",
        ods_code="'R' || n",
        uprn="(200000000000 + n)::text",
        current_entry_id="NULL",
    )


def _messages() -> None:
    multiply(
        Message.objects.filter(channel="email").order_by("pk")[0],
        range(1, MESSAGES + 1),
        reference=REFERENCE.format("n + 5000000000"),
        key="'region-' || n",
        to="'person' || n % 300000 || '@test.example'",
        state=f"'{MessageState.SENT}'",
        body="''",
        sealed="''",
        queued_at=AGO.format(most=MESSAGES),
        due_at=AGO.format(most=MESSAGES),
        sent_at=AGO.format(most=MESSAGES),
        emptied_at=AGO.format(most=MESSAGES),
    )


def rows() -> int:
    """Of all tables together, as the database counts them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(reltuples)::bigint FROM pg_class WHERE relkind = 'r'")
        return cursor.fetchone()[0]
