"""Example calls about landlines, at every step. Every resident is invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from diz_portal.accounts.models import User
from diz_portal.demo import example
from diz_portal.places.models import District
from inclusion.cases.models import Case, NeedKind
from inclusion.cases.services import casebook, needs, people
from inclusion.landline.models import Landline
from inclusion.landline.services import landlines
from inclusion.landline.services.landlines import NO_ANSWER, Outcome
from partners.example import CHARITY
from partners.models import Membership, Organisation, Role


@dataclass(frozen=True)
class Line:
    """One person's landline: what came of the call, and when to call next."""

    name: str
    district: str
    # Days from today.
    call_by: int
    outcome: str = ""
    answers: tuple[tuple[str, Any], ...] = ()
    switched: int | None = None


ALARM = (("has_alarm", "yes"), ("alarm_provider", "Lea Valley Careline"))
LINES = (
    Line("Doreen Whitlock", "harlow", -6),
    Line("Albert Penfold", "harlow", -2),
    Line("Ivy Marchbank", "harlow", 1),
    Line("Stanley Orbell", "harlow", 2),
    Line("Edna Crowhurst", "harlow", 20),
    Line("Gwen Hathersley", "harlow", 3, NO_ANSWER),
    Line("Reginald Tuck", "epping-forest", -1),
    Line("Maud Ellingham", "epping-forest", 4, "called", (*ALARM, ("signal", "none")), 21),
    Line("Cyril Baines", "epping-forest", 9, "called", (*ALARM, ("battery", "asked")), 30),
    Line("Hilda Sowerby", "uttlesford", 2, "moved", (*ALARM, ("has_corded", "yes")), -3),
    Line("Percy Lovelock", "uttlesford", 0, "moved", (("has_alarm", "no"),), -9),
    Line("Olive Tranter", "east-hertfordshire", 0, "tested", (*ALARM, ("battery", "has")), -12),
    Line("Walter Finch", "broxbourne", 0, "tested", (*ALARM, ("signal", "patchy")), -20),
    Line("Nora Gillespie", "broxbourne", 0, "refused"),
)


@example("Landlines", order=63)
def load(today: date) -> str:
    charity = Organisation.objects.get(slug=CHARITY)
    worker = (
        User.objects.filter(
            pk__in=Membership.objects.current()
            .filter(organisation=charity, role=Role.CASEWORKER)
            .values("person")
        )
        .order_by("pk")
        .first()
    )
    if worker is None:
        return "no caseworker to call"
    for number, line in enumerate(LINES):
        _call(line, number, charity, worker, today)
    return f"{Landline.objects.count()} landlines to call about or done"


def _call(line: Line, number: int, charity: Organisation, worker: User, today: date) -> None:
    case = _case(line, number, charity, worker)
    need = needs.add(case=case, kind=NeedKind.LANDLINE, by=worker)
    if not line.outcome:
        Landline.objects.filter(need=need).update(call_by=today + timedelta(line.call_by))
        return
    answers = {"provider": "Example Telecom", **dict(line.answers)}
    if line.switched is not None:
        answers["switches_on"] = today + timedelta(line.switched)
    outcome = Outcome(line.outcome, today + timedelta(line.call_by))
    landlines.record_call(need=need, outcome=outcome, answers=answers, by=worker)


def _case(line: Line, number: int, charity: Organisation, worker: User) -> Case:
    person = people.write(
        kept_by=charity,
        district=District.objects.filter(slug=line.district).first(),
        name=line.name,
        date_of_birth=date(1938 + number, 1 + number % 12, 3),
        phone=f"+4416329608{number:02}",
        contact_by="phone",
    )
    return casebook.open_for(
        person=person, handled_by=charity, urgency="soon", by=worker, assigned_to=worker
    )
