"""The example partnership's members and people. Councils and districts are real, every person
and every other organisation is invented, and so are their identifiers."""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.demo import example
from diz_portal.places.models import District, Partnership
from partners.models import OrganisationState, Role

from .models import (
    Agreement,
    AgreementKind,
    IdentifierType,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    Sector,
)
from .services import settle_staff
from .services.invitations import VALID_FOR, digest

DISTRICTS = {
    "broxbourne": ("E07000095", "Broxbourne"),
    "east-hertfordshire": ("E07000242", "East Hertfordshire"),
    "epping-forest": ("E07000072", "Epping Forest"),
    "harlow": ("E07000073", "Harlow"),
    "uttlesford": ("E07000077", "Uttlesford"),
}
HERTS = ("broxbourne", "east-hertfordshire")
ESSEX = ("epping-forest", "harlow", "uttlesford")
ALL = tuple(DISTRICTS)
LEAD = "epping-forest-district-council"
SUPPLIER = "stort-valley-fibre"
HEALTH = "lea-stort-community-health-trust"
CHARITY = "kettle-and-keyboard"
BETH = "beth.marlowe@kettle.example"


@dataclass(frozen=True)
class Member:
    slug: str
    name: str
    sector: Sector
    identifier_type: IdentifierType
    identifier: str
    districts: tuple[str, ...]
    summary: str


def _council(slug: str, name: str, code: str, districts: tuple[str, ...], summary: str) -> Member:
    return Member(slug, name, Sector.COUNCIL, IdentifierType.GSS, code, districts, summary)


MEMBERS = [
    _council(
        LEAD,
        "Epping Forest District Council",
        "E07000072",
        ("epping-forest",),
        "Leads the partnership: runs its programmes, holds its funding and keeps this portal.",
    ),
    _council(
        "essex-county-council",
        "Essex County Council",
        "E10000012",
        ESSEX,
        "County council for three of the districts. Opens roads and county buildings to the works.",
    ),
    _council(
        "hertfordshire-county-council",
        "Hertfordshire County Council",
        "E10000015",
        HERTS,
        "County council for two of the districts. Its libraries teach people to get online.",
    ),
    _council(
        "broxbourne-borough-council",
        "Broxbourne Borough Council",
        "E07000095",
        ("broxbourne",),
        "Brings its own sites into the fibre programme and speaks to landlords there.",
    ),
    _council(
        "east-hertfordshire-district-council",
        "East Hertfordshire District Council",
        "E07000242",
        ("east-hertfordshire",),
        "Looks after connections for its market towns and villages.",
    ),
    _council(
        "harlow-council",
        "Harlow Council",
        "E07000073",
        ("harlow",),
        "Opens its homes and community centres, and finds residents who need a device.",
    ),
    _council(
        "uttlesford-district-council",
        "Uttlesford District Council",
        "E07000077",
        ("uttlesford",),
        "Speaks for the rural parishes, where the last connections cost the most.",
    ),
    Member(
        HEALTH,
        "Lea Stort Community Health Trust",
        Sector.HEALTH,
        IdentifierType.ODS,
        "RZX",
        ALL,
        "Runs community clinics. Names the surgeries that need a better connection first.",
    ),
    Member(
        "three-rivers-school-of-computing",
        "Three Rivers School of Computing",
        Sector.EDUCATION,
        IdentifierType.COMPANY,
        "00000101",
        ("harlow", "broxbourne"),
        "Teaches the seminar speakers of tomorrow, and evaluates what the programmes change.",
    ),
    Member(
        CHARITY,
        "Kettle and Keyboard",
        Sector.VOLUNTARY,
        IdentifierType.CHARITY,
        "1000001",
        ALL,
        "Volunteers who sit down with people, a cup of tea and a tablet, until it makes sense.",
    ),
    Member(
        SUPPLIER,
        "Stort Valley Fibre",
        Sector.PRIVATE,
        IdentifierType.COMPANY,
        "00000102",
        ALL,
        "Builds the full-fibre network to the surgeries, and reports each site here.",
    ),
]

JUDITH = "judith.ashdown@epping.example"
FINANCE_OFFICER, CERTIFIER = "finance@diz.example", "certifier@diz.example"
# Roles that a lead gives, and who gave them here.
GIVEN_BY = {Role.CASEWORKER: BETH, Role.FINANCE: JUDITH, Role.CERTIFIER: JUDITH}
# Name, address, organisation, role. Those of `diz.example` are the accounts that `make run` prints.
PEOPLE = [
    ("Morgan Hale", "manager@diz.example", LEAD, Role.MANAGER),
    ("Priya Nandakumar", "partner@diz.example", SUPPLIER, Role.LEAD),
    ("Callum Reeve", "caseworker@diz.example", CHARITY, Role.CASEWORKER),
    ("Ngozi Fairweather", "nurse@diz.example", HEALTH, Role.LEAD),
    ("Judith Ashdown", JUDITH, LEAD, Role.LEAD),
    ("Ravi Bellweather", FINANCE_OFFICER, LEAD, Role.FINANCE),
    ("Hester Quayle", CERTIFIER, LEAD, Role.CERTIFIER),
    ("Tomasz Wren", "tomasz.wren@fibre.example", SUPPLIER, Role.CONTRIBUTOR),
    ("Sam Ottley", "sam.ottley@health.example", HEALTH, Role.VIEWER),
    ("Beth Marlowe", BETH, CHARITY, Role.LEAD),
    ("Alun Prys", "alun.prys@essex.example", "essex-county-council", Role.LEAD),
    ("Farida Quill", "farida.quill@herts.example", "hertfordshire-county-council", Role.LEAD),
    ("Owen Thackray", "owen.thackray@broxbourne.example", "broxbourne-borough-council", Role.LEAD),
    ("Lena Bright", "lena.bright@eastherts.example", HERTS[1] + "-district-council", Role.LEAD),
    ("Marcus Idowu", "marcus.idowu@harlow.example", "harlow-council", Role.LEAD),
    ("Elspeth Crane", "elspeth.crane@uttlesford.example", "uttlesford-district-council", Role.LEAD),
    ("Hugo Danvers", "hugo.danvers@rivers.example", "three-rivers-school-of-computing", Role.LEAD),
]


