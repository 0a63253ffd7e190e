"""The constraints of the shell, each with the row that breaks it."""

from datetime import time, timedelta
from uuid import uuid4

from diz_portal.accounts.models import Rescue, SingleSignOn, UnsentForm
from diz_portal.attention.models import Handling
from diz_portal.digests.models import Digest, Held
from diz_portal.impact.models import Correction, OtherPartnership, Reading, Release
from diz_portal.impact.models import Edition as ImpactEdition
from diz_portal.lists.models import DefaultView, SavedView
from diz_portal.models import Restoration, RoutineRun
from diz_portal.open_data.models import Edition, EditionFile, Validation
from diz_portal.outbox.models import MOST_BYTES, Attachment
from diz_portal.places.models import Neighbour
from diz_portal.privacy.models import (
    Complaint,
    DataRequest,
    Decision,
    RetentionResult,
    RetentionRun,
)
from diz_portal.reminders.models import Reminder
from diz_portal.reports.models import BoardDate, ReportFile, ReportJob, Schedule
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.outbox import MessageFactory
from tests.factories.places import (
    AreaFactory,
    BankHolidayFactory,
    DistrictFactory,
    FigureFactory,
    PartnershipFactory,
)

from .breaking import Case, Rows, another, changed

DAY = timedelta(days=1)


def stand(rows: Rows) -> None:
    rows.ada = UserFactory(name="Ada", email="ada@test.example", password=None)
    rows.ben = UserFactory(name="Ben", email="ben@test.example", password=None)
    rows.sign_on = SingleSignOn.objects.create(person=rows.ada, issuer="https://c", subject="1")
    rows.rescue = Rescue.objects.create(
        person=rows.ada, operator="op", reason="Lost it", expires_at=rows.now + DAY
    )
    rows.unsent = UnsentForm.objects.create(
        person=rows.ada, page="/a/", sealed="x", kept_at=rows.now
    )
    rows.partnership = PartnershipFactory()
    rows.district = DistrictFactory()
    rows.bank_holiday = BankHolidayFactory()
    rows.area, rows.other_area = AreaFactory(), AreaFactory()
    rows.coverage = FigureFactory(area=rows.area)
    rows.neighbour = Neighbour.objects.create(area=rows.area, place=1, neighbour=rows.other_area)
    rows.document = DocumentFactory(uploaded_by=rows.ada, file="documents/aa/1")
    rows.reminder = Reminder.objects.create(
        kind="agreement", subject=1, step="14", version="2027-01-01", due_at=rows.now
    )
    rows.routine = RoutineRun.objects.create(name="sweep")
    rows.restoration = Restoration.objects.create(taken_at=rows.now)
    rows.schedule = Schedule.objects.create(
        report="try-out", title="A report", every="week", number=1, at=time(8), owner=rows.ada
    )
    rows.digest = Digest.objects.create(person=rows.ada, days=[1], next_due_at=rows.now)
    rows.held = Held.objects.create(digest=rows.digest, message_key="one", says="A", path="/a/")
    rows.board = BoardDate.objects.create(name="Board", date=rows.today)
    rows.report = ReportJob.objects.create(
        report="try-out",
        title="A report",
        asked_by=rows.ada,
        attempt="once",
        schedule=rows.schedule,
        due_at=rows.now,
    )
    ReportJob.objects.create(
        report="try-out", title="A report", asked_by=rows.ada, state="failed", problem="No font"
    )
    rows.report_file = ReportFile.objects.create(
        job=rows.report, format="csv", file="reports/aa/1", size=1, sha256="f" * 64
    )

    rows.edition = Edition.objects.create(slug="sites", as_at=rows.today, rows=1)
    rows.edition_file = EditionFile.objects.create(
        edition=rows.edition, format="csv", file="open-data/aa/1", size=1, sha256="f" * 64
    )
    rows.validation = Validation.objects.create(
        slug="sites", judged_by="Us", records=1, faults=0, warnings=0
    )

    rows.saved_view = SavedView.objects.create(of_list="try-out", name="Waiting", owner=rows.ada)
    rows.default_view = DefaultView.objects.create(
        person=rows.ada, of_list="try-out", view=rows.saved_view
    )

    rows.handling = Handling.objects.create(
        item_key="x", title="X", act="note", words="x", by=rows.ada, form_key="of-a-note"
    )
    rows.impact_edition = ImpactEdition.objects.create(day=rows.today, title="November 2026")
    published = {"figure": "surgeries-live", "declared": {}, "rows": []}
    rows.reading = Reading.objects.create(edition=rows.impact_edition, day=rows.today, **published)
    rows.released = Release.objects.create(figure="money-pooled", is_released=True, by=rows.ada)
    rows.correction = Correction.objects.create(
        figure="surgeries-live", was="2", is_now="1", reason="Late", by=rows.ada
    )
    rows.other_partnership = OtherPartnership.objects.create(
        name="Wash Partnership", as_at=rows.today, figures=[], sha256="f" * 64, by=rows.ada
    )

    rows.message = MessageFactory()
    rows.attachment = Attachment.objects.create(
        message=rows.message, name="a.ics", content_type="text/calendar", content=b"x"
    )

    asked = {
        "attempt": "once",
        "came_by": "email",
        "received_on": rows.today,
        "name": "Ada Example",
        "channel": "email",
        "email": "ada@test.example",
        "words": "Why?",
    }
    rows.complaint = Complaint.objects.create(**asked)
    rows.closed_complaint = Complaint.objects.create(
        **{**asked, "attempt": ""},
        state="closed",
        acknowledged_on=rows.today,
        closed_on=rows.today,
        outcome="upheld",
    )
    due = {"kind": "access", "due_on": rows.today + 30 * DAY}
    rows.request = DataRequest.objects.create(**asked, **due)
    rows.closed_request = DataRequest.objects.create(
        **{**asked, "attempt": ""}, **due, state="answered", closed_on=rows.today
    )

    rows.decision = Decision.objects.create(
        kind="resident", reference="r1", controller="Council", outcome="erased"
    )
    rows.result = RetentionResult.objects.create(
        run=RetentionRun.objects.create(), label="seminars.Registration", what="name", action="x"
    )


