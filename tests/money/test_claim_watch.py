"""Where claims turn up: the to-do list, the search, what changed, the statement and the report."""

from decimal import Decimal

import pytest
from django.utils import timezone

from diz_portal import changes
from diz_portal.reports import registry
from diz_portal.reports.reading import read
from diz_portal.search import Asked
from diz_portal.search.reading import found
from projects.money.claim_items import claims_waiting
from projects.money.selectors import statement
from projects.money.services import claim_steps
from projects.rollout.standing import AsAt
from tests.changes.dated import said
from tests.factories.accounts import UserFactory
from tests.factories.claims import approved, claim_of, paid, submitted
from tests.factories.money import days_ago, secured
from tests.factories.partners import certifier_of, contributor_of, finance_of, lead_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return secured("1000", title="LFFN", project=ProjectFactory(title="Fibre"))


def to_do(user):
    return [one.title for one in claims_waiting(user, timezone.localdate())]


def test_each_is_told_what_they_decide_and_nothing_of_their_own(source):
    lead = source.project.lead
    officer, certifier, both = finance_of(lead), certifier_of(lead), certifier_of(lead)
    submitted(source, "10", by=both)
    approved(source, "20", by=certifier)
    back = submitted(source, "30", by=officer)
    claim_steps.send_back(by=certifier, claim=back, reason="Not readable")
    claim_of(source)
    paid(source, "40")

    assert to_do(certifier) == ["Approve claim: £10"]
    assert sorted(to_do(officer)) == ["Correct claim: £30", "Mark claim as paid: £20"]
    assert to_do(both) == []
    for other in (lead_of(lead), manager(), finance_of(), contributor_of(lead)):
        assert to_do(other) == []


def test_a_claim_that_waits_says_how_long(source):
    certifier = certifier_of(source.project.lead)
    submitted(source, "10")

    (item,) = claims_waiting(certifier, days_ago(-9))

    assert (item.when, item.is_overdue) == ("9 days waiting", True)


def test_a_claim_is_found_by_its_reference_by_those_who_read_it(source):
    PartnershipFactory()
    claim = claim_of(source)

    def hits(user):
        groups = found(user, Asked.of(claim.reference, by_post=False), "")
        return [hit.title for group in groups for hit in group.hits if group.kind == "claims"]

    assert hits(finance_of(source.project.lead)) == [str(claim)]
    assert hits(finance_of()) == []


def test_what_was_submitted_approved_and_paid_is_told_to_those_who_read_it(source):
    paid(source, "100")
    submitted(source, "20")

    def week(reader):
        rows = changes.sentences(reader, since=days_ago(7), until=days_ago(0))
        return [one for one in rows if one.kind.name.startswith("claims-")]

    assert said(week(certifier_of(source.project.lead))) == [
        "2 claims were submitted, £120 in all",
        "1 claim was approved, £100",
        "1 claim was paid, £100",
    ]
    assert week(certifier_of()) == []


def test_the_statement_names_what_is_claimed_and_not_paid(source):
    submitted(source, "10")
    approved(source, "20")
    paid(source, "40", held_back_percent=Decimal(25))

    shown = statement.of_project(source.project)
    yesterday = statement.of_project(source.project, AsAt.on(days_ago(1)))

    kinds = {one.kind: one.says for one in shown.differences if one.kind != "spent_ahead"}
    assert kinds == {
        "claimed": "£10 is claimed and not yet approved",
        "approved": "£20 is approved and not yet paid",
        "held_back": "£10 is held back by the funder",
    }
    assert (shown.received, shown.outstanding) == (30, 970)
    assert yesterday.differences == ()


def test_the_report_has_each_claim_and_each_line(source):
    PartnershipFactory()
    submitted(source, "10")
    gone = claim_of(source)
    claim_steps.withdraw(by=UserFactory(password=None), claim=gone, reason="Entered twice")

    tables = _tables(source, timezone.localdate())

    assert [(row[5], row[6]) for row in tables["claims"]] == [("Submitted", 10), ("Withdrawn", 0)]
    assert [row[9:] for row in tables["lines"]] == [
        (10, "No: Internal recharge", "No: Internal recharge")
    ]
    yesterday = _tables(source, days_ago(1))
    assert (yesterday["claims"], yesterday["lines"]) == ([], [])


def _tables(source, day):
    report = registry.named("claims")
    asked = {"project": source.project.slug, "as_at": day.isoformat()}
    tables = report.paper(read(report, asked, user=None)).tables()
    return {one.key: list(one.rows()) for one in tables}
