"""Late has one meaning, wherever it is said."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import Urgency
from diz_portal.words import uk_date
from projects.models import Site
from projects.rollout.attention_items.sites import sites_held, sites_late, sites_stuck
from projects.rollout.selectors.sites import pulse, shown
from projects.rollout.services import sites as services
from projects.rollout.stages import LIVE, Stage
from tests.factories.partners import OrganisationFactory, contributor_of, lead_of, manager
from tests.factories.projects import ProjectFactory, SiteFactory, enter, put_in_scope

pytestmark = pytest.mark.django_db


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


@pytest.fixture
def project():
    return ProjectFactory(slug="fibre", partners=[OrganisationFactory(name="Northline")])


def a_site(project, *, planned=None, stage=Stage.ORDERED, in_scope=True, **values) -> Site:
    site = SiteFactory(project=project, stage=stage, on=days_ago(5), **values)
    site.refresh_from_db()
    if site.in_scope != in_scope:
        put_in_scope(site, step=1 if in_scope else -1)
    Site.objects.filter(pk=site.pk).update(planned_live_on=planned)
    site.refresh_from_db()
    return site


def test_the_list_and_the_site_agree_for_every_stage_scope_and_day(project):
    for stage in Stage:
        for in_scope in (True, False):
            for planned in (None, days_ago(1), days_ago(0), days_ago(-1)):
                a_site(project, planned=planned, stage=stage, in_scope=in_scope)

    late = set(Site.objects.late())

    assert late == {site for site in Site.objects.all() if site.days_late}
    assert {site.stage for site in late} == {stage.value for stage in Stage if stage not in LIVE}
    assert all(site.in_scope and site.planned_live_on == days_ago(1) for site in late)


def test_every_place_counts_the_same_sites(client, project):
    late = a_site(project, planned=days_ago(423), name="Larkfield Surgery")
    other = a_site(project, planned=days_ago(10), name="Beechwood")
    a_site(project, planned=days_ago(10), stage=Stage.CONNECTED)
    a_site(project, planned=days_ago(-10))
    client.force_login(boss := manager())

    assert set(shown(project.sites.standing(), "late")) == {late, other}
    assert pulse(project)["late"] == 2
    (item,) = sites_late(boss, timezone.localdate())
    assert item.title == "Review 2 sites past their planned dates"
    assert item.when == "longest 423 days late, 2 without an expected date"
    assert item.urgency == Urgency.OVERDUE
    listed = client.get(item.url).content.decode()
    assert "423 days late" in listed
    assert "2 sites" in listed
    home = client.get(reverse("projects_workspace:project", args=["fibre"])).content.decode()
    assert "2 are past their planned date" in home
    page = client.get(reverse("projects_workspace:site", args=["fibre", late.reference]))
    assert "423 days past its planned live date" in page.content.decode()
    file = client.get(reverse("projects_workspace:sites_csv", args=["fibre"]) + "?show=late")
    rows = b"".join(file.streaming_content).decode().splitlines()
    assert sorted(row.rpartition(",")[2] for row in rows) == ["10", "423", "days_late"]


def test_a_site_of_which_the_new_date_is_known_is_late_but_not_pressing(project):
    site = a_site(project, planned=days_ago(20), name="Elm House")
    Site.objects.filter(pk=site.pk).update(expected_live_on=days_ago(-30))
    site.refresh_from_db()

    (item,) = sites_late(manager(), timezone.localdate())

    assert (item.urgency, item.when) == (Urgency.LATER, "20 days late")
    assert item.title == "Review late site: Elm House"
    assert item.ask == "Elm House is 20 days late: check its expected live date"
    assert (site.days_late, site.expected_on) == (20, days_ago(-30))


def test_a_planned_date_that_has_passed_is_no_longer_when_it_is_expected(client, project):
    client.force_login(manager())
    passed = SiteFactory(project=project, stage="candidate", planned_live_on=days_ago(150))
    ahead = a_site(project, planned=days_ago(-1), name="Oak")

    def page(site):
        where = reverse("projects_workspace:site", args=["fibre", site.reference])
        return client.get(where).content.decode()

    assert "as planned" not in page(passed)
    assert "as planned" in page(ahead)
    passed.refresh_from_db()
    assert (passed.expected_on, ahead.expected_on) == (None, days_ago(-1))


def test_its_supplier_hears_of_its_own_late_sites(project):
    mine = a_site(project, planned=days_ago(3), supplier="northline")
    a_site(project, planned=days_ago(3))
    supplier = contributor_of(project.partners.get())

    (item,) = sites_late(supplier, timezone.localdate())

    assert item.url == f"/workspace/projects/fibre/sites/{mine.reference}/"
    assert item.owed_by == ""


def test_a_late_site_on_hold_waits_for_whoever_put_it_on_hold(project):
    supplier, lead = project.partners.get(), lead_of(project.lead)
    engineer = contributor_of(supplier)
    site = a_site(project, planned=days_ago(3), supplier=supplier.name, name="Elm House")
    today = timezone.localdate()

    def waits_for():
        assert not list(sites_late(manager(), today))
        (item,) = sites_held(manager(), today)
        assert item.when == f"on hold since {uk_date(days_ago(2))}"
        for person in (engineer, lead):
            assert bool(list(sites_held(person, today))) == (item.owed_by == str(works_at[person]))
        return item.owed_by

    works_at = {engineer: supplier, lead: project.lead}
    enter(site, Stage.ON_HOLD, days_ago(2), by=lead)
    assert waits_for() == project.lead.name
    enter(site, Stage.ON_HOLD, days_ago(2), by=engineer)
    assert waits_for() == supplier.name
    # Nobody of a partner: the lead answers for it.
    enter(site, Stage.ON_HOLD, days_ago(2), by=manager())
    assert waits_for() == project.lead.name


def test_a_site_that_is_on_hold_for_long_waits_for_whoever_put_it_on_hold_too(project):
    supplier, lead = project.partners.get(), lead_of(project.lead)
    site = a_site(project, supplier=supplier.name)
    today = timezone.localdate()
    enter(site, Stage.ON_HOLD, days_ago(5), by=lead)
    assert not list(sites_held(manager(), today))

    (item,) = sites_held(manager(), today + timedelta(days=400))

    assert item.owed_by == project.lead.name
    assert not list(sites_stuck(manager(), today + timedelta(days=400)))


def test_a_site_went_live_on_the_day_since_which_it_is_without_a_break(project):
    site = SiteFactory(project=project, stage=Stage.CONNECTED, on=days_ago(50))
    enter(site, Stage.CIVILS, days_ago(40))
    enter(site, Stage.CONNECTED, days_ago(30))
    enter(site, Stage.IN_SERVICE, days_ago(20))
    other = SiteFactory(project=project, stage=Stage.CIVILS, on=days_ago(9))

    since = dict(Site.objects.with_live_since().values_list("pk", "live_since"))

    assert since == {site.pk: days_ago(30), other.pk: None}


# Whose word it is ----------------------------------------------------------------------


PAPER = b"%PDF-1.4 signed"


def in_service(project) -> Site:
    return a_site(project, stage=Stage.IN_SERVICE, supplier="Northline")


def accept(site, by, **more):
    return services.move_site(
        site=site,
        to=Stage.ACCEPTED,
        on=days_ago(0),
        by=by,
        expected_entry=site.current_entry_id,
        **more,
    )


def test_nobody_accepts_a_site_on_their_own_word(project):
    site, supplier = in_service(project), contributor_of(project.partners.get())

    with pytest.raises(services.MoveRefused, match="signed acceptance") as refused:
        accept(site, supplier, evidence="I say so")
    assert refused.value.answer == "evidence_file"
    with pytest.raises(services.Refusal, match="signed acceptance"):
        services.correct_entry(
            entry=site.current_entry,
            stage=Stage.ACCEPTED,
            on=days_ago(0),
            by=supplier,
            reason="Slip",
            expected_entry=site.current_entry_id,
        )

    assert accept(site, manager()).stage == Stage.ACCEPTED


def test_a_supplier_accepts_with_the_signed_paper_which_only_insiders_read(client, project):
    site, supplier = in_service(project), contributor_of(project.partners.get())
    client.force_login(supplier)
    move = reverse("projects_workspace:site_move", args=["fibre", site.reference])
    today = days_ago(0)
    asked = {
        "to": "accepted",
        "on_0": today.day,
        "on_1": today.month,
        "on_2": today.year,
        "expected_entry": site.current_entry_id,
    }

    refused = client.post(move, asked)
    assert refused.status_code == 422
    assert "Upload the signed acceptance" in refused.content.decode()
    paper = SimpleUploadedFile("signed.pdf", PAPER)
    assert client.post(move, {**asked, "evidence_file": paper}).status_code == 302

    site.refresh_from_db()
    document = site.current_entry.evidence_file
    address = reverse("documents:download", args=[document.reference])
    page = client.get(reverse("projects_workspace:site", args=["fibre", site.reference]))
    assert address in page.content.decode()
    for other, answer in (
        (supplier, 200),
        (manager(), 200),
        (lead_of(project.lead), 200),
        (contributor_of(), 404),
    ):
        client.force_login(other)
        given = client.get(address)
        b"".join(getattr(given, "streaming_content", []))
        assert given.status_code == answer


def test_moves_that_a_person_may_not_make_are_not_offered(client, project):
    site = in_service(project)
    client.force_login(contributor_of(project.partners.get()))

    page = client.get(reverse("projects_workspace:site", args=["fibre", site.reference]))
    form = client.get(reverse("projects_workspace:site_move", args=["fibre", site.reference]))
    several = client.get(
        reverse("projects_workspace:sites_move", args=["fibre"]), {"site": site.reference}
    )

    for offered in (page, form, several):
        text = offered.content.decode()
        assert "Move to Descoped" not in text
        assert 'value="descoped"' not in text
        assert 'value="candidate"' not in text
    # A file belongs to one site, so several are accepted by a manager alone.
    assert 'value="accepted"' in form.content.decode()
    assert 'value="accepted"' not in several.content.decode()
