"""The constraints of the record of processing, each with the row that breaks it."""

from diz_portal.privacy.models import Period, ProcessingRecord, Processor, ProcessorUse
from tests.factories.partners import OrganisationFactory

from .breaking import Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    rows.public_body = OrganisationFactory(sector="council")
    firm = OrganisationFactory(sector="private")
    rows.processing = ProcessingRecord.objects.create(
        controller=rows.public_body,
        purpose="helping",
        basis="public_task",
        special=True,
        condition="explicit_consent",
        source="The person",
        recipients="Nobody",
    )
    rows.firms_processing = ProcessingRecord.objects.create(
        controller=firm,
        purpose="messages",
        basis="legitimate",
        special=False,
        source="The person",
        recipients="Nobody",
    )
    rows.processor = Processor.objects.create(
        controller=rows.public_body, name="Acme", what_for="Hosts it", where="London"
    )
    rows.processor_use = ProcessorUse.objects.create(
        record=rows.processing, processor=rows.processor
    )
    rows.period = Period.objects.create(
        record=rows.processing, label="inclusion.Person", days=365, at_least=180, at_most=730
    )


CASES: dict[str, Case] = {
    "privacy_one_record_a_purpose": lambda rows: another(rows.processing),
    "privacy_basis_known": lambda rows: changed(rows.processing, basis="?"),
    "privacy_special_data_has_condition": lambda rows: changed(rows.processing, condition=""),
    "privacy_condition_has_paragraph": lambda rows: changed(rows.processing, schedule_1="18"),
    "privacy_record_says_from_and_to": lambda rows: changed(rows.processing, source=""),
    "privacy_transfers_say_where": lambda rows: changed(rows.processing, transfers="idta"),
    "privacy_review_by_someone": lambda rows: changed(
        rows.processing, reviewed_on=rows.today, next_review_on=rows.today + DAY
    ),
    "privacy_processor_once": lambda rows: another(rows.processor, name="ACME"),
    "privacy_processor_says_what": lambda rows: changed(rows.processor, where=""),
    "privacy_processor_once_a_record": lambda rows: another(rows.processor_use),
    "privacy_one_period_each": lambda rows: another(rows.period),
    "privacy_period_is_carried_out": lambda rows: changed(rows.period, days=9),
}
