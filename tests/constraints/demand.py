"""The constraints of businesses and connections, each with the row that breaks it."""

from diz_portal.demand.models import Register
from tests.factories.demand import (
    BusinessNeedFactory,
    CompanyFactory,
    ConnectionFactory,
    EnquiryFactory,
    SupportFactory,
)

from .breaking import Case, Rows, changed


def stand(rows: Rows) -> None:
    rows.told_connection = ConnectionFactory(sector__code="CM20 1")
    rows.business_need = BusinessNeedFactory(
        sector=rows.told_connection.sector, email="shop@test.example"
    )
    rows.enquiry = EnquiryFactory(organisation=rows.organisation)
    rows.support = SupportFactory()
    rows.company = CompanyFactory(number="01234567")
    rows.register = Register.objects.create(pk=1, file="companies.csv", companies=1)


CASES: dict[str, Case] = {
    "enquiries_reply_is_whole": lambda rows: changed(rows.enquiry, reply="Yes"),
    "demand_sector_form": lambda rows: changed(rows.told_connection.sector, code="Harlow"),
    "demand_connection_costs": lambda rows: changed(rows.told_connection, pounds_a_month=1001),
    "demand_connection_speed": lambda rows: changed(rows.told_connection, at_least_mbps=0),
    "demand_company_number": lambda rows: changed(rows.company, number="1234"),
    "demand_one_register": lambda rows: changed(rows.register, pk=2),
}
