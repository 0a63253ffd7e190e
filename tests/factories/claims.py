"""Claims and what they are made of.

`spent(source, "100")` is spend of it; `claim_of(source)` a draft of the last 300 days;
`complete(…)` a draft with lines and their evidence; `submitted(…)`, `approved(…)`, `paid(…)` go on
from there, each step by somebody else.
"""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.money.enums import CapitalBasis, Expenditure
from projects.money.services import claim_steps, claims, postings

from .accounts import UserFactory
from .money import days_ago

PDF = b"%PDF-1.4 paid in full\n%%EOF\n"


def spent(source, net="100", *, days=30, expenditure=Expenditure.CAPITAL, **facts):
    return postings.spend(
        **{
            "by": UserFactory(password=None),
            "source": source,
            "on": days_ago(days),
            "net": Decimal(net),
            "description": "Civil works",
            "expenditure": expenditure,
            "capital_basis": CapitalBasis.OWN_ASSET,
            **facts,
        }
    )


def claim_of(source, *, by=None, **facts):
    return claims.start(
        **{
            "by": by or UserFactory(password=None),
            "source": source,
            "organisation": source.project.lead,
            "period_from": days_ago(300),
            "period_to": days_ago(1),
            **facts,
        }
    )


def paper(name="invoice.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def evidenced(line, *, by):
    """By reasons, so that no file is kept; `paper()` is one."""
    return claims.add_evidence(
        by=by, line=line, no_invoice="Internal recharge", no_payment="Internal recharge"
    )


def complete(source, *amounts, by=None, expenditure=Expenditure.CAPITAL, **facts):
    by = by or UserFactory(password=None)
    claim = claim_of(source, by=by, **facts)
    made = [spent(source, amount, expenditure=expenditure) for amount in amounts or ("100",)]
    for line in claims.add_lines(by=by, claim=claim, postings=made):
        evidenced(line, by=by)
    return claim


def submitted(source, *amounts, by=None, **facts):
    by = by or UserFactory(password=None)
    return claim_steps.submit(by=by, claim=complete(source, *amounts, by=by, **facts))


def approved(source, *amounts, by=None, **facts):
    claim = submitted(source, *amounts, **facts)
    return claim_steps.approve(by=by or UserFactory(password=None), claim=claim)


def paid(source, *amounts, by=None, **facts):
    claim = approved(source, *amounts, **facts)
    return claim_steps.pay(by=by or UserFactory(password=None), claim=claim, on=days_ago(0))
