"""Section 24 of the Local Government and Public Involvement in Health Act 2007: what a council that
is to be dissolved enters into only with consent. It stands beneath contracts, where the directions
are kept (`projects/contracts`), and beneath spend that names no contract."""

from decimal import Decimal

CAPITAL_ABOVE = Decimal(1_000_000)
OTHER_ABOVE = Decimal(100_000)
