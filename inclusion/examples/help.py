"""Example places to get help, tariffs and answers. Towns are real; the places, firms and answers
are invented."""

from datetime import date, timedelta

from diz_portal.demo import example
from diz_portal.places.models import District
from inclusion.help.models import EqualityAnswers, HelpPlace, PlaceKind, Service, SocialTariff
from inclusion.help.models.help import Access
from partners.example import CHARITY
from partners.models import Organisation

WEEKDAYS = "Monday to Friday, 9:30am to 5pm"
PLACES = [
    (
        "Kettle and Keyboard, Harlow",
        PlaceKind.HUB,
        "harlow",
        "12 Wharf Yard, Harlow",
        "CM20 1AA",
        [Service.PEOPLE, Service.DEVICES, Service.DATA, Service.REPAIR, Service.WIFI],
        f"{WEEKDAYS}\nSaturday, 10am to 1pm",
        [Access.STEP_FREE, Access.TOILET, Access.LOOP, Access.QUIET],
        "There is always tea, and always someone who has time.",
    ),
    (
        "Epping reading room",
        PlaceKind.LIBRARY,
        "epping-forest",
        "High Street, Epping",
        "CM16 4AA",
        [Service.COMPUTERS, Service.WIFI, Service.COURSES],
        f"{WEEKDAYS}\nWednesday, until 7pm",
        [Access.STEP_FREE, Access.TOILET, Access.PARKING],
        "Bring your library card if you have one.",
    ),
    (
        "Tuesday tablets, Hertford",
        PlaceKind.DROP_IN,
        "east-hertfordshire",
        "Riverside Hall, Hertford",
        "SG14 1AA",
        [Service.PEOPLE, Service.WIFI],
        "Tuesday, 2pm to 4pm, in school terms",
        [Access.STEP_FREE, Access.LOOP],
        "Bring your own tablet or borrow one of ours.",
    ),
    (
        "Waltham Cross computer corner",
        PlaceKind.LIBRARY,
        "broxbourne",
        "Pavilion Square, Waltham Cross",
        "EN8 7AA",
        [Service.COMPUTERS, Service.WIFI, Service.PEOPLE],
        WEEKDAYS,
        [Access.STEP_FREE, Access.TOILET],
        "",
    ),
    (
        "Saffron Walden mending morning",
        PlaceKind.DROP_IN,
        "uttlesford",
        "Market Rooms, Saffron Walden",
        "CB10 1AA",
        [Service.REPAIR, Service.PEOPLE],
        "First Saturday of the month, 10am to midday",
        [Access.PARKING],
        "Bring what does not work, with its charger.",
    ),
]
TARIFFS = [
    ("Northline", "Northline Basics", "12.50", 15, "People who get Universal Credit"),
    (
        "Hillfone",
        "Hillfone Together",
        "15.00",
        50,
        "People who get Pension Credit",
    ),
    ("Stort Valley Fibre", "First Fibre", "20.00", 100, "Anyone who gets a means-tested benefit"),
]
ANSWERS = [("65_79", "woman"), ("80_up", "man"), ("45_64", "woman"), ("25_44", ""), ("", "")]


@example("Places to get help", order=61)
def load(today: date) -> str:
    districts = {one.slug: one for one in District.objects.filter(is_ours=True)}
    charity = Organisation.objects.get(slug=CHARITY)
    for number, place in enumerate(PLACES):
        name, kind, district, address, postcode, services, times, access, notes = place
        HelpPlace.objects.create(
            name=name,
            slug=f"{district}-{kind.replace('_', '-')}",
            kind=kind,
            district=districts.get(district),
            address=address,
            postcode=postcode,
            services=services,
            opening_times=times,
            access=access,
            notes=notes,
            phone=f"01632 9602{number:02}",
            run_by=charity if number == 0 else None,
            checked_on=today - timedelta(days=11 * number),
        )
    for provider, name, pounds, mbps, who in TARIFFS:
        SocialTariff.objects.create(
            provider=provider,
            name=name,
            pounds_a_month=pounds,
            download_mbps=mbps,
            who=who,
            website="https://tariffs.example/",
            checked_on=today - timedelta(days=30),
        )
    month = today.replace(day=1)
    EqualityAnswers.objects.bulk_create(
        EqualityAnswers(month=month, age=age, gender=gender) for age, gender in ANSWERS
    )
    return f"{len(PLACES)} places, {len(TARIFFS)} tariffs"