@example("People and partners", order=10)
def load(today: date) -> str:
    districts = _districts()
    organisations = {
        member.slug: _organisation(member, districts, today, number)
        for number, member in enumerate(MEMBERS)
    }
    Partnership.objects.create(
        name="Digital Innovation Zone",
        short_name="DIZ",
        strapline="Better connections, skills and services for five districts.",
        phone="01632 960 010",
        phone_hours="Monday to Friday, 9am to 5pm",
        email="hello@diz.example",
        statement_prepared_on=today - timedelta(days=200),
        statement_reviewed_on=today - timedelta(days=20),
        tested_on=today - timedelta(days=20),
        tested_by="the digital inclusion officer of Harlow District Council",
        how_tested=(
            "They tested the pages for residents on an iPhone with VoiceOver and on Windows with "
            "NVDA, with the text twice as large and by keyboard alone."
        ),
        lead_organisation=organisations[LEAD],
    )
    people = {email: _person(name, email) for name, email, *_ in PEOPLE}
    began = timezone.now() - timedelta(days=540)
    for number, (_name, email, slug, role) in enumerate(PEOPLE):
        Membership.objects.create(
            person=people[email],
            organisation=organisations[slug],
            role=role,
            # Numbers that Ofcom keeps for drama; one in 4 is not known, as anywhere.
            phone="" if number % 4 == 3 else f"+441632960{100 + number}",
            started_on=began.date(),
            # Given by the lead of their organisation.
            given_by=people[GIVEN_BY[role]] if role in GIVEN_BY else None,
            given_at=began if role in GIVEN_BY else None,
        )
    settle_staff(*people.values())
    agreements = _agreements(organisations, today)
    _waiting(organisations, people)
    return f"{len(organisations)} organisations, {len(people)} people, {agreements} agreements"


def _districts() -> dict[str, District]:
    return {
        slug: District.objects.get_or_create(code=code, defaults={"name": name, "slug": slug})[0]
        for slug, (code, name) in DISTRICTS.items()
    }


def _organisation(member: Member, districts, today: date, number: int) -> Organisation:
    organisation = Organisation.objects.create(
        slug=member.slug,
        name=member.name,
        sector=member.sector,
        identifier_type=member.identifier_type,
        identifier=member.identifier,
        summary=member.summary,
        website=f"https://{member.slug}.example",
        state=OrganisationState.ACTIVE,
        joined_on=today - timedelta(days=900 - 25 * number),
    )
    organisation.districts.set(districts[slug] for slug in member.districts)
    return organisation


def _person(name: str, email: str) -> User:
    person = User.objects.create_user(email, None, name=name)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _agreements(organisations: dict[str, Organisation], today: date) -> int:
    councils = [one for one in organisations.values() if one.sector == Sector.COUNCIL]
    made = [
        ("Memorandum of the partnership", AgreementKind.MEMORANDUM, councils, 880, 400),
        (
            "Sharing of referrals between the trust and Kettle and Keyboard",
            AgreementKind.DATA_SHARING,
            [organisations[HEALTH], organisations[CHARITY], organisations[LEAD]],
            705,
            25,  # so that there is something to renew
        ),
        (
            "Full-fibre grant: terms for the supplier",
            AgreementKind.FUNDING,
            [organisations[LEAD], organisations[SUPPLIER]],
            750,
            210,
        ),
        (
            "Highways works across the county border",
            AgreementKind.INTER_AUTHORITY,
            [organisations["essex-county-council"], organisations["hertfordshire-county-council"]],
            600,
            500,
        ),
    ]
    for title, kind, parties, signed, left in made:
        agreement = Agreement.objects.create(
            title=title,
            kind=kind,
            signed_on=today - timedelta(days=signed),
            review_on=today + timedelta(days=left // 2),
            expires_on=today + timedelta(days=left),
        )
        agreement.parties.set(parties)
    return len(made)


def _waiting(organisations: dict[str, Organisation], people: dict[str, User]) -> None:
    """What somebody should answer or chase: an invitation, and somebody who asks to join."""
    sent = timezone.now() - timedelta(days=9)
    Invitation.objects.create(
        token_digest=digest("an example invitation that no one was sent"),
        email="rowan.pike@uttlesford.example",
        name="Rowan Pike",
        organisation=organisations["uttlesford-district-council"],
        role=Role.CONTRIBUTOR,
        invited_by=people["manager@diz.example"],
        sent_at=sent,
        expires_at=sent + VALID_FOR,
    )
    JoinRequest.objects.create(
        organisation=organisations[SUPPLIER],
        name="Iris Calloway",
        email="iris.calloway@fibre.example",
        message="I have taken over site surveys from Tomasz and would like to post them myself.",
        created_at=timezone.now() - timedelta(days=3),
    )
