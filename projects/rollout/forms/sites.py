from collections.abc import Iterable
from typing import ClassVar

from crispy_forms_gds.layout import Fieldset, Size
from django import forms
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.documents.forms import DocumentField
from diz_portal.documents.inspection import ALLOWED
from diz_portal.editing import EditsModel
from diz_portal.fields import (
    DayField,
    DegreesField,
    LineField,
    NumberField,
    PostcodeField,
    PoundsField,
    WordsField,
    choice_field,
)
from diz_portal.layout import laid_out
from diz_portal.places.models import District, Postcode
from diz_portal.places.selectors import compact_postcode
from diz_portal.tables.values import DELAYS, SPEEDS, Units
from projects.portfolio.forms.fields import OdsField, UprnField
from projects.rollout.models import REASONS_IN, REASONS_OUT, Site
from projects.rollout.selectors.sites import moves_offered
from projects.rollout.services.sites import Move
from projects.rollout.stages import OUT_OF_SCOPE, Stage

SCOPE_REASONS = [
    ("", "No change"),
    ("Add to scope", [(reason.value, reason.label) for reason in REASONS_IN]),
    ("Remove from scope", [(reason.value, reason.label) for reason in REASONS_OUT]),
]
# The facts a person may edit, in the order of the form; stage and scope have their own ways.
FACTS = [
    "name",
    "ods_code",
    "uprn",
    "address",
    "postcode",
    "district",
    "latitude",
    "longitude",
    "supplier",
    "order_ref",
    "planned_live_on",
    "expected_live_on",
    "download_before_mbps",
    "upload_before_mbps",
    "latency_before_ms",
    "measured_before_on",
    "method_before",
    "download_after_mbps",
    "upload_after_mbps",
    "latency_after_ms",
    "measured_after_on",
    "method_after",
    "cost_estimate",
    "cost_contracted",
    "cost_actual",
    "grant_share",
    "notes",
]

# What is one line, and may be pasted.
LINES = ["name", "address", "supplier", "order_ref", "method_before", "method_after"]


