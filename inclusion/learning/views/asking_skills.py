"""One area of an assessment on one page: the same for a resident and for a caseworker."""

from django.http import Http404

from diz_portal.pages import carried_out, posted
from inclusion.learning.forms.teaching import AreaForm
from inclusion.learning.models import Assessment, SkillArea
from inclusion.learning.selectors import teaching as selectors
from inclusion.learning.services import assessments


def area_form(request, assessment: Assessment, area: str) -> AreaForm:
    asked = selectors.statements(assessment.framework_id, area)
    if not asked:
        raise Http404
    return AreaForm(
        posted(request),
        assessment=assessment,
        area=area,
        statements=asked,
    )


def was_kept(form: AreaForm, assessment: Assessment, area: str, by=None) -> bool:
    def keep():
        assessments.answer(
            assessment=assessment,
            answers=form.answers(),
            area=area,
            confidence=form.cleaned_data["confidence"],
            by=by,
        )

    return bool(carried_out(form, keep))


def place_of(assessment: Assessment, area: str) -> dict:
    """Where an area stands among the others."""
    areas = selectors.areas_asked(assessment.framework_id)
    at = areas.index(SkillArea(area))
    return {
        "area": SkillArea(area),
        "number": at + 1,
        "of": len(areas),
        "before": areas[at - 1].value if at else "",
    }
