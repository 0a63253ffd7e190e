"""After a seminar, for whoever was there: what to take home, feedback, the certificate."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal import pdf
from diz_portal.documents.views import handed_out
from diz_portal.pages import acted, acts, posted
from seminars import certificates, services
from seminars.forms import FeedbackForm
from seminars.models import Material, Registration, Seminar, Who
from seminars.selectors import seminars as selectors
from seminars.views.links import by_link


def afterwards_of(registration: Registration) -> dict:
    """What their page shows once the seminar is over."""
    return {
        "materials": selectors.materials_for(registration),
        "answers_open": services.may_answer(registration),
        "certificates": certificates.holders(registration),
    }


def _file(materials: QuerySet[Material], reference: str) -> FileResponse:
    material = get_object_or_404(materials.exclude(document=None), reference=reference)
    return handed_out(material.document)


@login_not_required
@require_safe
def public_material(request, slug, reference):
    seminar = get_object_or_404(Seminar.objects.announced(), slug=slug)
    return _file(selectors.public_materials(seminar), reference)


@by_link
@require_safe
def own_material(request, registration, reference):
    return _file(selectors.materials_for(registration), reference)


@by_link
@acts
def feedback(request, registration):
    seminar = registration.seminar
    form = FeedbackForm(posted(request), cancel=registration.get_absolute_url())
    is_open = services.may_answer(registration)
    if not is_open and request.method != "POST":
        values = {"registration": registration, "seminar": seminar}
        return render(request, "seminars/feedback_closed.html", values)

    return acted(
        request,
        form,
        lambda: services.give_feedback(registration=registration, **form.cleaned_data),
        done="Thank you for your feedback",
        back=registration.get_absolute_url(),
        template="seminars/feedback.html",
        registration=registration,
        seminar=seminar,
    )


@require_safe
@by_link
def certificate(request, registration, who):
    return certificate_of(registration, Who(who))


def certificate_of(registration: Registration, who: Who):
    """The paper, made now; for somebody who was not there it does not exist."""
    if who not in certificates.holders(registration):
        raise Http404
    return pdf.response(
        certificates.make(registration, who), name=f"certificate-{registration.reference}"
    )
