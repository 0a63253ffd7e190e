"""The workspace after a seminar: what people take home, what they thought, their certificates."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acted, acts, confirm, posted, posted_files
from diz_portal.spreadsheets import csv_response
from seminars import services
from seminars.forms import FeedbackForm, FileForm, LinkForm
from seminars.models import Registration, Seminar, Who
from seminars.selectors import feedback_summary
from seminars.views.afterwards import certificate_of
from seminars.views.organising import find, home_of


def _materials_of(seminar: Seminar) -> str:
    return reverse("seminars_workspace:materials", args=[seminar.slug])


@require_safe
def materials(request, slug):
    seminar = find(request, slug)
    added = list(seminar.materials.select_related("document", "added_by"))
    return render(
        request,
        "seminars/workspace/materials.html",
        {
            "seminar": seminar,
            "materials": added,
            "new": sum(one.published_at is None for one in added),
        },
    )


def _add(request, slug, kind, service, title):
    seminar = find(request, slug)
    back = _materials_of(seminar)
    form = kind(posted(request), posted_files(request), cancel=back)
    return acted(
        request,
        form,
        lambda: service(seminar=seminar, by=request.user, **form.cleaned_data),
        done="Added. Publish it when everything is ready",
        back=back,
        template="seminars/workspace/form.html",
        seminar=seminar,
        title=title,
    )


@acts
def add_file(request, slug):
    return _add(request, slug, FileForm, services.add_file, "Add a file")


@acts
def add_link(request, slug):
    return _add(request, slug, LinkForm, services.add_link, "Add a link or a recording")


@acts
def remove_material(request, slug, reference):
    seminar = find(request, slug)
    material = get_object_or_404(seminar.materials.select_related("document"), reference=reference)
    return confirm(
        request,
        title=f"Remove “{material}”?",
        sentence="The material and its file will be deleted. You cannot undo this.",
        button="Remove material",
        back=_materials_of(seminar),
        act=lambda: services.remove_material(material=material, by=request.user),
        done="Material removed",
        is_grave=True,
    )


@acts
def publish_materials(request, slug):
    seminar = find(request, slug)
    return confirm(
        request,
        title=f"Publish the materials of “{seminar}”?",
        sentence=_who_is_told(seminar),
        button="Publish materials",
        back=_materials_of(seminar),
        act=lambda: services.publish_materials(seminar=seminar, by=request.user),
        done="Materials published",
    )


def _who_is_told(seminar: Seminar) -> str:
    number = services.to_be_told(seminar)
    if not number:
        return "They will be published straight away. No messages will be sent."
    people = "1 person" if number == 1 else f"{number} people"
    when = "now" if seminar.is_over else "after the seminar"
    return (
        f"They will be published straight away. {people} who had a place will get one message "
        f"{when}. We will not send another message for materials you publish later."
    )


@require_safe
def feedback(request, slug):
    seminar = find(request, slug)
    require(request.user, "seminars.see_registrations")
    return render(
        request,
        "seminars/workspace/feedback.html",
        {"seminar": seminar, "summary": feedback_summary.of(seminar), "home": home_of(seminar)},
    )


@require_safe
def feedback_csv(request, slug):
    seminar = find(request, slug)
    require(request.user, "seminars.see_registrations")
    return csv_response(
        f"{seminar.slug}-feedback.csv", feedback_summary.HEADER, feedback_summary.rows(seminar)
    )


def _one(request, slug, reference) -> Registration:
    seminar = find(request, slug)
    people = Registration.objects.visible_to(request.user).filter(seminar=seminar)
    registration = get_object_or_404(people, reference=reference)
    registration.seminar = seminar
    return registration


@acts
def feedback_for(request, slug, reference):
    """What somebody says on the telephone or wrote on paper, kept apart from them all the same."""
    registration = _one(request, slug, reference)
    back = reverse("seminars_workspace:registration", args=[slug, reference])
    form = FeedbackForm(posted(request), cancel=back)

    return acted(
        request,
        form,
        lambda: services.give_feedback(registration=registration, **form.cleaned_data),
        done="Feedback recorded anonymously",
        back=back,
        template="seminars/workspace/form.html",
        seminar=registration.seminar,
        title=f"Record feedback from {registration.name or registration.reference}",
        caption=registration.seminar,
        sentence="Use their own words. We store it without their name unless they agree that we "
        "can contact them about it. You cannot change or find it afterwards.",
    )


@require_safe
def certificate(request, slug, reference, who):
    """For somebody without email, or who asks at the door."""
    return certificate_of(_one(request, slug, reference), Who(who))


@require_safe
def certificate_moved(request, slug, reference):
    """The address that a guest's certificate had, of somebody at this seminar only."""
    registration = _one(request, slug, reference)
    return redirect(
        "seminars_workspace:guest_certificate", slug=slug, reference=registration.reference
    )
