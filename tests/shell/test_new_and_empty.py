"""What somebody sees first: every page of a portal, a team, a project, a partner and a seminar
with nothing in it yet is a page, not an error; and so is that of the first site, risk, agreement …
"""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from types import SimpleNamespace

import pytest
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from inclusion.landline.clients.models import ClientList
from projects.models import (
    BudgetLine,
    FundingCondition,
    ImportBatch,
    ImportKind,
    LedgerImportBatch,
    LedgerLine,
    ReturnImportBatch,
    ScopeChange,
    ScopeReason,
)
from projects.money import periods
from projects.money.services import bids, claims, in_kind, ledger_months, postings
from projects.packs.models import PackSection
from projects.packs.services import drafting, issuing, withholding
from tests.factories.benefits import benefit_of
from tests.factories.bids import a_bid, granted
from tests.factories.claims import claim_of, complete, paid, paper
from tests.factories.inclusion import team_of
from tests.factories.ledger import last_month
from tests.factories.money import FundingSourceFactory, awarded, secured
from tests.factories.packs import WHOLE, draft_of
from tests.factories.partners import (
    AgreementFactory,
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    lead_of,
    manager,
)
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory
from tests.factories.reporting import MilestoneFactory, ReturnFactory, RiskFactory
from tests.factories.seminars import SeminarFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Other people's pages and the admin's, which tests/access walks.
NOT_OURS = ("admin/", "accounts/", "static/")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
# Everything of a project and of a partner is walked: whatever is new there must be filled in.
OF_PROJECTS_AND_PARTNERS = (
    "/projects/",
    "/partners/",
    "/workspace/projects/",
    "/workspace/partners/",
    "/workspace/returns/",
    "/workspace/money/",
    "/workspace/packs/",
    "/workspace/documents/stored/",
)
FEWEST_PAGES = {"stranger": 40, "manager": 250, "lead": 85, "contributor": 55, "caseworker": 35}


@cache
def routes() -> list[str]:
    return sorted(_routes(get_resolver(), ""))


def _routes(resolver, before) -> Iterator[str]:
    for one in resolver.url_patterns:
        route = f"{before}{one.pattern}"
        if route.startswith(NOT_OURS) or "(?P" in route:
            continue
        if isinstance(one, URLResolver):
            yield from _routes(one, route)
        else:
            yield f"/{route}"


def everything_new() -> SimpleNamespace:
    """A portal, a partner, a project and a team that have just been added."""
    new = SimpleNamespace(manager=manager())
    partner = OrganisationFactory()
    applicant = OrganisationFactory(state="applied")
    new.contributor, new.lead = contributor_of(partner), lead_of(partner)
    team = team_of()
    new.caseworker = caseworker_of(team.organisation)
    seminar = SeminarFactory()
    project = ProjectFactory(lead=partner)
    site = SiteFactory(project=project)
    # No site comes in by it: nothing of the project is counted yet.
    ScopeChange.objects.create(
        project=project,
        happened_on=timezone.localdate(),
        reason=ScopeReason.REVALUED,
        value_change=1,
        approved_by=new.manager,
    )
    owed = ReturnFactory(project=project, organisation=partner)
    batch = ImportBatch.objects.create(
        project=project, kind=ImportKind.SITES, file_name="a.csv", sha256="0" * 64
    )
    file_of_returns = ReturnImportBatch.objects.create(
        organisation=partner, round=owed.round, file_name="a.csv", sha256="0" * 64
    )
    clients = ClientList.objects.create(
        organisation=partner,
        lawful_basis="public_task",
        told_by="Ada",
        told_on=timezone.localdate(),
        file_name="a.csv",
        sha256="0" * 64,
    )
    InvitationFactory(organisation=partner, token="words")
    invitation = InvitationFactory(organisation=partner)
    inside, at = "/workspace/projects/<slug:slug>/", "/workspace/partners/"
    new.values = {
        "/seminars/": seminar.slug,
        "/workspace/seminars/": seminar.slug,
        "/workspace/teams/": team.organisation.slug,
        "/projects/": project.slug,
        "/projects/programmes/": project.programme.slug,
        "/projects/<slug:slug>/sites/": site.reference,
        "/workspace/projects/": project.slug,
        "/workspace/projects/programmes/": project.programme.slug,
        f"{inside}sites/": site.reference,
        f"{inside}sites/<slug:reference>/history/": 1,
        f"{inside}scope/": 1,
        f"{inside}wayleaves/": WayleaveFactory(site=site).reference,
        f"{inside}milestones/": MilestoneFactory(project=project).reference,
        f"{inside}risks/": RiskFactory(project=project).reference,
        f"{inside}imports/": batch.reference,
        "/workspace/returns/": owed.reference,
        "/workspace/returns/rounds/": f"{owed.round.month:%Y-%m}",
        "/workspace/referral-lists/": clients.reference,
        "/workspace/returns/<slug:reference>/measures/": benefit_of(
            project, new.manager, owner=partner
        ).reference,
        "/workspace/returns/imports/": (file_of_returns.reference, owed.round.slug),
        "/workspace/returns/imports/<month:month>/": partner.slug,
        "/partners/": partner.slug,
        "/partners/invitation/": "words",
        at: (partner.slug, applicant.slug),
        f"{at}<slug:slug>/people/": new.contributor.reference,
        f"{at}agreements/": AgreementFactory(parties=[partner]).reference,
        f"{at}invitations/": invitation.reference,
        f"{at}join-requests/": JoinRequestFactory(organisation=partner).reference,
        "/workspace/documents/stored/": new.contributor.reference,
        **_money(project, partner, new.manager),
        **_ledger(project, new.manager),
        **_packs(project, new.manager),
        **_bids(partner, new),
    }
    return new


