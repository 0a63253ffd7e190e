"""Cases and registrations: no resident is named in a view, a file or an answer."""

import pytest
from django.urls import reverse

from diz_portal.lists import registry, services
from diz_portal.lists.models import SavedView, Shared
from diz_portal.lists.state import State
from diz_portal.reports import jobs
from diz_portal.reports.models import ReportJob
from inclusion.cases.models import CaseOpening
from tests.factories.inclusion import CaseFactory, PersonFactory
from tests.factories.partners import OrganisationFactory, caseworker_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
NAME = "Wilhelmina Quince"


@pytest.fixture
def team():
    PartnershipFactory()
    return OrganisationFactory(name="Help at Home")


@pytest.fixture
def case(team):
    person = PersonFactory(kept_by=team, name=NAME)
    return CaseFactory(handled_by=team, person=person)


@pytest.fixture
def registration():
    needs = f"{NAME} needs a ramp"
    return registered(SeminarFactory(), name=NAME, organisation=NAME, access_needs=needs)


def written(client, of, state=""):
    """All that an export leaves behind: its files, and what the page shows."""
    client.post(reverse("lists:export", args=[of]), {"state": state, "attempt": ""})
    job = ReportJob.objects.get()
    jobs.run(job.pk)
    for file in job.files.all():
        if file.format != "xlsx":
            with file.file.open("rb") as content:
                yield content.read().decode()


def test_a_file_of_cases_holds_references_and_logs_no_opening(client, case, team):
    client.force_login(caseworker_of(team))

    for text in written(client, "cases", "show=all&column=needs&column=district"):
        assert case.reference in text
        assert NAME not in text
        assert case.person.initials not in text
    assert not CaseOpening.objects.exists()


def test_a_file_of_registrations_holds_references(client, registration):
    client.force_login(manager())
    columns = "column=organisation&column=access_needs&column=state"

    for text in written(client, "registrations", f"q=Quince&{columns}"):
        assert registration.reference in text
        assert "Quince" not in text


def test_an_answer_to_a_program_names_nobody(client, registration):
    mo = manager()
    kind = registry.named("registrations")
    view = services.save(
        kind=kind,
        state=State.read(kind, "q=Quince&column=organisation&column=state"),
        name="All",
        shared=Shared.OWN,
        organisation=None,
        by=mo,
    )
    client.force_login(mo)

    answer = client.get(reverse("data:view", args=[view.reference])).content.decode()

    assert registration.reference in answer
    assert "Quince" not in answer


def test_a_manager_has_no_list_of_cases_whoever_shares_a_view_of_it(client, case, team):
    view = SavedView.objects.create(
        of_list="cases", name="All", owner=caseworker_of(team), shared=Shared.EVERYONE
    )
    elsewhere = caseworker_of(OrganisationFactory())
    client.force_login(manager())

    assert client.get(view.get_absolute_url()).status_code == 404
    assert client.get(reverse("lists:list", args=["cases"])).status_code == 404
    assert view not in client.get(reverse("lists:views")).context["page"].object_list
    client.force_login(elsewhere)
    assert case.reference not in client.get(view.get_absolute_url(), follow=True).content.decode()


def test_no_list_of_residents_is_searched_by_who_they_are():
    assert not [one for one in registry.named("cases").filters if not one.is_kept]


def test_the_queue_turns_its_pages_in_the_order_that_was_chosen(client, team):
    cases = [CaseFactory(handled_by=team, person=PersonFactory(kept_by=team)) for _ in range(3)]
    client.force_login(caseworker_of(team))

    page = client.get(reverse("inclusion_workspace:cases"), {"sort": "-opened_at"}).context

    assert [row.record for row in page["rows"]] == cases[::-1]
