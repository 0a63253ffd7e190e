"""Which groups and focus areas of a fund a case has."""

from crispy_forms_gds.layout import Field, Size
from django import forms

from diz_portal.layout import laid_out
from inclusion.cases.forms.editing import EditsCase
from inclusion.cases.forms.fields import SeveralField
from inclusion.cases.models import Case, FundTag, TagKind
from inclusion.cases.selectors import tags as selectors

LABELS = {TagKind.GROUP: "Groups of people", TagKind.FOCUS: "Focus areas"}


class TagsForm(EditsCase, forms.Form):
    """One list for each fund and type; what the rule knows is selected already."""

    def __init__(self, *args, case: Case, cancel: str, **kwargs):
        self.lists: dict[str, tuple[str, list[FundTag]]] = {}
        tags = list(FundTag.objects.all())
        funds = list(dict.fromkeys(one.fund for one in tags))
        for number, fund in enumerate(funds, 1):
            for kind in TagKind:
                of_list = [one for one in tags if (one.fund, one.kind) == (fund, kind)]
                if of_list:
                    self.lists[f"{kind.value}_{number}"] = (f"{LABELS[kind]}: {fund}", of_list)
        super().__init__(*args, record=case, **kwargs)
        for name, (label, of_list) in self.lists.items():
            self.fields[name] = SeveralField(
                label=label,
                required=False,
                choices=[(str(one.pk), _said(one)) for one in of_list],
            )
        self.helper = laid_out(
            *(Field.checkboxes(name, legend_size=Size.SMALL) for name in self.lists),
            button="Save groups and focus areas",
            cancel=cancel,
        )

    def written(self, case: Case) -> dict:
        here = {str(one.tag.pk) for one in selectors.of_case(case) if one.applies}
        return {
            name: [str(one.pk) for one in of_list if str(one.pk) in here]
            for name, (_, of_list) in self.lists.items()
        }

    def applies(self) -> set[int]:
        return {int(key) for name in self.lists for key in self.cleaned_data[name]}


def _said(tag: FundTag) -> str:
    return f"{tag.label} ({tag.about[0].lower()}{tag.about[1:]})" if tag.about else tag.label
