"""360Giving: the grants that are made and were released, as its schema and our checks have them."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diz_portal.open_data import checking
from diz_portal.open_data.declaring import standard_named
from projects.money.giving import charity_id
from projects.money.giving_checks import CHECKS, About
from projects.money.regrant_enums import TO_RELEASE, RecipientKind
from projects.money.services import regrants
from tests.factories.accounts import UserFactory
from tests.factories.bids import GrantRecipientFactory, granted
from tests.factories.money import secured
from tests.factories.partners import OrganisationFactory
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory

from .judges import codes, document_of, judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    found = PartnershipFactory()
    found.giving_prefix, found.org_id = "360G-edp", "GB-LAE-EDP"
    found.save()
    return found


@pytest.fixture
def grant(partnership):
    project = ProjectFactory(lead=partnership.lead_organisation)
    charity = OrganisationFactory(name="Kettle Trust", slug="kettle", sector="voluntary")
    charity.districts.add(DistrictFactory(code="E07000073", name="Harlow"))
    recipient = GrantRecipientFactory(
        name="Kettle Trust", kind="charity", number="1234567", organisation=charity
    )
    found = granted(
        title="Tea and tablets",
        programme="Community digital grants",
        source=secured("0", "100000", project=project),
        recipient=recipient,
    )
    return release(found)


def release(grant, *fields):
    chosen = fields or list(TO_RELEASE)
    return regrants.publish(by=UserFactory(), regrant=grant, fields=chosen)


def grants(client) -> list[dict]:
    answer = client.get("/data/360giving.json")
    return answer.json()["grants"] if answer.status_code == 200 else []


def test_a_released_grant_is_in_the_file_as_the_schema_asks(client, grant, settings):
    [one] = grants(client)

    assert one["id"] == f"360G-edp-{grant.reference}"
    assert one["title"] == "Tea and tablets"
    assert one["description"] == grant.purpose
    assert one["amountAwarded"] == 5000
    assert one["recipientOrganization"] == [
        {"id": "GB-CHC-1234567", "name": "Kettle Trust", "charityNumber": "1234567"}
    ]
    assert one["fundingOrganization"][0]["id"] == "GB-LAE-EDP"
    assert one["grantProgramme"] == [{"title": "Community digital grants"}]
    [place] = one["beneficiaryLocation"]
    assert (place["geoCode"], place["geoCodeType"]) == ("E07000073", "NMD")
    assert judged("360giving", document_of("360giving"), settings) == []


def test_the_schema_is_a_judge(client, grant, settings):
    document = document_of("360giving")
    del document["grants"][0]["fundingOrganization"]

    found = judged("360giving", document, settings)

    assert bool(found) == bool(codes("threesixtygiving/codelists/regrantType.csv"))
    assert all(one.stops for one in found)


def test_money_that_is_received_is_not_in_it(client, partnership):
    secured("1700000", "0", project=ProjectFactory(lead=partnership.lead_organisation))

    answer = client.get("/data/360giving.json")

    assert answer.status_code == 404
    assert "Nothing has been published" in answer.json()["detail"]


@pytest.mark.parametrize("missing", ["awarded_on", "beneficiary", "purpose", "amount"])
def test_a_grant_is_left_out_until_all_that_it_must_say_is_released(client, grant, missing):
    release(grant, *(one for one in TO_RELEASE if one != missing))

    assert grants(client) == []


def test_a_grant_that_is_only_decided_is_not_in_it(client, grant):
    release(granted(state="decided"))

    assert len(grants(client)) == 1


def test_what_was_not_released_is_not_said(client, grant):
    release(grant, "awarded_on", "beneficiary", "purpose", "amount")

    [one] = grants(client)

    assert one["title"] == "Grant to Kettle Trust"
    text = str(one)
    for hidden in ("Tea and tablets", "Community digital grants", "1234567", grant.department):
        assert hidden not in text
    assert "plannedDates" not in one
    assert one["recipientOrganization"][0]["id"].startswith("360G-edp-")


def test_a_recipient_that_must_stay_hidden_is_nowhere(client, grant):
    grant.recipient.is_withheld = True
    grant.recipient.save()

    assert grants(client) == []


def test_without_the_prefix_it_is_a_draft_and_says_so(client, grant, partnership):
    partnership.giving_prefix = ""
    partnership.save()

    document = client.get("/data/360giving.json").json()

    assert document["title"].startswith("Draft: ")
    assert standard_named("360giving").is_draft()
    assert "Draft" in client.get("/data/").content.decode()
    assert "prefix" not in document["publisher"]


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        (RecipientKind.CHARITY, "1234567", "GB-CHC-1234567"),
        (RecipientKind.CHARITY, "SC012345", "GB-SC-SC012345"),
        (RecipientKind.CIO, "1234567-2", "GB-CHC-1234567"),
        (RecipientKind.COMPANY, "00000921", "GB-COH-00000921"),
        (RecipientKind.CIC, "SC123456", "GB-COH-SC123456"),
    ],
)
def test_recipients_have_the_identifier_of_their_register(
    client, partnership, kind, number, expected
):
    recipient = GrantRecipientFactory(kind=kind, number=number)
    release(granted(recipient=recipient))

    [one] = grants(client)

    assert one["recipientOrganization"][0]["id"] == expected


def test_a_charity_of_northern_ireland_has_its_own_register():
    assert charity_id("NIC101234") == "GB-NIC-101234"


def test_the_table_says_the_same(client, grant):
    answer = client.get("/data/360giving.csv")
    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode()))

    assert row["Identifier"] == f"360G-edp-{grant.reference}"
    assert row["Recipient Org:Charity Number"] == "1234567"
    assert row["Award Date"] == grant.awarded_on.isoformat()


CRAFTED = (
    '=HYPERLINK("http://evil.example","Grant")',
    "@SUM(A1:A9)",
    "+1+1",
    "\t=1+1",
    '</script><script>alert(1)</script>"},{"id":"360G-other-1',
    'Tea"\n360G-other-2,Another grant,,GBP,1000000',
    "Tea \u202egniht yna\u2066 and \u200b tablets",
    "360G-other-3",
    "{{ settings.SECRET_KEY }} %s %(x)s ${jndi:x}",
)


@pytest.mark.parametrize("text", CRAFTED)
def test_a_crafted_text_stays_one_text_of_one_grant(client, grant, settings, text):
    """Written past the forms: neither a second grant, nor a formula, nor another field."""
    type(grant).objects.update(title=text, programme=text[:100], purpose=text)
    type(grant.recipient).objects.update(name=text[:100])

    [one] = grants(client)
    table = client.get("/data/360giving.csv").getvalue().decode()
    [row] = csv.DictReader(io.StringIO(table))

    assert one["id"] == f"360G-edp-{grant.reference}"
    assert (one["title"], one["description"], one["amountAwarded"]) == (text, text, 5000)
    assert judged("360giving", document_of("360giving"), settings) == []
    assert row["Identifier"] == one["id"]
    assert not any(cell.lstrip().startswith(("=", "+", "@")) for cell in row.values())
    page = client.get("/data/360giving/").content.decode()
    assert "<script>alert" not in page


def test_the_codes_are_those_of_the_standard():
    from projects.money.regrant_enums import RegrantType

    known = codes("threesixtygiving/codelists/regrantType.csv")

    assert not known or set(RegrantType.values) == known


# Our own checks ---

SOUND = {
    "id": "360G-edp-1",
    "title": "Tea and tablets",
    "description": "Weekly classes for people who are new to the internet",
    "amountAwarded": 5000.0,
    "awardDate": "2026-01-01",
    "plannedDates": [{"startDate": "2026-02-01", "endDate": "2026-12-31"}],
    "recipientOrganization": [
        {"id": "GB-CHC-1234567", "name": "Kettle Trust", "charityNumber": "1234567"}
    ],
    "fundingOrganization": [{"id": "GB-LAE-EDP", "name": "Lead"}],
    "grantProgramme": [{"title": "Grants"}],
    "beneficiaryLocation": [{"name": "Harlow", "geoCode": "E07000073"}],
    "dateModified": "2026-01-01T00:00:00+00:00",
}
RECIPIENT = SOUND["recipientOrganization"][0]
BROKEN = {
    "id-once": {"times": 2},
    "amount-zero": {"amountAwarded": 0},
    "amount-negative": {"amountAwarded": -1},
    "award-future": {"awardDate": "2027-01-01", "plannedDates": []},
    "award-old": {"awardDate": "1999-12-31"},
    "dates-order": {"plannedDates": [{"startDate": "2026-02-01", "endDate": "2026-01-31"}]},
    "charity-number": {"recipientOrganization": [{**RECIPIENT, "charityNumber": "12"}]},
    "company-number": {"recipientOrganization": [{**RECIPIENT, "companyNumber": "921"}]},
    "recipient-is-funder": {"recipientOrganization": [{**RECIPIENT, "id": "GB-LAE-EDP"}]},
    "individual": {"recipientIndividual": {"id": "1", "name": "A person"}},
    "email": {"description": "Write to someone@post.example for a place in the classes"},
    "phone": {"description": "Call 07700 900777 for a place in the weekly classes"},
    "postcode": {"description": "Weekly classes at 1 High Street, CM20 1AA, for anyone"},
    "person": {"description": "Weekly classes that are taught by Mrs Oakapple at the library"},
    "draft": {"is_draft": True},
    "title-description": {"title": SOUND["description"]},
    "title-long": {"title": "Tea " * 40},
    "description-short": {"description": "Classes"},
    "no-title": {"title": "Grant to Kettle Trust"},
    "no-programme": {"grantProgramme": None},
    "no-dates": {"plannedDates": []},
    "no-location": {"beneficiaryLocation": None},
    "no-geo-code": {"beneficiaryLocation": [{"name": "Harlow"}]},
    "recipient-unregistered": {"recipientOrganization": [{**RECIPIENT, "id": "360G-edp-k"}]},
    "funder-unregistered": {"fundingOrganization": [{"id": "360G-edp-lead", "name": "Lead"}]},
    "award-after-start": {"awardDate": "2026-02-02"},
    "not-modified": {"dateModified": None},
}


def fails(**changes) -> set[str]:
    times, is_draft = changes.pop("times", 1), changes.pop("is_draft", False)
    grant = {name: value for name, value in {**SOUND, **changes}.items() if value is not None}
    about = About(grant, is_draft, {SOUND["id"]: times}, date(2026, 11, 30))
    return {one.name for one in CHECKS if one.fails(about)}


def test_a_sound_grant_passes_every_check():
    assert fails() == set()


def test_each_check_has_a_grant_that_fails_it():
    assert set(BROKEN) == {one.name for one in CHECKS}
    assert len(CHECKS) >= 25


@pytest.mark.parametrize("name", BROKEN)
def test_a_check_finds_its_fault(name):
    assert name in fails(**BROKEN[name])


def test_what_is_found_leads_to_the_record(client, grant, partnership):
    partnership.giving_prefix = ""
    partnership.save()
    _, _, found = checking.of_standard(standard_named("360giving"))

    assert [(one.check, one.url, one.stops) for one in found if one.check == "draft"] == [
        ("draft", f"/workspace/money/grants/{grant.reference}/", False)
    ]


def test_it_costs_the_same_for_any_number_of_grants(client, grant):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/data/360giving.json").status_code == 200
        return len(asked)

    cost()
    once = cost()
    for number in range(3):
        partner = OrganisationFactory(sector="voluntary")
        partner.districts.add(DistrictFactory())
        recipient = GrantRecipientFactory(number=f"{2000000 + number}", organisation=partner)
        release(granted(recipient=recipient))

    assert cost() == once
    assert len(grants(client)) == 4