OF_NOBODY = {"name": "", "email": "", "words": "", "attempt": ""}

CASES: dict[str, Case] = {
    "attention_handling_act_known": lambda rows: changed(rows.handling, act="?"),
    "attention_snoozed_until_a_day": lambda rows: changed(rows.handling, act="snooze"),
    "attention_assigned_to_somebody": lambda rows: changed(rows.handling, act="assign"),
    "attention_note_and_snooze_have_words": lambda rows: changed(rows.handling, words=""),
    "impact_figure_once_an_edition": lambda rows: another(rows.reading),
    "impact_correction_changes_something": lambda rows: changed(rows.correction, is_now="2"),
    "impact_other_partnership_once": lambda rows: another(rows.other_partnership),
    "impact_other_partnership_sha256": lambda rows: changed(
        rows.other_partnership, sha256="f" * 63
    ),
    "reminders_once": lambda rows: another(rows.reminder),
    "reminders_state_known": lambda rows: changed(
        rows.reminder, state="?", settled_at=rows.now, reason="Unknown"
    ),
    "reminders_settled_has_time": lambda rows: changed(rows.reminder, state="sent"),
    "reminders_unsent_has_reason": lambda rows: changed(
        rows.reminder, state="skipped", settled_at=rows.now
    ),
    "accounts_one_user_per_email": lambda rows: another(
        rows.ada, email="ADA@test.example", without=["accounts_email_lower_case"]
    ),
    "accounts_email_lower_case": lambda rows: changed(rows.ada, email="Ada@other.example"),
    "accounts_one_account_per_sign_on": lambda rows: another(rows.sign_on, person=rows.ben),
    "accounts_rescue_confirmed_by_whom": lambda rows: changed(rows.rescue, confirmed_at=rows.now),
    "accounts_rescue_takes_two": lambda rows: changed(rows.rescue, second=rows.ada),
    "accounts_one_unsent_form_a_page": lambda rows: another(rows.unsent),
    "places_one_partnership": lambda rows: another(rows.partnership, pk=2),
    "places_reply_days_sensible": lambda rows: changed(rows.partnership, reply_days=0),
    "places_giving_prefix_form": lambda rows: changed(rows.partnership, giving_prefix="EDP"),
    "places_org_id_form": lambda rows: changed(rows.partnership, org_id="E07000073"),
    "places_oc4ids_prefix_form": lambda rows: changed(rows.partnership, oc4ids_prefix="EDP"),
    "places_offer_days_sensible": lambda rows: changed(rows.partnership, offer_days=0),
    "places_statement_reviewed_after": lambda rows: changed(
        rows.partnership, statement_reviewed_on=rows.today
    ),
    "places_tested_when_and_by_whom": lambda rows: changed(rows.partnership, tested_on=rows.today),
    "places_area_code_form": lambda rows: changed(rows.area, code="E7"),
    "places_area_ends_after_it_starts": lambda rows: changed(
        rows.area, starts_on=rows.today, ends_on=rows.today
    ),
    "places_release_once": lambda rows: another(rows.coverage.release),
    "places_figure_once": lambda rows: another(rows.coverage),
    "places_figure_is_a_share": lambda rows: changed(rows.coverage, share=101),
    "places_figure_counts_fit": lambda rows: changed(rows.coverage, premises=10_001),
    "places_neighbour_place_once": lambda rows: another(rows.neighbour, neighbour=AreaFactory()),
    "places_neighbour_once": lambda rows: another(rows.neighbour, place=2),
    "places_neighbour_is_another": lambda rows: changed(rows.neighbour, neighbour=rows.area),
    "places_gss_code_form": lambda rows: changed(rows.district, code="E7"),
    "places_bank_holiday_is_moved": lambda rows: changed(
        rows.bank_holiday, instead_of=rows.bank_holiday.date
    ),
    "documents_document_not_empty": lambda rows: changed(rows.document, size=0),
    "documents_document_sha256": lambda rows: changed(rows.document, sha256="f" * 63),
    "reports_job_state_known": lambda rows: changed(rows.report, state="?"),
    "reports_job_edition_known": lambda rows: changed(rows.report, edition="?"),
    "reports_job_ready_says_of_when": lambda rows: changed(rows.report, state="ready"),
    "reports_job_failed_says_why": lambda rows: changed(rows.report, problem="No reason"),
    "reports_job_only_running_has_lease": lambda rows: changed(rows.report, lease_until=rows.now),
    "reports_job_done_within_total": lambda rows: changed(rows.report, done=1),
    "reports_job_only_ready_loses_files": lambda rows: changed(
        rows.report, files_deleted_at=rows.now
    ),
    "reports_job_one_a_form": lambda rows: another(
        rows.report, reference="2345678923", due_at=None
    ),
    "reports_job_once_each_time": lambda rows: another(
        rows.report, reference="2345678923", attempt=""
    ),
    "reports_schedule_choices_known": lambda rows: changed(rows.schedule, covers="?"),
    "digests_days_of_the_week": lambda rows: changed(rows.digest, days=[8]),
    "digests_due_when_chosen": lambda rows: changed(rows.digest, next_due_at=None),
    "digests_quiet_begins_and_ends": lambda rows: changed(rows.digest, quiet_from=time(18)),
    "reports_schedule_number_fits": lambda rows: changed(rows.schedule, number=8),
    "lists_view_name_once": lambda rows: another(
        rows.saved_view, reference="2345678924", name="WAITING"
    ),
    "lists_view_has_a_name": lambda rows: changed(rows.saved_view, name=""),
    "lists_view_shared_with_whom": lambda rows: changed(rows.saved_view, shared="organisation"),
    "lists_default_one_a_list": lambda rows: another(rows.default_view),
    "open_data_one_edition_a_day": lambda rows: another(rows.edition),
    "open_data_one_file_of_each_format": lambda rows: another(rows.edition_file),
    "open_data_file_not_empty": lambda rows: changed(rows.edition_file, size=0),
    "open_data_file_sha256": lambda rows: changed(rows.edition_file, sha256="f" * 63),
    "reports_board_once_a_day": lambda rows: another(rows.board),
    "reports_file_one_of_each_format": lambda rows: another(rows.report_file),
    "reports_file_not_empty": lambda rows: changed(rows.report_file, size=0),
    "reports_file_sha256": lambda rows: changed(rows.report_file, sha256="f" * 63),
    "diz_portal_routine_claimed_has_begun": lambda rows: changed(
        rows.routine, claimed_until=rows.now
    ),
    "diz_portal_restoration_released_when_whole": lambda rows: changed(
        rows.restoration, released_at=rows.now
    ),
    # What waits to be sent.
    "outbox_message_state_known": lambda rows: changed(rows.message, state="?"),
    "outbox_message_sent_has_time": lambda rows: changed(rows.message, state="sent"),
    "outbox_message_given_up_has_time": lambda rows: changed(rows.message, state="given_up"),
    "outbox_message_claimed_has_lease": lambda rows: changed(rows.message, claim=uuid4()),
    "outbox_message_only_a_holder_hands_over": lambda rows: changed(
        rows.message, handed_over_at=rows.now
    ),
    "outbox_message_doubtful_are_attempts": lambda rows: changed(rows.message, doubtful_attempts=1),
    "outbox_message_has_reader": lambda rows: changed(rows.message, channel="letter"),
    "outbox_message_channel_known": lambda rows: changed(rows.message, channel="?"),
    "outbox_message_staff_do_the_rest": lambda rows: changed(
        rows.message, channel="phone", state="failed"
    ),
    "outbox_message_only_emails_are_replied_to": lambda rows: changed(
        rows.message, channel="text", reply_to="ann@council.example"
    ),
    "outbox_message_outcome_known": lambda rows: changed(rows.message, outcome="?"),
    "outbox_message_secrets_are_sealed": lambda rows: changed(rows.message, secret=True),
    "outbox_attachment_one_of_a_name": lambda rows: another(rows.attachment),
    "outbox_attachment_is_small": lambda rows: changed(
        rows.attachment, content=bytes(MOST_BYTES + 101)
    ),
    # The registers of what people ask and complain about.
    **{
        name.format(kind): case
        for kind, one in (("complaint", "complaint"), ("datarequest", "request"))
        for name, case in {
            "privacy_{}_kept_once": lambda rows, one=one: another(getattr(rows, one)),
            "privacy_{}_ways_known": lambda rows, one=one: changed(getattr(rows, one), came_by="?"),
            "privacy_{}_phone_form": lambda rows, one=one: changed(getattr(rows, one), phone="0"),
            "privacy_{}_erased_is_empty": lambda rows, one=one: changed(
                getattr(rows, f"closed_{one}"), erased_at=rows.now
            ),
            "privacy_{}_can_be_answered": lambda rows, one=one: changed(
                getattr(rows, one), channel="letter"
            ),
            "privacy_{}_open_is_kept": lambda rows, one=one: changed(
                getattr(rows, one), erased_at=rows.now, **OF_NOBODY
            ),
            "privacy_{}_closed_after_it_came": lambda rows, one=one: changed(
                getattr(rows, f"closed_{one}"), closed_on=rows.today - DAY
            ),
        }.items()
    },
    "privacy_complaint_closed_has_outcome": lambda rows: changed(rows.closed_complaint, outcome=""),
    "privacy_complaint_acknowledged_after_it_came": lambda rows: changed(
        rows.closed_complaint, acknowledged_on=rows.today - DAY
    ),
    "privacy_complaint_acknowledged_first": lambda rows: changed(
        rows.closed_complaint, acknowledged_on=None
    ),
    "privacy_request_kind_and_state_known": lambda rows: changed(rows.request, kind="?"),
    "privacy_request_closed_has_day": lambda rows: changed(rows.request, closed_on=rows.today),
    "privacy_request_paused_for_a_reason": lambda rows: changed(rows.request, paused_on=rows.today),
    "privacy_request_identity_stops_the_clock": lambda rows: changed(
        rows.request, state="identity_asked"
    ),
    "privacy_request_extended_in_time": lambda rows: changed(rows.request, extended_on=rows.today),
    "privacy_request_refused_for_a_reason": lambda rows: changed(
        rows.request, refusal_ground="exempt"
    ),
    "privacy_request_reopened_for_a_reason": lambda rows: changed(
        rows.request, reopened_on=rows.today
    ),
    "privacy_request_due_after_they_came_back": lambda rows: changed(
        rows.request,
        received_on=rows.today - 9 * DAY,
        reopened_on=rows.today,
        reopen_ground="came_back",
        counted_from=rows.today,
        due_on=rows.today + 27 * DAY,
    ),
    "privacy_request_due_after_a_month": lambda rows: changed(
        rows.request, due_on=rows.today + 27 * DAY
    ),
    "privacy_erased_once": lambda rows: another(rows.decision),
    "privacy_outcome_known": lambda rows: changed(rows.decision, outcome="?"),
    "privacy_refusal_says_why": lambda rows: changed(rows.decision, outcome="refused"),
    "privacy_one_result_each": lambda rows: another(rows.result),
}
