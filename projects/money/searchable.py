"""What is found of a ledger: a transaction by its reference, for those who read the ledger."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Code, Hit, Searchable
from diz_portal.words import pounds, uk_date
from partners.roles import is_manager
from projects.money.models import LedgerLine
from projects.money.readers import keepers


def _line(line: LedgerLine, user: Any) -> Hit:
    return Hit(
        title=f"Transaction {line.transaction_reference}",
        url=reverse("money:ledger_line", args=[line.project.slug, line.reference]),
        about=f"{pounds(line.amount)}, {uk_date(line.on)}, {line.project}",
    )


search.register(
    Searchable(
        kind="ledger-lines",
        label="Lines of ledgers",
        rows=lambda user: LedgerLine.objects.visible_to(user).current(),
        hit=_line,
        order=46,
        title="transaction_reference",
        codes=("reference", Code("transaction_reference")),
        related=("project",),
        may_look=lambda user: is_manager(user) or bool(keepers(user)),
    )
)
