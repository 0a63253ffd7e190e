"""What this app adds to the dataset: the organisations that facts are of."""

from collections.abc import Iterator
from typing import Any

from diz_portal.reports import dataset
from diz_portal.reports.declaring import Table
from diz_portal.reports.fields import table_of, text
from partners.models import Organisation

ORGANISATIONS = (
    text("organisation_code", "Organisation code", "slug", "As in its web address."),
    text("organisation", "Organisation", "name"),
    text("sector_code", "Sector code", "sector"),
    text("sector", "Sector", "get_sector_display"),
    text("identifier_type", "Type of identifier", "get_identifier_type_display"),
    text("identifier", "Identifier", about="Text, because it may begin with a zero."),
)


@dataset.tables
def organisations(user: Any) -> Iterator[Table]:
    """All of them by name, since others' facts name them: nothing here is anyone's secret that may
    enter the workspace."""
    found = Organisation.objects.all() if user is None else Organisation.objects.visible_to(user)
    yield table_of(
        "dim_organisation",
        "Organisations",
        ORGANISATIONS,
        found.order_by("slug"),
        unique_by=["organisation_code"],
    )