def _ledger(project, by) -> dict[str, object]:
    """The first line of the ledger, its month, and one explanation."""
    month = last_month()
    batch = LedgerImportBatch.objects.create(
        organisation=project.lead, project=project, file_name="a.csv", sha256="0" * 64
    )
    line = LedgerLine.objects.create(
        project=project,
        organisation=project.lead,
        transaction_reference="AP1",
        on=month,
        period=month,
        month=month,
        amount=500,
        batch=batch,
    )
    source = awarded(project=project, title="Grant in the ledger", by=by)
    posting = postings.spend(
        by=by,
        source=source,
        on=month,
        net=Decimal(500),
        description="Civils",
        expenditure="revenue",
    )
    difference = ledger_months.explain(
        by=by,
        project=project,
        month=month,
        is_outturn=False,
        kind="timing",
        says="Paid later",
        amount=Decimal(1),
    )
    at = "/workspace/money/<slug:slug>/ledger/"
    return {
        at: periods.slug_of(month),
        f"{at}imports/": batch.reference,
        f"{at}lines/": line.reference,
        f"{at}lines/<slug:reference>/match/": posting.reference,
        f"{at}<slug:month>/explanations/": difference.reference,
    }


def _money(project, partner, by) -> dict[str, object]:
    """The first funding, a grant and a partner's in kind, with one of everything recorded of it."""
    today = timezone.localdate()
    source = awarded(project=project, by=by)
    given_in_kind = FundingSourceFactory(project=project, organisation=partner, given_in_kind=True)
    given = in_kind.give(
        by=by,
        source=given_in_kind,
        on=today,
        what="Surveys",
        quantity=Decimal(2),
        unit="hours",
        rate=Decimal(30),
    )
    condition = FundingCondition.objects.create(
        source=source, kind="report", title="Report", due_on=today, owner=partner
    )
    posting = postings.spend(
        by=by,
        source=source,
        on=today,
        net=Decimal(500),
        description="Surveys",
        expenditure="revenue",
    )
    line = BudgetLine.objects.create(
        source=source, organisation=partner, heading="Surveys", expenditure="revenue"
    )
    at = "/workspace/money/<slug:slug>/"
    one = f"{at}sources/<slug:reference>/"
    return {
        "/workspace/money/": project.slug,
        "/workspace/money/partners/": partner.slug,
        f"{at}sources/": (source.reference, given_in_kind.reference),
        f"{one}given/": given.reference,
        f"{one}conditions/": condition.reference,
        f"{at}postings/": posting.reference,
        f"{at}budget/": line.reference,
        "/workspace/returns/<slug:reference>/forecast/": line.reference,
        **_claims(project, by, f"{at}claims/"),
        # Nothing was planned for it.
        f"{at}budget/<slug:reference>/explain/": periods.slug_of(periods.quarter_of(today)),
    }


