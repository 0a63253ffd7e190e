"""The pages of sites, scope and wayleaves: who may open them, and what they answer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import ScopeChange, Site, StageEntry, Wayleave
from projects.rollout.stages import Stage
from tests.days import as_typed, in_days
from tests.editing import edit, filled, forms_of
from tests.factories.partners import (
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import DistrictFactory, PartnershipFactory, PostcodeFactory
from tests.factories.projects import (
    ProjectFactory,
    SiteFactory,
    WayleaveFactory,
    enter,
)

TODAY = timezone.localdate
LEAD = "partner's lead"


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


def day(on, name="on"):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


@pytest.fixture
def supplier(db):
    PartnershipFactory()
    return OrganisationFactory(name="Northline Networks")


@pytest.fixture
def project(supplier):
    return ProjectFactory(partners=[supplier], slug="full-fibre", published=True)


@pytest.fixture
def site(project):
    return SiteFactory(project=project, stage=Stage.SURVEYED, name="Elm House Surgery")


@pytest.fixture
def wayleave(site):
    return WayleaveFactory(site=site, grantor="Hunsdon Estate", cost=Decimal("1250"))


@pytest.fixture
def people(project, supplier):
    return {
        "stranger": None,
        "somebody else's contributor": contributor_of(),
        "viewer": viewer_of(supplier),
        "caseworker": caseworker_of(supplier),
        "contributor": contributor_of(supplier),
        "partner's lead": lead_of(supplier),
        "project's lead": lead_of(project.lead),
        "manager": manager(),
    }


def url(name, *more):
    return reverse(f"projects_workspace:{name}", args=["full-fibre", *more])


def answers(client, people, address):
    """Role → status, for everybody."""
    found = {}
    for role, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        found[role] = client.get(address).status_code
    return found


def expected(*, insiders=200, workers=200, leads=200, managers=200):
    return {
        "stranger": 302,
        "somebody else's contributor": 404,
        "viewer": insiders,
        "caseworker": insiders,
        "contributor": workers,
        "partner's lead": workers,
        "project's lead": leads,
        "manager": managers,
    }


# Who may open what (every page of these: tests/access/test_doors.py) ------------


def test_pages_that_change_a_site_are_closed_to_viewers(client, people, site):
    assert answers(client, people, url("site_move", site.reference)) == expected(insiders=403)


def test_site_page_is_open_to_those_inside(client, people, site):
    assert answers(client, people, url("site", site.reference)) == expected()


def test_wayleave_file_is_for_managers(client, people, wayleave):
    assert answers(client, people, url("wayleaves_csv")) == expected(
        insiders=403, workers=403, leads=403
    )


def test_changing_the_scope_is_for_managers_and_the_project_lead(client, people, site):
    assert answers(client, people, url("scope_change")) == expected(insiders=403, workers=403)


def test_project_list_shows_only_those_worked_on(client, people, project):
    ProjectFactory(title="Somebody else's")
    client.force_login(people["contributor"])

    response = client.get(reverse("projects_workspace:list"))

    assert [row.project for row in response.context["rows"]] == [project]


def test_a_site_of_another_project_is_not_found_under_this_one(client, people, site):
    other = SiteFactory()
    client.force_login(people["manager"])

    assert client.get(url("site", other.reference)).status_code == 404


@pytest.mark.parametrize("published", [True, False])
def test_public_page_is_open_once_the_project_is_published(
    client, people, site, project, published
):
    project.published = published
    project.save()

    found = answers(client, people, reverse("projects:site", args=[project.slug, site.reference]))

    assert found["stranger"] == (200 if published else 404)
    assert found["contributor"] == found["viewer"] == found["manager"] == 200


# What may be published ----------------------------------------------------------


def test_public_page_shows_nothing_that_is_private(client, site, wayleave, people):
    secrets = {
        "supplier": "Northline Networks",
        "order_ref": "PO-77121",
        "cost_estimate": Decimal("23456"),
        "cost_contracted": Decimal("23457"),
        "cost_actual": Decimal("23458"),
        "grant_share": Decimal("23459"),
        "notes": "The cellar is damp",
    }
    Site.objects.filter(pk=site.pk).update(download_after_mbps=940, **secrets)
    enter(
        site,
        Stage.ON_HOLD,
        TODAY(),
        by=people["contributor"],
        reason="Asbestos found",
        evidence="Report 9",
    )

    text = client.get(
        reverse("projects:site", args=["full-fibre", site.reference])
    ).content.decode()

    assert "Elm House Surgery" in text
    assert "940 Mbit/s" in text
    assert "On hold" in text
    private = [*map(str, secrets.values()), "Asbestos", "Report 9", "Hunsdon"]
    private += ["23,456", "23,457", "23,458", "23,459", people["contributor"].name]
    assert [words for words in private if words in text] == []


def test_public_page_leaves_out_corrected_entries(client, site):
    enter(site, Stage.CIVILS, TODAY(), corrects=enter(site, Stage.ACCEPTED, TODAY()))

    response = client.get(reverse("projects:site", args=["full-fibre", site.reference]))

    assert [label for label, _ in response.context["site"].timeline] == [
        "Civils under way",
        "Surveyed",
    ]


# Moving -------------------------------------------------------------------------


def typed(site, to=Stage.DESIGNED, on=None, **words):
    return {
        "to": to,
        **day(on or TODAY()),
        "expected_entry": site.current_entry_id,
        "evidence": "",
        "reason": "",
        **words,
    }


def test_partner_moves_a_site_on(client, people, site):
    client.force_login(people["contributor"])

    form = client.get(url("site_move", site.reference) + "?to=designed").context["form"]
    response = client.post(url("site_move", site.reference), typed(site, evidence="Plan 3"))

    assert form["to"].value() == "designed"
    assert response.status_code == 302
    site.refresh_from_db()
    assert (site.stage, site.current_entry.evidence) == (Stage.DESIGNED, "Plan 3")


def test_move_of_a_site_that_has_moved_says_so_and_keeps_what_was_typed(client, people, site):
    client.force_login(people["contributor"])
    page_of_tom = typed(site, to=Stage.CIVILS, evidence="Photo 12")
    enter(site, Stage.DESIGNED, TODAY(), by=people["partner's lead"])

    response = client.post(url("site_move", site.reference), page_of_tom)

    assert response.status_code == 409
    text = response.content.decode()
    assert f"{people[LEAD].name} updated" in text
    assert "Photo 12" in text
    site.refresh_from_db()
    assert site.stage == Stage.DESIGNED
    # The same form sent again is a decision made knowingly.
    form = response.context["form"]
    again = {**page_of_tom, "expected_entry": form["expected_entry"].value()}
    assert client.post(url("site_move", site.reference), again).status_code == 302


BAD_MOVES = [
    ({"on": in_days(3)}, "Enter a date that is today or in the past"),
    (
        {"on_0": 31, "on_1": 2, "on_2": 2026},
        "31 February 2026 is not a real date. Check the day and month",
    ),
    ({"on_2": "26"}, "Enter the year with 4 digits"),
    ({"on_0": ""}, "Enter the day, for example 27"),
    ({"on_0": "x"}, "Enter the day, for example 27"),
    ({"to": "nowhere"}, "Select an answer from the list"),
    ({"to": Stage.ORDERED}, "Enter a reason for moving"),
    ({"evidence": "a\0b"}, "Remove the null character"),
]


def test_bad_input_of_a_move_is_a_sentence(client, people, site):
    client.force_login(people["contributor"])

    for words, sentence in BAD_MOVES:
        response = client.post(url("site_move", site.reference), typed(site) | as_typed(words))

        assert response.status_code == 422, words
        assert sentence in response.content.decode()
    assert StageEntry.objects.filter(site=site).count() == 1


def test_refused_move_says_so_beside_the_answer(client, people, site):
    client.force_login(people["contributor"])

    for words, field in (
        (day(days_ago(-3)), "on"),
        ({"to": Stage.ORDERED}, "reason"),
        ({"to": Stage.SURVEYED}, "to"),
    ):
        response = client.post(url("site_move", site.reference), typed(site) | words)

        assert list(response.context["form"].errors) == [field]


def test_manager_moves_a_site_out_of_scope(client, people, site):
    client.force_login(people["manager"])

    response = client.post(
        url("site_move", site.reference),
        typed(site, to=Stage.DESCOPED, reason="Over the limit", scope_reason="too_costly"),
    )

    assert response.status_code == 302
    site.refresh_from_db()
    assert not site.in_scope
    assert ScopeChange.objects.latest("pk").approved_by == people["manager"]


def test_site_page_leads_with_the_next_stage(client, people, site):
    client.force_login(people["contributor"])

    text = client.get(url("site", site.reference)).content.decode()

    assert text.count('class="govuk-button" data-module="govuk-button">Move to Designed') == 1


def test_site_page_shows_a_viewer_no_way_to_change_it(client, people, site, wayleave):
    client.force_login(people["viewer"])

    text = client.get(url("site", site.reference)).content.decode()

    for words in ("Move to", "Edit site", "Add wayleave", "Correct<"):
        assert words not in text


def test_site_page_says_why_it_is_blocked_and_offers_the_wayleave(client, people, project):
    held = SiteFactory(project=project, stage=None)
    enter(held, Stage.ON_HOLD, days_ago(3), reason="Ducts are full", by=people["contributor"])
    waiting = SiteFactory(project=project, stage=Stage.WAYLEAVE)
    client.force_login(people["contributor"])

    assert "Ducts are full" in client.get(url("site", held.reference)).content.decode()
    text = client.get(url("site", waiting.reference)).content.decode()
    assert "Add a wayleave" in text


def test_correction_strikes_the_old_entry_through(client, people, site):
    client.force_login(people["contributor"])

    response = client.post(
        url("entry_correct", site.reference, 1),
        {
            "stage": Stage.ORDERED,
            **day(days_ago(40)),
            "reason": "Wrong site",
            "expected_entry": site.current_entry_id,
        },
    )

    assert response.status_code == 302
    text = client.get(url("site", site.reference)).content.decode()
    assert "app-timeline__entry--corrected" in text
    assert "Correction: Wrong site" in text
    assert client.get(url("entry_correct", site.reference, 1)).status_code == 404
    assert client.get(url("entry_correct", site.reference, 9)).status_code == 404


# Moving many --------------------------------------------------------------------


def test_bulk_move_takes_all_that_match_the_filters_of_the_list(client, people, project):
    matching = SiteFactory.create_batch(55, project=project, supplier="Stort", stage=Stage.ORDERED)
    SiteFactory(project=project, supplier="Other", stage=Stage.ORDERED)
    client.force_login(people["contributor"])

    listed = client.get(url("sites"), {"supplier": "Stort"}).content.decode()
    response = client.get(url("sites_move"), {"all": "yes", "back": "supplier=Stort"})

    assert "Select all 55 sites that match the filters" in listed
    assert "Update 55 sites" in response.content.decode()
    assert {site.reference for site in response.context["sites"]} == {
        site.reference for site in matching
    }


def test_bulk_move_previews_then_moves_all(client, people, project):
    sites = SiteFactory.create_batch(3, project=project, stage=Stage.ORDERED)
    client.force_login(people["contributor"])
    chosen = {"site": [site.reference for site in sites]}

    assert client.get(url("sites_move"), chosen).status_code == 200
    asked = {**chosen, "to": Stage.SURVEYED, **day(days_ago(1)), "evidence": "Pack 4"}
    preview = client.post(url("sites_move"), {**asked, "action": "preview"})
    assert [why for _, why in preview.context["rows"]] == ["", "", ""]
    assert not Site.objects.filter(stage=Stage.SURVEYED).exists()
    seen = [f"{site.reference}:{site.current_entry_id}" for site in sites]
    assert all(f'value="{pair}"' in preview.content.decode() for pair in seen)

    response = client.post(
        url("sites_move"), {**asked, "seen": seen, "action": "confirm"}, follow=True
    )

    assert "3 sites updated to “Surveyed”" in response.content.decode()
    assert Site.objects.filter(stage=Stage.SURVEYED, stage_on=days_ago(1)).count() == 3


def test_move_of_sites_takes_tampered_references_for_nobodys(client, project, site, supplier):
    client.force_login(contributor_of(supplier))
    address = url("sites_move")

    assert client.get(f"{address}?site=%00").status_code == 302
    odd = {
        "site": [site.reference, "\0"],
        "seen": ["\0:1", f"{site.reference}:{'9' * 5000}"],
        "to": Stage.DESIGNED,
        **day(TODAY()),
        "evidence": "Plan 3",
        "action": "confirm",
    }
    assert client.post(address, odd).status_code == 409
    assert site.entries.count() == 1


def test_bulk_move_says_which_sites_cannot_move_and_can_leave_them_out(client, people, project):
    fine = SiteFactory(project=project, stage=Stage.ORDERED)
    done = SiteFactory(project=project, stage=Stage.ACCEPTED)
    client.force_login(people["contributor"])
    asked = {
        "site": [fine.reference, done.reference],
        "to": Stage.ON_HOLD,
        "reason": "Strike",
        **day(TODAY()),
    }

    preview = client.post(url("sites_move"), {**asked, "action": "preview"})
    without = client.post(url("sites_move"), {**asked, "action": "without_refused"})

    assert preview.context["refused"] == 1
    assert 'value="confirm"' not in preview.content.decode()
    assert [site for site, _ in without.context["rows"]] == [fine]
    assert 'value="confirm"' in without.content.decode()


def test_bulk_move_after_somebody_was_first_moves_none_and_says_who(client, people, project):
    sites = SiteFactory.create_batch(2, project=project, stage=Stage.ORDERED)
    seen = [f"{site.reference}:{site.current_entry_id}" for site in sites]
    enter(sites[0], Stage.CIVILS, TODAY(), by=people["partner's lead"])
    client.force_login(people["contributor"])

    response = client.post(
        url("sites_move"),
        {
            "site": [site.reference for site in sites],
            "seen": seen,
            "to": Stage.SURVEYED,
            **day(TODAY()),
            "action": "confirm",
        },
    )

    assert response.status_code == 409
    assert "No sites were updated" in response.content.decode()
    assert people["partner's lead"].name in response.content.decode()
    assert not Site.objects.filter(stage=Stage.SURVEYED).exists()


def test_bulk_move_of_nothing_goes_back_to_the_list(client, people, project):
    client.force_login(people["contributor"])

    response = client.get(
        url("sites_move"), {"back": "stage=civils&next=//elsewhere.example"}, follow=True
    )

    assert "Select at least one site" in response.content.decode()
    assert response.redirect_chain == [(url("sites") + "?stage=civils", 302)]


# The list and its file ----------------------------------------------------------


def test_list_filters_sorts_and_keeps_the_filter_in_its_links(client, people, project):
    one = SiteFactory(project=project, name="Ash", supplier="Northline", stage=Stage.CIVILS)
    two = SiteFactory(project=project, name="Yew", supplier="Northline", stage=Stage.CIVILS)
    SiteFactory(project=project, name="Elm", supplier="Southline", stage=Stage.CIVILS)
    client.force_login(people["contributor"])

    response = client.get(url("sites"), {"supplier": "Northline", "sort": "-name"})

    assert list(response.context["page"]) == [two, one]
    assert "supplier=Northline" in response.context["export"]
    assert f'href="{url("sites")}">Clear</a>' in response.content.decode()
    first, *_ = response.context["listing"].headings
    assert (first.address, first.now) == ("?supplier=Northline&sort=name", "descending")


def test_list_shrugs_off_a_strange_address(client, people, site):
    client.force_login(people["contributor"])

    for query in ["stage=nonsense", "page=999", "sort=password", "search=%00"]:
        response = client.get(f"{url('sites')}?{query}")

        assert response.status_code == 200, query
        assert list(response.context["page"]) == [site]


def test_list_file_has_the_import_header_and_runs_no_formula(client, people, project):
    SiteFactory(
        project=project,
        name="=HYPERLINK(1)",
        notes="@evil",
        longitude=-0.11,
        latitude=51.7,
        stage=Stage.CIVILS,
        on=days_ago(3),
    )
    client.force_login(people["contributor"])

    response = client.get(url("sites_csv"))
    header, row = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert header == (
        "ods_code,uprn,name,address,postcode,district,latitude,longitude,supplier,order_ref,"
        "stage,stage_date,download_before_mbps,upload_before_mbps,download_after_mbps,"
        "upload_after_mbps,cost_estimate,cost_actual,notes,planned_live_on,expected_live_on,"
        "live_since,days_late"
    )
    assert "'=HYPERLINK(1)" in row
    assert "'@evil" in row
    assert ",51.7,-0.11," in row
    assert f",civils,{days_ago(3).isoformat()}," in row


def test_empty_pages_say_what_to_do(client, people, project):
    client.force_login(people["manager"])

    for name, words in [
        ("project", "No sites yet"),
        ("sites", "No sites yet"),
        ("scope", "No sites in scope yet"),
        ("wayleaves", "No outstanding wayleaves"),
    ]:
        assert words in client.get(url(name)).content.decode()


# Facts --------------------------------------------------------------------------


def facts(site, **words):
    return {
        "name": site.name,
        "ods_code": site.ods_code,
        "postcode": site.postcode,
        "district": site.district_id,
        **words,
    }


def test_edit_saves_and_takes_the_district_from_the_postcode(client, people, site):
    harlow = DistrictFactory(code="E07000073", name="Harlow")
    PostcodeFactory(code="CM201AB", district=harlow)
    client.force_login(people["contributor"])

    response = edit(
        client,
        url("site_edit", site.reference),
        facts(site, postcode="cm20 1ab", uprn="010012345678"),
    )

    assert response.status_code == 302
    site.refresh_from_db()
    assert (site.district, site.postcode, site.uprn) == (harlow, "CM20 1AB", "10012345678")


BAD_FACTS = [
    ({"uprn": "1.00012E+11"}, "has shortened this UPRN"),
    ({"uprn": "12AB"}, "up to 12 digits"),
    ({"latitude": "0.11", "longitude": "51.7"}, "swapped"),
    ({"latitude": "51.7"}, "both latitude and longitude"),
    ({"latitude": "71.7", "longitude": "0.1"}, "Enter a latitude from 49 to 61"),
    ({"postcode": "nowhere"}, "full postcode"),
    ({"district": ""}, "Select a district"),
    ({"ods_code": "E99999"}, "already has a site with this ODS code"),
    ({"cost_actual": "-1"}, "Enter 0 or more"),
    ({"cost_actual": "12,5"}, "Use a point for decimals"),
    ({"cost_actual": "1.005"}, "a fraction of a penny"),
    ({"download_after_mbps": "79,9"}, "Use a point for decimals"),
    ({"latitude": "51,7", "longitude": "0.1"}, "Use a point for decimals"),
    ({"name": ""}, "Enter the name of the site"),
    (
        day(date(2027, 2, 28), "planned_live_on") | {"planned_live_on_0": 31},
        "31 February 2027 is not a real date. Check the day and month",
    ),
    ({"planned_live_on_0": "3"}, "Enter the month, for example 3"),
]


def test_bad_facts_are_told_beside_the_field(client, people, site, project):
    SiteFactory(project=project, ods_code="E99999")
    client.force_login(people["contributor"])
    page, before = url("site_edit", site.reference), site.version
    as_shown = filled(client, page)

    for words, sentence in BAD_FACTS:
        response = client.post(page, as_shown | facts(site, **words))

        assert response.status_code == 422, words
        assert sentence in response.content.decode()
    site.refresh_from_db()
    assert site.version == before


def test_edit_by_two_shows_the_second_what_the_first_saved(client, people, site):
    client.force_login(people["contributor"])
    page = url("site_edit", site.reference)
    second = filled(client, page) | {"supplier": "Southline"}
    edit(client, page, facts(site, supplier="Northline"))

    response = client.post(page, second)

    assert response.status_code == 409
    (clash,) = response.context["form"].clashes
    assert (clash.label, clash.yours, clash.theirs) == ("Supplier", "Southline", "Northline")
    (form,) = [one for one in forms_of(response.content.decode()) if one.edits]
    assert client.post(page, form.sent | {"choose-supplier": "mine"}).status_code == 302
    site.refresh_from_db()
    assert site.supplier == "Southline"


def test_add_puts_a_candidate_on_the_list(client, people, project):
    client.force_login(people["contributor"])
    district = DistrictFactory()

    response = client.post(
        url("site_add"),
        {"name": "Fern Lane", "district": district.pk},
        follow=True,
    )

    assert "Fern Lane added as a candidate" in response.content.decode()


# Scope --------------------------------------------------------------------------


def test_scope_change_takes_codes_and_references(client, people, project):
    one, two = SiteFactory.create_batch(2, project=project, stage=Stage.ORDERED)
    client.force_login(people["project's lead"])

    asked = {
        "reason": "too_costly",
        "sites": f"{one.ods_code.lower()}\n{two.name}",
        "value_change": "-£46,000",
        **day(TODAY()),
        "note": "Board, item 6",
        "approved_by": people["project's lead"].pk,
    }
    preview = client.post(url("scope_change"), asked).content.decode()
    assert "from 2 sites at £0 to 0 sites at −\u2060£46,000" in preview
    assert one.name in preview
    assert Site.objects.filter(in_scope=True).count() == 2

    response = client.post(url("scope_change"), {**asked, "action": "confirm"}, follow=True)

    text = response.content.decode()
    assert "2 sites" in text
    assert "−\u2060£46,000" in text
    assert not Site.objects.filter(in_scope=True).exists()


BAD_SCOPE_CHANGES = [
    ({"sites": "E404 E405"}, "These sites are not in this project: E404, E405. Check"),
    ({"value_change": "lots"}, "amount in pounds"),
    ({"reason": ""}, "Select a reason"),
    ({"note": ""}, "Enter the decision"),
    ({"reason": "added"}, "is already in scope"),
    ({"value_change": "30000"}, "cannot increase the value. Enter -30000"),
]


def test_bad_scope_change_is_a_sentence(client, people, project):
    site = SiteFactory(project=project, stage=Stage.ORDERED)
    client.force_login(people["manager"])
    before = ScopeChange.objects.count()
    fine = {
        "reason": "too_costly",
        "sites": site.reference,
        **day(TODAY()),
        "note": "Board",
        "approved_by": people["manager"].pk,
    }

    for words, sentence in BAD_SCOPE_CHANGES:
        response = client.post(url("scope_change"), fine | words)

        assert response.status_code == 422, words
        assert sentence in response.content.decode()
    assert ScopeChange.objects.count() == before


# Wayleaves ----------------------------------------------------------------------


def test_wayleave_is_opened_stepped_noted_and_edited(client, people, site):
    client.force_login(people["contributor"])
    client.post(
        url("wayleave_open", site.reference),
        {"grantor": "Hunsdon Estate", "kind": "full", **day(days_ago(70))},
    )
    wayleave = Wayleave.objects.get()
    one = wayleave.reference

    steps = [
        ("wayleave_status", {"to": "requested", **day(days_ago(65)), "expected_state": "required"}),
        ("wayleave_note", {"note": "Rang the agent", **day(days_ago(20))}),
        ("wayleave_edit", {"grantor": "Hunsdon Estate", "kind": "access", "next_action": "Ring"}),
    ]
    for name, words in steps:
        assert edit(client, url(name, one), words).status_code == 302

    text = client.get(url("wayleave", one)).content.decode()
    assert "Requested, outstanding for 65 days" in text
    assert "Rang the agent" in text
    register = client.get(url("wayleaves"), {"band": "61-90"})
    assert list(register.context["page"]) == [wayleave]
    assert list(client.get(url("wayleaves"), {"band": "0-30"}).context["page"]) == []


def test_wayleave_status_that_somebody_else_made_first_is_told(client, people, wayleave):
    client.force_login(people["contributor"])
    step = {"to": "requested", **day(TODAY()), "expected_state": "required"}
    client.post(url("wayleave_status", wayleave.reference), step)

    response = client.post(url("wayleave_status", wayleave.reference), {**step, "to": "granted"})

    assert response.status_code == 422
    assert "Someone else has updated this wayleave" in response.content.decode()


def test_wayleave_file_neutralises_a_formula(client, people, wayleave):
    Wayleave.objects.update(grantor="+44 Estate")
    client.force_login(people["manager"])

    lines = (
        b"".join(client.get(url("wayleaves_csv")).streaming_content)
        .decode("utf-8-sig")
        .splitlines()
    )

    assert "'+44 Estate" in lines[1]
    assert "1250.00" in lines[1]
