"""What a reader of the public pages may ask for."""

from datetime import date

from django import forms
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

from diz_portal.fields import DayField, choice_field
from projects.rollout.places import GROUPS
from projects.rollout.stages import EXITS, PATH, Stage

SORTS = {
    "name": "Name",
    "district": "District",
    "stage": "Stage, most advanced first",
    "newest": "Most recently updated first",
}
SCOPES = {"": "All sites", "in": "In scope", "out": "Not in scope"}
STAGES_OF = {group.key: group.stages for group in GROUPS}
ORDER = [*EXITS, Stage.ON_HOLD, *PATH]


class SiteFilter(forms.Form):
    """A GET form: everything optional, nothing remembered."""

    q = forms.CharField(label="Name, postcode or ODS code", required=False, max_length=100)
    district = forms.ChoiceField(label="District", required=False)
    stage = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[
            ("", "Any stage"),
            (
                "Groups of stages",
                [(group.key, group.label) for group in GROUPS if len(group.stages) > 1],
            ),
            ("Single stages", Stage.choices),
        ],
    )
    scope = forms.ChoiceField(label="Scope", required=False, choices=list(SCOPES.items()))
    sort = forms.ChoiceField(label="Sort by", required=False, choices=list(SORTS.items()))

    def __init__(self, data, *, districts, **kwargs):
        super().__init__(data, **kwargs)
        choice_field(self, "district").choices = [
            ("", "Any district"),
            *((district.slug, district.name) for district in districts),
        ]
        for name, field in self.fields.items():
            kind = "input" if name == "q" else "select"
            field.widget.attrs["class"] = f"govuk-{kind}"
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] += f" govuk-{kind}--error"
                field.widget.attrs["aria-describedby"] = f"id_{name}_error"

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("q", "district", "stage", "scope"))

    def narrow(self, sites: QuerySet) -> QuerySet:
        wanted = self.cleaned_data
        if words := wanted.get("q", "").strip():
            compact = "".join(words.split())
            sites = sites.alias(compact=Replace("postcode", Value(" "), Value(""))).filter(
                Q(name__icontains=words)
                | Q(compact__icontains=compact)
                | Q(ods_code__iexact=compact)
            )
        if district := wanted.get("district"):
            sites = sites.filter(district__slug=district)
        if stage := wanted.get("stage"):
            sites = sites.filter(stage__in=STAGES_OF.get(stage, {stage}))
        if scope := wanted.get("scope"):
            sites = sites.filter(in_scope=scope == "in")
        return sites

    def order(self, sites: QuerySet) -> QuerySet:
        by_name: list[Combinable | str] = [Lower("name"), "reference"]
        match self.cleaned_data.get("sort"):
            case "district":
                return sites.order_by(Lower("district__name"), *by_name)
            case "stage":
                position = Case(
                    *(When(stage=stage, then=Value(at)) for at, stage in enumerate(ORDER)),
                    output_field=IntegerField(),
                )
                return sites.order_by(position.desc(), *by_name)
            case "newest":
                return sites.order_by(F("stage_on").desc(nulls_last=True), *by_name)
        return sites.order_by(*by_name)


class AsAtForm(forms.Form):
    """The day the figures should be true of."""

    as_at = DayField(label="Show progress as at", required=False)

    def __init__(self, data, *, today: date):
        is_asked = any(name.startswith("as_at") for name in data)
        super().__init__(data if is_asked else None, initial={"as_at": today})
        self.today = today

    def clean_as_at(self):
        day = self.cleaned_data["as_at"]
        if day and day > self.today:
            raise forms.ValidationError("Enter a date that is today or in the past")
        if day and day.year < 2000:
            raise forms.ValidationError("Enter a date that is in or after 2000")
        return day
