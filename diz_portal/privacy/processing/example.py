"""The example partnership's record of processing: begun for all, and reviewed here and there."""

from datetime import date, timedelta

from diz_portal.accounts.models import User
from diz_portal.demo import example
from diz_portal.places.selectors import partnership

from . import services
from .enums import Basis
from .models import ProcessingRecord

LAW = {
    "seminars": "Localism Act 2011, section 1",
    "learning": "Localism Act 2011, section 1",
    "rights": "UK GDPR, Articles 12 to 22; Data Protection Act 2018, section 164A",
}


@example("Record of processing", order=95)
def load(today: date) -> str:
    number = services.ensure()
    lead = partnership().lead_organisation
    by = User.objects.get(email="manager@diz.example")
    host = services.add_processor(
        by=by,
        controller=lead,
        name="Example Hosting",
        what_for="Hosts the portal and its database",
        where="London",
        contract_on=today - timedelta(days=400),
        is_for_all=True,
    )
    rows = ProcessingRecord.objects.filter(controller=lead, purpose__in=LAW)
    for record in rows:
        services.edit(
            by=by,
            record=record,
            basis=Basis(record.basis),
            basis_words=LAW[record.purpose],
            processors=[host],
            next_review_on=today + timedelta(days=300),
        )
    return f"{number} records, {len(rows)} reviewed"
