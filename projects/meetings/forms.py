"""What is typed about a meeting."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.documents.forms import DocumentField
from diz_portal.editing import Edits
from diz_portal.fields import (
    DayField,
    HourField,
    LineField,
    NameField,
    PersonNameField,
    WholeNumberField,
    WordsField,
    records_field,
)
from diz_portal.layout import laid_out
from diz_portal.reports.models import ReportJob
from partners.models import Organisation
from projects.change.enums import ChangeState
from projects.change.models import ChangeRequest
from projects.change.selectors import to_decide
from projects.meetings import selectors
from projects.meetings.models import Meeting, MeetingItem, Presence
from projects.packs.models import Pack
from projects.packs.schedule_12a import Paragraph


class _Place(forms.Form):
    starts_at = HourField(label="Starts at", required=False, help_text="For example, 2:30pm")
    place = LineField(
        label="Place",
        required=False,
        max_length=200,
        help_text="For example, Committee room 2, Harlow Civic Centre",
    )
    online = forms.URLField(
        label="Joining link",
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link that starts with https://"},
    )


class PlanForm(_Place):
    name = NameField(
        label="Which board?",
        initial="Partnership board",
        max_length=120,
        error_messages={"required": "Enter the name of the board"},
    )
    date = DayField(label="When does it meet?", required_message="Enter the day it meets")

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            *("name", "date", "starts_at", "place", "online"),
            button="Add meeting",
            cancel=cancel,
        )


class MeetingForm(Edits, _Place):
    date = DayField(label="Date", required_message="Enter the day it meets")

    def __init__(self, *args: Any, meeting: Meeting, cancel: str, **kwargs: Any):
        super().__init__(*args, record=meeting, **kwargs)
        self.helper = laid_out(
            *("date", "starts_at", "place", "online"), button="Save meeting", cancel=cancel
        )

    def written(self, meeting: Meeting) -> dict[str, Any]:
        return {
            "date": meeting.board.date,
            "starts_at": meeting.starts_at,
            "place": meeting.place,
            "online": meeting.online,
        }


class ReasonForm(forms.Form):
    words = WordsField(
        label="Reason for cancelling",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the meeting is cancelled"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.textarea("words", rows=3), button="Cancel meeting", cancel=cancel
        )


class AttendanceForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        error_messages={"required": "Select an organisation"},
    )
    name = PersonNameField(label="Name", max_length=120)
    presence = forms.ChoiceField(
        label="Attendance",
        choices=Presence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select present, present online or apologies"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        records_field(self, "organisation").queryset = Organisation.objects.order_by("name")
        self.helper = laid_out(
            *("organisation", "name", "presence"), button="Add to attendance", cancel=cancel
        )


class _Item(forms.Form):
    number = WholeNumberField(
        label="Item number",
        min_value=1,
        max_value=200,
        error_messages={"required": "Enter the item number"},
    )
    heading = LineField(
        label="Heading",
        max_length=160,
        error_messages={"required": "Enter a heading"},
    )
    said = WordsField(
        label="What was discussed",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    decision = WordsField(
        label="Decision",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Leave blank if nothing was decided",
    )
    paragraph = forms.TypedChoiceField(
        label="Keep this item from publication?",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "No, publish it"), *Paragraph.choices],
        help_text="Under a paragraph of Schedule 12A to the Local Government Act 1972",
    )
    private_because = WordsField(
        label="Why the public interest is in keeping it private",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    BASE = ("number", "heading")
    LONG = ("said", "decision")

    def laid(self, *more: str, button: str, cancel: str) -> None:
        self.helper = laid_out(
            *self.BASE,
            Field.textarea("said", rows=6),
            Field.textarea("decision", rows=3),
            *more,
            "paragraph",
            Field.textarea("private_because", rows=3),
            button=button,
            cancel=cancel,
        )


class NewItemForm(_Item):
    change = forms.ModelChoiceField(
        ChangeRequest.objects.none(),
        label="Change request it decides",
        required=False,
        empty_label="None",
    )
    outcome = forms.ChoiceField(
        label="Outcome of the change request",
        required=False,
        choices=[
            ("", "It decides no change request"),
            (ChangeState.APPROVED, "Approved: make the change now"),
            (ChangeState.REFUSED, "Refused"),
        ],
    )

    def __init__(self, *args: Any, meeting: Meeting, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        records_field(self, "change").queryset = to_decide()
        last = meeting.items.order_by("-number").values_list("number", flat=True).first()
        self.fields["number"].initial = (last or 0) + 1
        self.laid("change", "outcome", button="Add item", cancel=cancel)


class ItemForm(Edits, _Item):
    together = (("paragraph", "private_because"),)

    def __init__(self, *args: Any, item: MeetingItem, cancel: str, **kwargs: Any):
        super().__init__(*args, record=item, **kwargs)
        self.laid(button="Save item", cancel=cancel)

    def written(self, item: MeetingItem) -> dict[str, Any]:
        names = ("number", "heading", "said", "decision", "paragraph", "private_because")
        return {name: getattr(item, name) for name in names}


class PackPaperForm(forms.Form):
    pack = forms.ModelChoiceField(
        Pack.objects.none(),
        label="Board pack",
        error_messages={"required": "Select a board pack"},
    )

    def __init__(self, *args: Any, meeting: Meeting, user: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = records_field(self, "pack")
        field.queryset = selectors.packs_to_add(meeting, user)
        field.label_from_instance = lambda pack: f"{pack}, {pack.board}"
        self.helper = laid_out("pack", button="Add paper", cancel=cancel)


class ReportPaperForm(forms.Form):
    job = forms.ModelChoiceField(
        ReportJob.objects.none(),
        label="Report",
        help_text="Reports that you created and that are ready. Their files will be kept.",
        error_messages={"required": "Select a report"},
    )
    is_private = forms.BooleanField(
        label="Only for people who can read exempt papers", required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, user: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = records_field(self, "job")
        field.queryset = selectors.reports_to_add(meeting, user)
        self.helper = laid_out("job", "is_private", button="Add paper", cancel=cancel)


class FilePaperForm(forms.Form):
    title = LineField(
        label="Name of the paper",
        max_length=200,
        error_messages={"required": "Enter the name of the paper"},
    )
    upload = DocumentField(label="File")
    is_private = forms.BooleanField(
        label="Only for people who can read exempt papers", required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, user: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            "title", Field("upload"), "is_private", button="Add paper", cancel=cancel
        )


class ActionForm(forms.Form):
    words = LineField(
        label="Action",
        max_length=300,
        help_text="For example, write to the owners of the 4 sites without a wayleave",
        error_messages={"required": "Enter the action"},
    )
    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Owner",
        error_messages={"required": "Select who does it"},
    )
    due_on = DayField(label="Due", required_message="Enter when it is due")

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        records_field(self, "owner").queryset = Organisation.objects.order_by("name")
        self.helper = laid_out("words", "owner", "due_on", button="Add action", cancel=cancel)


class CloseActionForm(forms.Form):
    closed_how = WordsField(
        label="What was done",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what was done"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.textarea("closed_how", rows=3), button="Close action", cancel=cancel
        )