def _claims(project, by, at) -> dict[str, object]:
    """The first claims: a draft without a line and one with, and one that was paid."""
    fund = secured("1000", project=project, by=by)
    claim = complete(fund, "10", by=by)
    line = claim.lines.get()
    claims.add_evidence(by=by, line=line, invoice=paper())
    paid_claim = paid(fund, "20", held_back_percent=Decimal(10))
    return {
        at: (claim_of(fund, by=by).reference, claim.reference, paid_claim.reference),
        f"{at}<slug:reference>/lines/": line.reference,
        f"{at}<slug:reference>/lines/<slug:one>/evidence/": line.evidence.get().reference,
    }


def _bids(partner, new) -> dict[str, object]:
    """The first bid, of which nothing is signed, and the first grant, of which nothing is paid."""
    bid = a_bid(lead=partner, by=new.lead)
    bids.draft(by=new.lead, bid=bid)
    bids.ask_to_sign(by=new.lead, bid=bid)
    one = "/workspace/money/bids/<slug:reference>/"
    return {
        "/workspace/money/bids/": bid.reference,
        f"{one}partners/": partner.slug,
        f"{one}shares/": bid.shares.get().reference,
        "/workspace/money/grants/": granted(by=new.manager).reference,
    }


def _packs(project, by) -> dict[str, object]:
    """The first board pack, published as the rules wrote it, and a draft of the next."""
    first = draft_of(project, by, days=-3, until=2)
    issued = issuing.publish(by=by, pack=issuing.issue(by=by, pack=first))
    draft = draft_of(project, by)
    withheld = withholding.withhold(
        by=by,
        pack=draft,
        item=PackSection.RISKS,
        paragraph=3,
        reason="The price is being agreed.",
        review_on=timezone.localdate() + timedelta(days=30),
    )
    one = "/workspace/packs/<slug:reference>/"
    return {
        "/projects/<slug:slug>/board-packs/": issued.reference,
        "/workspace/packs/": (draft.reference, issued.reference),
        one: ("public", "exempt"),
        f"{one}<slug:edition>/file/": ("csv", "pdf"),
        f"{one}sentences/": drafting.add_sentence(by=by, pack=draft, text="Ours.").reference,
        f"{one}decisions/": drafting.add_decision(by=by, pack=draft, **WHOLE).reference,
        f"{one}withhold/": "section",
        f"{one}withhold/<slug:kind>/": PackSection.RETURNS.value,
        f"{one}withheld/": withheld.reference,
    }


def addresses(new: SimpleNamespace, route: str) -> list[str]:
    """A route with each of its parts filled in; none where one of them is of something else."""
    choices = []
    for part in PART.finditer(route):
        found = new.values.get(route[: part.start()], ())
        choices.append(found if isinstance(found, tuple) else (found,))
    pattern = PART.sub("{}", route)
    return [pattern.format(*values) for values in product(*choices)]


def walked(new: SimpleNamespace, who: str) -> list[str]:
    """What is public is one page for everybody: strangers see it, and a manager, who sees all."""
    found = [one for route in routes() for one in addresses(new, route)]
    if who == "manager":
        return found
    if who == "stranger":
        return [one for one in found if not one.startswith("/workspace/")]
    if who == "contributor":  # a lead of the same organisation enters every other room they may
        return ["/workspace/", *(one for one in found if one.startswith(OF_PROJECTS_AND_PARTNERS))]
    return [one for one in found if one.startswith("/workspace/")]


@pytest.mark.parametrize("who", FEWEST_PAGES)
def test_every_page_of_what_is_new_opens(client, settings, who):
    new = everything_new()
    if who != "stranger":
        client.force_login(getattr(new, who), BACKEND)
    client.raise_request_exception = False
    logging.disable(logging.CRITICAL)

    answers = {}
    for address in walked(new, who):
        response = client.get(address)
        answers[address] = response.status_code
        # Not `close`, which tells the test's database that the request is over.
        for closes in response._resource_closers:
            closes()
    logging.disable(logging.NOTSET)

    assert [address for address, status in answers.items() if status >= 500] == []
    assert list(answers.values()).count(200) >= FEWEST_PAGES[who]


def test_every_page_of_a_project_and_a_partner_is_filled_in():
    new = everything_new()

    assert [
        route
        for route in routes()
        if route.startswith(OF_PROJECTS_AND_PARTNERS) and not addresses(new, route)
    ] == []
