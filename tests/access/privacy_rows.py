"""Many requests and complaints about personal data."""

from datetime import timedelta

from django.utils import timezone

from diz_portal.privacy.models import (
    Complaint,
    ComplaintEvent,
    DataRequest,
    Decision,
    Period,
    ProcessingRecord,
    Processor,
    ProcessorUse,
    RequestEvent,
)
from diz_portal.privacy.processing import services
from diz_portal.privacy.registers import clock
from tests.factories.privacy import a_complaint, a_request


class PrivacyRows:
    """See `rows.Rows`, of which this is a part."""

    def begin_privacy(self) -> None:
        self.data_request = a_request(came_by="phone", controller=self.ours, by=self.manager)
        self.complaint = a_complaint(controller=self.ours)
        services.ensure()
        self.processing_of_ours = ProcessingRecord.objects.get(
            controller=self.ours, purpose="helping"
        )
        self.came_on = timezone.localdate() - timedelta(days=60)

    def _who(self, n: int) -> dict:
        return {
            "came_by": "phone",
            "received_on": self.came_on,
            "controller": self.ours,
            "name": f"Asker {n}",
            "channel": "email",
            "email": f"asker{n}@test.example",
            "written_by": self.manager,
        }

    def data_requests(self, numbers) -> None:
        due_on = clock.due_on(self.came_on)
        DataRequest.objects.bulk_create(
            DataRequest(kind="access", due_on=due_on, **self._who(n)) for n in numbers
        )

    def stopped_requests(self, numbers) -> None:
        """For so long that somebody should ask again."""
        DataRequest.objects.bulk_create(
            DataRequest(
                kind="access",
                state="in_progress",
                due_on=clock.due_on(self.came_on),
                paused_on=self.came_on,
                pause_ground="scope",
                **self._who(n),
            )
            for n in numbers
        )

    def complaints(self, numbers) -> None:
        Complaint.objects.bulk_create(Complaint(**self._who(n)) for n in numbers)

    def processing(self, numbers) -> None:
        """Records of more and more controllers, each with a processor and a period."""
        first = 4000 + numbers.start
        controllers = self.organisations(range(first, first + len(numbers)))
        rows = ProcessingRecord.objects.bulk_create(
            ProcessingRecord(
                controller=one,
                purpose="helping",
                basis="legitimate",
                special=True,
                condition="explicit_consent",
                source="The person",
                recipients="Nobody",
            )
            for one in controllers
        )
        firms = Processor.objects.bulk_create(
            Processor(controller=one, name="Acme", what_for="Hosts it", where="London")
            for one in controllers
        )
        ProcessorUse.objects.bulk_create(
            ProcessorUse(record=row, processor=firm) for row, firm in zip(rows, firms, strict=True)
        )
        Period.objects.bulk_create(
            Period(record=row, label="inclusion.Person", days=365, at_least=180, at_most=730)
            for row in rows
        )

    def processors(self, numbers) -> None:
        firms = Processor.objects.bulk_create(
            Processor(controller=self.ours, name=f"Firm {n}", what_for="Hosts it", where="London")
            for n in numbers
        )
        ProcessorUse.objects.bulk_create(
            ProcessorUse(record=self.processing_of_ours, processor=one) for one in firms
        )

    def request_events(self, numbers) -> None:
        """With what was done for the request."""
        RequestEvent.objects.bulk_create(
            RequestEvent(request=self.data_request, kind="note", by=self.manager) for n in numbers
        )
        Decision.objects.bulk_create(
            Decision(
                kind="registration",
                reference=f"bcdfgh{n:04}",
                outcome="exported",
                by=self.manager,
                asked_in=self.data_request,
            )
            for n in numbers
        )

    def complaint_events(self, numbers) -> None:
        ComplaintEvent.objects.bulk_create(
            ComplaintEvent(complaint=self.complaint, kind="note", by=self.manager) for n in numbers
        )