class MoveForm(forms.Form):
    """The new stage, its date, the evidence and why."""

    to = forms.ChoiceField(label="New stage", error_messages={"required": "Select a stage"})
    on = DayField(label="Date reached", help_text="For example, 27 3 2026")
    evidence = forms.CharField(
        label="Evidence",
        required=False,
        max_length=500,
        help_text="For example, a test certificate, photo or email, and where it is stored",
    )
    reason = WordsField(
        label="Reason (if on hold, moved back or removed)",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    grantor = forms.CharField(
        label="Landowner (if awaiting a wayleave)",
        required=False,
        max_length=200,
        help_text="We will add a wayleave for this landowner. Leave blank if you do not know yet.",
    )
    scope_reason = forms.ChoiceField(
        label="Reason for scope change (if any)",
        required=False,
        choices=SCOPE_REASONS,
        help_text="This will be added to the scope change log, with you as approver.",
    )

    def __init__(
        self,
        *args,
        cancel: str,
        button: str,
        may_change_scope: bool,
        may_accept: bool = True,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        choice_field(self, "to").choices = [("", "Select a stage"), *Stage.choices]
        not_offered = set() if may_change_scope else set(OUT_OF_SCOPE)
        if not may_accept:
            not_offered.add(Stage.ACCEPTED)
        self.offer(stage for stage in Stage if stage not in not_offered)
        self.fields["on"].initial = timezone.localdate()
        if not may_change_scope:
            del self.fields["scope_reason"]
        self.helper = laid_out(*self.fields, button=button, cancel=cancel)
        self.helper.form_tag = False

    def offer(self, stages: Iterable[Stage]) -> None:
        """Offered is what the person may do. Any stage is understood, since the site may have
        moved after the page was opened: then the service says who moved it, and where to."""
        self.fields["to"].widget.choices = [
            ("", "Select a stage"),
            *((stage.value, stage.label) for stage in stages),
        ]

    @property
    def move(self) -> Move:
        return Move(**{"scope_reason": None, **self._asked()})

    def _asked(self) -> dict:
        names = ("to", "on", "evidence", "evidence_file", "reason", "scope_reason", "grantor")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class SiteMoveForm(MoveForm):
    """Only the moves of one site that this person may make, the next stage first."""

    evidence_file = DocumentField(
        label="Evidence file",
        help_text=f"A {ALLOWED}, no larger than 10MB. To accept a site, upload the signed "
        "acceptance here, unless you are a programme manager.",
        required=False,
    )
    expected_entry = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ["to", "on", "evidence", "evidence_file"]

    def __init__(self, *args, site: Site, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        first, others = moves_offered(site, user)
        self.offer(([first] if first else []) + others)
        self.fields["to"].initial = first
        self.fields["expected_entry"].initial = site.current_entry_id
        self.helper.form_tag = True


class CorrectionForm(forms.Form):
    """What the entry should have said."""

    stage = forms.ChoiceField(
        label="Correct stage",
        choices=Stage.choices,
        error_messages={"required": "Select the correct stage"},
    )
    on = DayField(
        label="Correct date",
        help_text="If this never happened, select the previous stage and its date.",
    )
    evidence = forms.CharField(label="Evidence", required=False, max_length=500)
    evidence_file = DocumentField(label="Evidence file", required=False)
    reason = WordsField(
        label="What was wrong?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what was wrong"},
    )
    expected_entry = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(*self.fields, button="Correct entry", cancel=cancel)


def _measured(label: str, units: Units) -> NumberField:
    """To one decimal, as it was measured."""
    return NumberField(
        label=label, decimal_places=1, min_value=0, max_digits=8, units=units, required=False
    )


def _pounds(label: str) -> PoundsField:
    return PoundsField(label=label, min_value=0, max_digits=11, required=False)


class SiteForm(EditsModel, forms.ModelForm):
    """What is known about a site. The district follows from the postcode where it is known."""

    ods_code = OdsField(label="ODS code", required=False)
    uprn = UprnField(label="UPRN", required=False)
    postcode = PostcodeField(required=False)
    latitude = DegreesField(required=False)
    longitude = DegreesField(required=False)
    planned_live_on = DayField(
        label="Planned live date",
        help_text="The agreed date. The site counts as late once this has passed.",
        required=False,
    )
    expected_live_on = DayField(
        label="Expected live date",
        help_text="The latest date you expect, if different.",
        required=False,
    )
    download_before_mbps = _measured("Download speed (Mbit/s)", SPEEDS)
    upload_before_mbps = _measured("Upload speed (Mbit/s)", SPEEDS)
    latency_before_ms = _measured("Latency (ms)", DELAYS)
    measured_before_on = DayField(label="Date measured", required=False)
    download_after_mbps = _measured("Download speed (Mbit/s)", SPEEDS)
    upload_after_mbps = _measured("Upload speed (Mbit/s)", SPEEDS)
    latency_after_ms = _measured("Latency (ms)", DELAYS)
    measured_after_on = DayField(label="Date measured", required=False)
    cost_estimate = _pounds("Estimated cost (£)")
    cost_contracted = _pounds("Contracted cost (£)")
    cost_actual = _pounds("Actual cost (£)")
    grant_share = _pounds("Grant funding (£)")
    district = forms.ModelChoiceField(
        District.objects.filter(is_ours=True),
        required=False,
        empty_label="Use the postcode’s district",
    )
    together = (("postcode", "district"), ("latitude", "longitude"))

    class Meta:
        model = Site
        fields = FACTS
        labels = {
            "order_ref": "Order reference",
            "method_before": "Method",
            "method_after": "Method",
        }
        field_classes: ClassVar = dict.fromkeys(LINES, LineField)
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"name": {"required": "Enter the name of the site"}}

    def __init__(self, *args, cancel: str, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Fieldset(*FACTS[:8], legend="Site", legend_size=Size.MEDIUM, legend_tag="h2"),
            Fieldset(*FACTS[8:12], legend="Order", legend_size=Size.MEDIUM, legend_tag="h2"),
            Fieldset(
                *FACTS[12:17], legend="Speed before", legend_size=Size.MEDIUM, legend_tag="h2"
            ),
            Fieldset(*FACTS[17:22], legend="Speed after", legend_size=Size.MEDIUM, legend_tag="h2"),
            Fieldset(
                *FACTS[22:], legend="Money and notes", legend_size=Size.MEDIUM, legend_tag="h2"
            ),
            button=button,
            cancel=cancel,
        )

    def locked(self, site: Site) -> Site:
        fresh = Site.objects.standing().select_for_update(of=("self",)).get(pk=site.pk)
        fresh.project = site.project
        return fresh

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        known = Postcode.objects.filter(
            pk=compact_postcode(cleaned.get("postcode") or "")
        ).select_related("district")
        if (postcode := known.first()) and postcode.district.is_ours:
            cleaned["district"] = postcode.district
        elif not cleaned.get("district"):
            self.add_error(
                "district",
                "Select a district. We do not recognise this postcode",
            )
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None):
            self.add_error("latitude", "Enter both latitude and longitude, or neither")
        elif (
            latitude is not None
            and longitude is not None
            and -9 <= latitude <= 2
            and 49 <= longitude <= 61
        ):
            self.add_error("latitude", "Check the latitude and longitude. They may be swapped")
        for when in ("measured_before_on", "measured_after_on"):
            if cleaned.get(when) and cleaned[when] > timezone.localdate():
                self.add_error(when, "Enter a date that is today or in the past")
        return cleaned

    def _get_validation_exclusions(self):
        # The constraints are of the project, and of sites not withdrawn.
        left_out = super()._get_validation_exclusions()  # type: ignore[misc]  # of no stub
        return left_out - {"project", "withdrawn_at"}

    def _post_clean(self):
        # A site without a district cannot be put together, and its error is said already.
        if "district" in self.errors:
            return
        super()._post_clean()  # type: ignore[misc]  # of no stub

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in FACTS}
