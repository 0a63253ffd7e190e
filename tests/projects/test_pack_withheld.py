"""What is withheld changes nothing that the public may read: whatever is recorded there, the public
edition stays as it is, word for word and figure for figure. So no figure and no sentence in it can
be derived from what is withheld."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.reports.formats import WRITERS, snapshot
from diz_portal.reports.formats.production import Production
from diz_portal.reports.frozen import frozen
from diz_portal.reports.registry import Format
from projects.money.services import postings
from projects.packs import editions, figures
from projects.packs.contents import by_rules, of_draft
from projects.packs.models import Pack, PackSection
from projects.packs.services import drafting, issuing, withholding
from projects.rollout.stages import Stage
from tests.factories.forecasts import published
from tests.factories.money import days_ago, secured
from tests.factories.packs import WHOLE, draft_of
from tests.factories.partners import OrganisationFactory, lead_of, manager
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import MilestoneFactory, ReturnFactory, RiskFactory, submitted
from tests.projects.test_pack_report import said

pytestmark = pytest.mark.django_db
NUMBERS = count(1)
# Key figures are sums of the others, and are left out with them.
WITHHELD = [one for one in PackSection if one != PackSection.FIGURES]


@pytest.fixture
def by():
    PartnershipFactory()
    return manager()


@pytest.fixture
def project(by):
    """With something in every section, and a pack before."""
    project, district = ProjectFactory(publishes_spend=True), DistrictFactory()
    long_ago = timezone.localdate() - timedelta(days=60)
    for stage in (Stage.CONNECTED, Stage.ORDERED):
        SiteFactory(project=project, district=district, stage=stage, on=long_ago)
    published(project, timezone.localdate() - timedelta(days=3), [district.pk]).save()
    issuing.issue(by=by, pack=draft_of(project, by, days=-5, back=90, until=31))
    secured(project=project)
    return project


def site_goes_live(project, by):
    where = {"project": project, "district": project.sites.first().district}
    SiteFactory(stage=Stage.CONNECTED, on=timezone.localdate(), **where)
    # As if it had been live by the day of the last pack: a figure of that is restated.
    SiteFactory(stage=Stage.CONNECTED, on=timezone.localdate() - timedelta(days=40), **where)
    # And the forecast of the night begins with it.
    forecast_comes(project, by)


def milestone_slips(project, by):
    MilestoneFactory(
        project=project,
        title=f"Milestone {next(NUMBERS)}",
        baseline_on=timezone.localdate() - timedelta(days=3),
        forecast_on=timezone.localdate() + timedelta(days=30),
    )


def risk_is_red(project, by):
    RiskFactory(project=project, title=f"Risk {next(NUMBERS)}", impact_after=5, likelihood_after=5)


def return_comes(project, by):
    partner = OrganisationFactory()
    record = ReturnFactory(project=project, organisation=partner)
    submitted(lead_of(partner), record, spend_to_date=7_654, spend_as_at=timezone.localdate())


def forecast_comes(project, by):
    if not project.forecasts.filter(day=timezone.localdate()).exists():
        published(project, timezone.localdate(), [project.sites.first().district_id]).save()


def sentence_is_added(project, by):
    pack = Pack.objects.drafts().get()
    drafting.add_sentence(by=by, pack=pack, text=f"Sentence {next(NUMBERS)}.")


def decision_is_asked(project, by):
    drafting.add_decision(by=by, pack=Pack.objects.drafts().get(), **WHOLE)


HAPPENS = {
    PackSection.CHANGED: sentence_is_added,
    PackSection.ROLLOUT: site_goes_live,
    PackSection.MILESTONES: milestone_slips,
    PackSection.RISKS: risk_is_red,
    PackSection.RETURNS: return_comes,
    PackSection.FORECAST: forecast_comes,
    PackSection.DECISIONS: decision_is_asked,
}


def withhold(pack, by, section):
    return withholding.withhold(
        by=by,
        pack=pack,
        item=section,
        paragraph=3,
        reason="It would harm a negotiation.",
        review_on=timezone.localdate() + timedelta(days=30),
    )


def edition(pack, name):
    return editions.paper(of_draft(Pack.objects.get(pk=pack.pk)), name)


def both(pack):
    return [frozen(edition(pack, name)) for name in ("public", "exempt")]


@pytest.mark.parametrize("section", WITHHELD)
def test_the_public_edition_is_the_same_whatever_happens_in_a_withheld_section(
    project, by, section
):
    pack = draft_of(project, by)
    withhold(pack, by, section)
    public, exempt = both(pack)

    HAPPENS[section](project, by)
    drafting.write_again(by=by, pack=pack)

    assert both(pack)[0] == public
    # It did happen, and those who may read of it do.
    assert both(pack)[1] != exempt


def test_no_file_of_the_public_edition_changes_either(project, by):
    """Pages, bookmarks, metadata and alternative texts of the PDF, and each cell of Excel."""
    pack = draft_of(project, by)
    for section in WITHHELD:
        withhold(pack, by, section)
    read_at = timezone.now()
    before = files(pack, read_at)

    for happens in HAPPENS.values():
        happens(project, by)
    drafting.write_again(by=by, pack=pack)

    assert files(pack, read_at) == before
    assert "not for publication" in before["pdf"]


def files(pack, read_at):
    paper = edition(pack, "public")
    shown = snapshot.of(
        paper,
        as_at=timezone.localdate(),
        read_at=read_at,
        edition="public",
        author="The partnership",
    )
    found = {}
    for kind in Format:
        file = io.BytesIO()
        made = Production(
            "board-pack", paper, shown, "", timezone.localdate(), read_at, lambda rows: None
        )
        WRITERS[kind](made, file)
        found[kind.value] = without_the_clock(said(kind.value, file.getvalue()))
    return found


def without_the_clock(text):
    """When a file was written may differ, what is made of that, and where a test holds it."""
    text = re.sub(r"(IndirectObject\(\d+, \d+), \d+", r"\1", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:]+\S*|D:\d{14}\S*", "", text)
    return re.sub(r"<xmpMM:\w+>[^<]*<|/ID'?:? ?\[[^\]]*\]|xmp\.\wid:\S+", "", text)


def test_each_key_figure_has_a_section_or_is_money(project, by):
    stated = [one.key for one in of_draft(draft_of(project, by)).about.figures]

    assert set(stated) <= set(figures.SECTIONS)
    assert {key for key, section in figures.SECTIONS.items() if not section} <= {*figures.OF_MONEY}


def test_key_figures_are_withheld_with_their_sections_and_not_alone(project, by):
    pack = draft_of(project, by)
    with pytest.raises(Refusal, match="Withhold the section"):
        withhold(pack, by, PackSection.FIGURES)

    withhold(pack, by, PackSection.RISKS)
    withhold(pack, by, PackSection.MILESTONES)

    keys = [set(keys_of(edition(pack, name))) for name in ("public", "exempt")]
    assert keys[1] - keys[0] == {"risks_red", "milestones_slipping"}


def test_the_forecast_is_withheld_with_the_rollout_that_it_begins_with(project, by):
    pack = draft_of(project, by)
    withhold(pack, by, PackSection.ROLLOUT)

    public = next(one for one in edition(pack, "public").sections if one.key == "forecast")

    assert "not for publication" in public.parts[0].sentences[0].text


def test_the_portfolio_withholds_what_the_pack_of_a_project_did(project, by):
    pack = draft_of(project, by)
    held = withhold(pack, by, PackSection.RISKS)
    issuing.issue(by=by, pack=pack)

    assert [one.section for one in by_rules(None, timezone.localdate(), by).withheld] == []
    assert [one.section for one in draft_of(None, by, days=40).withheld.all()] == ["risks"]
    drafting.delete(by=by, pack=Pack.objects.drafts().get())
    withholding.review(by=by, item=held, reason="Over.", keep_until=None)
    assert not draft_of(None, by, days=40).withheld.exists()


# Money ------------------------------------------------------------------------------


def keys_of(paper):
    table = next((one for one in paper.tables() if one.key == "figures"), None)
    return {row[0]: (row[1], row[2]) for row in table.rows()} if table else {}


def pay(project, by, amount="1234.50"):
    return postings.spend(
        by=by,
        source=project.funding_sources.get(),
        on=days_ago(2),
        net=Decimal(amount),
        expenditure="revenue",
        description="Ducts",
    )


def test_the_books_are_told_and_what_was_reported_beside_them_where_it_differs(project, by):
    pack = draft_of(project, by)
    assert "spend_booked" not in keys_of(edition(pack, "exempt"))
    pay(project, by)
    told = keys_of(edition(pack, "exempt"))
    assert told["spend_booked"] == ("Spend to date, from the books", Decimal("1234.50"))
    assert "spend" not in told

    return_comes(project, by)

    told = keys_of(edition(pack, "exempt"))
    assert told["spend_booked"][1] == Decimal("1234.50")
    assert told["spend"] == ("Reported spend to date", Decimal(7_654))
    pay(project, by, "6419.50")
    assert "spend" not in keys_of(edition(pack, "exempt"))


def test_the_books_of_a_past_day_are_as_they_were_known_then(project, by):
    pay(project, by)
    contents = by_rules(project, timezone.localdate() - timedelta(days=1), by)

    assert [one.key for one in contents.about.figures if one.key == "spend_booked"] == []


def test_of_the_portfolio_they_say_of_how_many_projects_they_are(project, by):
    ProjectFactory()
    pay(project, by)

    told = keys_of(edition(draft_of(None, by), "exempt"))

    assert told["spend_booked"][0] == "Spend to date, from the books of 1 of 2 projects"


@pytest.mark.parametrize("of_all", [False, True])
def test_spend_that_is_not_published_changes_no_public_edition(project, by, of_all):
    type(project).objects.update(publishes_spend=False)
    project.refresh_from_db()
    pack = draft_of(None if of_all else project, by)
    public, exempt = both(pack)
    assert "Spend is left out, because" in repr(public)

    pay(project, by)
    drafting.write_again(by=by, pack=pack)

    assert both(pack)[0] == public
    assert both(pack)[1] != exempt
    assert not {"spend", "spend_booked"} & set(keys_of(edition(pack, "public")))


def test_spend_that_is_published_is_in_both(project, by):
    pay(project, by)
    pack = draft_of(project, by)

    assert all("spend_booked" in keys_of(edition(pack, one)) for one in ("public", "exempt"))
