"""Programmes and projects of the example, with milestones and risks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth import get_user_model

from diz_portal.places.models import Partnership
from partners.models import Membership, Organisation, Sector
from projects.portfolio.models import Milestone, Programme, Project, Proximity, Risk, Theme


@dataclass(frozen=True)
class Made:
    fibre: Project
    manager: object
    mover: object
    count: int


def load(today: date) -> Made:
    people = get_user_model().objects
    manager = people.get(email="manager@diz.example")
    mover = people.get(email="partner@diz.example")
    lead = Partnership.objects.get().lead_organisation
    if lead is None:
        raise ValueError("The example partnership needs its lead organisation first")
    supplier = Membership.objects.current().filter(person=mover).first().organisation
    programmes = _programmes()

    fibre = Project.objects.create(
        slug="local-full-fibre-network",
        title="Local Full Fibre Network",
        summary=(
            "Full fibre to GP surgeries in five districts, so that video appointments, shared "
            "records and large scans work in every consulting room, and care can move closer "
            "to patients."
        ),
        programme=programmes[Theme.INFRASTRUCTURE],
        lead=lead,
        sro=manager,
        starts_on=today - timedelta(days=760),
        ends_on=today + timedelta(days=170),
        published=True,
        # The change from 113 sites to 74 is known by its value.
        publishes_values=True,
    )
    fibre.partners.set([supplier, *_first(Sector.HEALTH)])
    inclusion = Project.objects.create(
        slug="device-and-data-bank",
        title="Device bank and databank",
        summary=(
            "Donated devices, cleaned and made ready, and donated mobile data for residents "
            "who have neither. Paid for by NHS charities."
        ),
        programme=programmes[Theme.INCLUSION],
        figures=["devices-given", "data-given", "residents-helped", "skills-gained"],
        lead=lead,
        sro=manager,
        starts_on=today - timedelta(days=540),
        ends_on=today + timedelta(days=400),
        published=True,
    )
    inclusion.partners.set(_first(Sector.VOLUNTARY))
    knowledge = Project.objects.create(
        slug="smart-place-seminars",
        title="Smart Place Seminars",
        summary="Seminars and online events where places show each other what works.",
        programme=programmes[Theme.KNOWLEDGE],
        figures=["seminars-held", "people-at-seminars"],
        lead=lead,
        sro=manager,
        starts_on=today - timedelta(days=600),
        ends_on=today + timedelta(days=300),
        published=True,
    )
    knowledge.partners.set(_first(Sector.EDUCATION))
    _milestones(today, fibre, inclusion, knowledge, supplier)
    _risks(today, fibre, inclusion, supplier)
    return Made(fibre=fibre, manager=manager, mover=mover, count=3)


def _programmes() -> dict[str, Programme]:
    words = {
        Theme.INFRASTRUCTURE: ("Infrastructure", "Fast, reliable networks for public services."),
        Theme.INCLUSION: ("Digital inclusion", "Skills, devices and data for every resident."),
        Theme.KNOWLEDGE: ("Knowledge uplift", "What works, shared between places."),
    }
    return {
        theme: Programme.objects.create(name=name, slug=theme.value, theme=theme, summary=summary)
        for theme, (name, summary) in words.items()
    }


def _first(sector: Sector) -> list[Organisation]:
    return list(Organisation.objects.public().filter(sector=sector).order_by("pk")[:1])


def _milestones(today, fibre, inclusion, knowledge, supplier):
    # Days from today: baseline, forecast, actual (None while it is open).
    plan = [
        (fibre, "Funding agreement signed", -740, -735, -735),
        (fibre, "Supplier appointed", -610, -560, -560),
        (fibre, "Scope re-baselined with the funder", -540, -520, -520),
        (fibre, "First surgery live", -430, -400, -400),
        (fibre, "Half of the surgeries live", -220, -205, -205),
        (fibre, "All wayleaves granted", -30, 21, None),
        (fibre, "All surgeries live", 40, 95, None),
        (fibre, "Final claim accepted", 120, 150, None),
        (inclusion, "First devices issued", -480, -470, -470),
        (inclusion, "500 devices issued", -20, 12, None),
        (knowledge, "10 seminars completed", -90, -84, -84),
        (knowledge, "Spring series announced", 45, 45, None),
    ]
    Milestone.objects.bulk_create(
        Milestone(
            project=project,
            title=title,
            owner=supplier if project == fibre else None,
            baseline_on=today + timedelta(days=baseline),
            forecast_on=today + timedelta(days=forecast),
            actual_on=None if actual is None else today + timedelta(days=actual),
        )
        for project, title, baseline, forecast, actual in plan
    )


def _risks(today, fibre, inclusion, supplier):
    rows = [
        (
            fibre,
            "Landowners are slow to grant wayleaves",
            "Seven surgeries rent their building; owners answer in months.",
            "Standard wayleave offered; the health partner writes to each owner.",
            (4, 5),
            (3, 3),
            Proximity.IMMINENT,
            10,
        ),
        (
            fibre,
            "Blocked ducts raise the cost of civils",
            "Two surveys found collapsed ducts under main roads.",
            "Contingency held; alternative routes surveyed first.",
            (4, 3),
            (3, 2),
            Proximity.CLOSE,
            25,
        ),
        (
            fibre,
            "Practices merge while their line is being built",
            "A merged practice may no longer need its second line.",
            "Practice list checked against the NHS list every month.",
            (3, 3),
            (2, 2),
            Proximity.APPROACHING,
            -6,
        ),
        (
            inclusion,
            "Fewer devices are donated than are asked for",
            "Requests rose by a third this autumn.",
            "Two firms asked to give their replaced laptops.",
            (4, 4),
            (3, 3),
            Proximity.CLOSE,
            18,
        ),
    ]
    Risk.objects.bulk_create(
        Risk(
            project=project,
            title=title,
            description=description,
            mitigation=mitigation,
            owner=supplier if project == fibre else None,
            impact_before=before[0],
            likelihood_before=before[1],
            impact_after=after[0],
            likelihood_after=after[1],
            proximity=proximity,
            next_review_on=today + timedelta(days=review),
        )
        for project, title, description, mitigation, before, after, proximity, review in rows
    )
