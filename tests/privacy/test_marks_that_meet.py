"""Two whose names alone told two titles apart; one who stands in the way; a record that was
joined with another."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from diz_portal.privacy import erasure, nightly, registry
from diz_portal.privacy.mentions import places, taking_out
from inclusion.cases.services import cases, people
from inclusion.models import DeviceEvent
from projects.models import Milestone, Risk
from seminars.models import Registration
from tests.constraints.breaking import triggers_asleep, triggers_awake
from tests.factories.inclusion import CaseFactory, DeviceFactory, PersonFactory, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory, RiskFactory
from tests.factories.seminars import SeminarFactory, registered

from . import planted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAMES = ("Ann Quincey", "Bob Trelawney", "Cy Lindqvist")


def asked(name: str) -> Registration:
    return registered(SeminarFactory(), name=name, email=f"{name.split()[0]}@post.example")


def erase(one: Registration) -> None:
    finds = {find.key for find in erasure.named_in(erasure.record("registration", one.reference))}
    erasure.erase(kind="registration", reference=one.reference, ticked=finds)


def test_titles_that_only_a_name_told_apart_get_a_number():
    PartnershipFactory()
    project = ProjectFactory()
    for name in NAMES:
        MilestoneFactory(project=project, title=f"Wayleave signed by {name}")
    for name in NAMES:
        erase(asked(name))

    assert set(Milestone.objects.filter(project=project).values_list("title", flat=True)) == {
        "Wayleave signed by [name removed]",
        "Wayleave signed by [name removed 2]",
        "Wayleave signed by [name removed 3]",
    }


def test_one_person_in_two_spellings_goes_from_both():
    PartnershipFactory()
    project = ProjectFactory()
    for spelt in ("Ann Quincey", "ANN QUINCEY"):
        MilestoneFactory(project=project, title=f"Wayleave signed by {spelt}")

    erase(asked("Ann Quincey"))

    assert not Milestone.objects.filter(title__icontains="quincey").exists()


def test_more_than_anybody_numbers_still_go():
    PartnershipFactory()
    project = ProjectFactory()
    for nth in range(30):
        MilestoneFactory(project=project, title="Signed by Ann Quincey" + " " * nth + "!")
    Milestone.objects.filter(project=project).update(title=models.F("title"))
    taken = {f"Signed by [name removed {n}]" for n in range(2, 40)} | {"Signed by [name removed]"}
    for title in taken:
        MilestoneFactory(project=project, title=title)
    last = MilestoneFactory(project=project, title="Signed by Ann Quincey")

    erase(asked("Ann Quincey"))

    last.refresh_from_db()
    assert re.fullmatch(r"Signed by \[name removed \d+\]", last.title)


def test_two_people_can_go_from_every_column_that_holds_a_thing_once():
    """Whatever the database keeps apart, two marks in it are kept apart too."""
    with transaction.atomic():
        PartnershipFactory()
        planted.stand()
        tried = set()
        triggers_asleep()
        for model, columns in places.searched().items():
            for one in columns:
                if not isinstance(one, models.JSONField) and stands_once(model, one):
                    tried |= {f"{model._meta.label}.{one.name}"} if twins(model, one) else set()
        triggers_awake()
        assert {"projects.Milestone.title", "projects.Risk.title"} <= tried
        people_there = [asked(name) for name in NAMES[:2]]
        for one in people_there:
            erase(one)
        assert {
            place
            for place in tried
            for row in registry.model_of(place.rsplit(".", 1)[0])._base_manager.values_list(
                place.rsplit(".", 1)[1], flat=True
            )
            if row and any(name.split()[1].lower() in row.lower() for name in NAMES)
        } == set()
        transaction.set_rollback(True)


def stands_once(model, column) -> bool:
    return column.unique or any(
        re.search(rf"\b{column.column}\b", index) for index in taking_out.unique_indexes(model)
    )


def kept_apart_by_another(model, other, column) -> bool:
    """Such as a reference: of no two rows the same, whatever their names."""
    mine = [
        one for one in taking_out.unique_indexes(model) if re.search(rf"\b{column.column}\b", one)
    ]
    return (
        isinstance(other, models.CharField)
        and stands_once(model, other)
        and not any(re.search(rf"\b{other.column}\b", one) for one in mine)
    )


def twins(model, column) -> bool:
    """Two rows that are alike but for a name in this column."""
    row = model._base_manager.first()
    texts = [f"By {name}" for name in NAMES[:2]]
    if row is None or (column.max_length and column.max_length < len(texts[1])):
        texts = [name.replace(" ", "-").lower()[: column.max_length] for name in NAMES[:2]]
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{column.name: texts[0]})
            row.refresh_from_db()
            row.pk = None
            row._state.adding = True
            setattr(row, column.name, texts[1])
            for other in model._meta.concrete_fields:
                if kept_apart_by_another(model, other, column):
                    setattr(row, other.name, get_random_string(min(other.max_length or 8, 8)))
            model._base_manager.bulk_create([row])
    except DatabaseError:
        # The row is the only one of its kind for another reason too.
        return False
    return True


# The night ------------------------------------------------------------------------


@pytest.fixture
def overdue():
    PartnershipFactory()
    with time_machine.travel(timezone.now() - timedelta(days=3000), tick=False):
        return [asked(name) for name in NAMES]


def night() -> nightly.Outcome:
    return next(one for one in nightly.run_retention() if one.label == "seminars.Registration")


def test_the_night_takes_out_names_that_told_titles_apart(overdue):
    project = ProjectFactory()
    for name in NAMES:
        RiskFactory(project=project, title=f"{name} refuses access")

    assert night().problem == ""

    assert not Registration.objects.filter(erased_at=None).exists()
    assert Risk.objects.filter(title__contains="[name removed").count() == 3


def test_one_who_cannot_be_forgotten_holds_up_nobody_else(overdue, monkeypatch):
    event = DeviceEvent.objects.create(
        device=DeviceFactory(), to_state="received", why=" and ".join(NAMES), by=manager()
    )
    take_out = taking_out.take_out

    def fails_for_bob(somebody, chosen):
        if any("Bob" in one.name for one in somebody.called):
            raise DatabaseError
        return take_out(somebody, chosen)

    monkeypatch.setattr(taking_out, "take_out", fails_for_bob)
    outcome = night()

    # Whoever stays stays whole, so that the next night tries again.
    assert [one.name for one in Registration.objects.filter(erased_at=None)] == ["Bob Trelawney"]
    event.refresh_from_db()
    assert event.why == "[name removed] and Bob Trelawney and [name removed]"
    assert (outcome.rows, outcome.held_back) == (2, 1)
    assert outcome.problem == "DatabaseError of 1"

    monkeypatch.setattr(taking_out, "take_out", take_out)
    assert (night().problem, Registration.objects.filter(erased_at=None).count()) == ("", 0)


# Joined records -------------------------------------------------------------------


def test_a_record_that_was_joined_counts_as_the_one_it_was_joined_with(client):
    PartnershipFactory()
    team = team_of(OrganisationFactory(), is_default=True)
    by = caseworker_of(team.organisation)
    ada = PersonFactory(kept_by=team.organisation, name="Ada Quincey")
    twin = PersonFactory(kept_by=team.organisation, name="Adah Quincy", phone="+447700900111")
    case = CaseFactory(handled_by=team.organisation, person=twin)
    people.merge(person=twin, into=ada, by=by)

    assert erasure.record("resident", twin.reference).reference == ada.reference
    with pytest.raises(erasure.CannotErase):
        erasure.erase(kind="resident", reference=twin.reference, by=by)
    client.force_login(by, BACKEND)
    page = client.post(reverse("privacy:erase", args=["resident", twin.reference]), {})
    assert page.status_code == 422
    twin.refresh_from_db()
    assert (twin.name, twin.erased_at) == ("Adah Quincy", None)

    cases.close(case=type(case).objects.get(pk=case.pk), words="", by=by)
    erasure.erase(kind="resident", reference=twin.reference, by=by)
    for one in (ada, twin):
        one.refresh_from_db()
        assert one.name == ""
        assert erasure.is_erased(erasure.record("resident", one.reference))
