"""A loan as a letter on paper, for whoever would rather have it so."""

from datetime import timedelta

import pytest
from django.urls import reverse

from diz_portal.outbox import letters
from diz_portal.words import uk_date
from inclusion.cases.services import openings
from inclusion.devices.services import devices
from inclusion.devices.services.letters import NoLoan, loan_letter
from inclusion.models import Holding, Team
from tests.days import in_days
from tests.factories.inclusion import NeedFactory, a_case, a_ready_device, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of
from tests.pdf.reading import read

pytestmark = pytest.mark.django_db
due = in_days(30)


@pytest.fixture
def org():
    found = team_of(OrganisationFactory(name="Kettle Trust")).organisation
    Team.objects.filter(organisation=found).update(phone="01279 446611")
    return found


@pytest.fixture
def caseworker(org):
    return caseworker_of(org)


def lent(org, caseworker, kind="loan", serial="", **person) -> Holding:
    case = a_case(handled_by=org)
    values = {"name": "Ada Example", "address": "1 High Street\nHarlow", "postcode": "CM20 1AA"}
    for name, value in {**values, **person}.items():
        setattr(case.person, name, value)
    case.person.save()
    need = NeedFactory(case=case, kind="device", state="approved")
    device = a_ready_device(caseworker, kept_by=org, serial=serial)
    devices.reserve(device=device, need=need, by=caseworker)
    return devices.issue(
        device=device,
        by=caseworker,
        kind=kind,
        terms="As signed.",
        signed_name="Ada Example",
        due_on=due() if kind == "loan" else None,
    )


def flat(words: str) -> str:
    return "".join(words.split())


def printed(holding):
    return read(letters.pressed([loan_letter(holding)]))


def test_it_says_what_is_lent_until_when_on_what_terms_and_whom_to_call(org, caseworker):
    made = printed(lent(org, caseworker, serial="S-7"))

    for words in (
        "Ada Example",
        "CM20 1AA",
        "Serial number S-7",
        f"Please return it by {uk_date(due())}.",
        "Do not sell it or give it to anyone else",
        "Copy your files and photos",
        "call us on 01279 446611",
    ):
        assert flat(words) in made.flat
    assert made.says_ua_1
    assert made.headings == ["H1", "H2", "H2"]


def test_it_names_the_day_to_which_the_loan_was_extended(org, caseworker):
    holding = lent(org, caseworker)
    later = due() + timedelta(days=14)
    devices.extend(holding=holding, due_on=later, by=caseworker)
    holding.refresh_from_db()

    assert flat(f"return it by {uk_date(later)}.") in printed(holding).flat


@pytest.mark.parametrize(("adjustments", "points"), [([], 14), (["large_print"], 18)])
def test_it_is_in_the_size_that_its_reader_needs(org, caseworker, adjustments, points):
    made = printed(lent(org, caseworker, adjustments=adjustments))

    assert min(size for size, _ in made.sizes_by_heading()) == points


def test_without_an_address_it_is_printed_to_be_handed_over_and_says_so_before(
    client, org, caseworker
):
    holding = lent(org, caseworker, address="", postcode="")
    page = reverse("inclusion_workspace:holding", args=[holding.reference])
    client.force_login(caseworker)

    assert flat("Dear Ada Example") in printed(holding).flat
    assert "The case has no postal address" in client.get(page).content.decode()
    type(holding.need.case.person).objects.update(address="1 High Street")
    assert "The case has no postal address" not in client.get(page).content.decode()


def test_only_a_loan_that_is_out(org, caseworker):
    with pytest.raises(NoLoan):
        loan_letter(lent(org, caseworker, kind="gift"))
    back = lent(org, caseworker)
    devices.record_return(device=back.device, by=caseworker)
    back.refresh_from_db()
    with pytest.raises(NoLoan):
        loan_letter(back)


def test_the_case_is_opened_before_a_name_is_printed(client, org, caseworker):
    holding = lent(org, caseworker)
    client.force_login(caseworker)
    address = reverse("inclusion_workspace:holding_letter", args=[holding.reference])
    page = reverse("inclusion_workspace:holding", args=[holding.reference])
    assert address in client.get(page).content.decode()

    covered = client.get(address)
    assert (covered.status_code, covered.url) == (302, page)
    openings.log_opening(case=holding.need.case, by=caseworker)

    answer = client.get(address)
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
