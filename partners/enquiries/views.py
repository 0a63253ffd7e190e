"""The form for a business, and the pages of the partners who answer."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import limits
from diz_portal.access import require, seen
from diz_portal.pages import acted, acts, carried_out, page_of, posted, show

from . import services
from .forms import EnquiryForm, HandOnForm, ReplyForm
from .models import Enquiry

SENT = "enquiry_sent"


@login_not_required
@acts
def relocate(request: HttpRequest) -> HttpResponse:
    form = EnquiryForm(posted(request), user=request.user, cancel=reverse("demand:business"))

    def ask() -> Enquiry:
        limits.require_for_public_form("enquiry", request, [form.cleaned_data["email"]])
        return services.enquire(**form.asked())

    if made := carried_out(form, ask):
        request.session[SENT] = made.reference
        return redirect("enquiries:sent")
    return show(
        request,
        "enquiries/relocate.html",
        {"form": form, "nobody_answers": services.nobody_answers()},
    )


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Who replies, and by when; for the browser that has just asked."""
    reference = request.session.get(SENT, "")
    found = Enquiry.objects.select_related("organisation").filter(reference=reference).first()
    if found is None:
        return redirect("enquiries:relocate")
    return render(
        request,
        "enquiries/sent.html",
        {"organisation": found.organisation, "due_on": found.due_on},
    )


@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """Those that wait, the one that is due first on top; then those that were answered."""
    require(request.user, "enquiries.enter")
    found = (
        Enquiry.objects.visible_to(request.user)
        .select_related("organisation")
        .order_by("-replied_at", "due_on", "pk")
    )
    return render(request, "enquiries/workspace/list.html", {"page": page_of(request, found)})


def _find(request: HttpRequest, reference: str) -> Enquiry:
    found = get_object_or_404(
        Enquiry.objects.visible_to(request.user).select_related("organisation", "replied_by"),
        reference=reference,
    )
    return seen(request.user, "enquiries.answer", found)


@require_safe
def enquiry(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    return render(request, "enquiries/workspace/enquiry.html", {"enquiry": found})


@acts
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    if not found.is_waiting:
        return redirect(found)
    form = ReplyForm(posted(request), cancel=found.get_absolute_url())
    return acted(
        request,
        form,
        lambda: services.reply(enquiry=found, by=request.user, **form.cleaned_data),
        done="Reply sent",
        back=found.get_absolute_url(),
        template="form.html",
        title="Send reply",
        caption=str(found),
    )


@acts
def hand_on(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    if not found.is_waiting:
        return redirect(found)
    form = HandOnForm(posted(request), cancel=found.get_absolute_url(), now=found.organisation)
    list_url = reverse("enquiries_workspace:list")
    return acted(
        request,
        form,
        lambda: services.hand_on(enquiry=found, by=request.user, **form.cleaned_data),
        done="Enquiry handed on",
        back=list_url,
        template="form.html",
        title="Hand on enquiry",
        caption=str(found),
        sentence="The partner you select will see the enquiry and can reply. We will email the "
        "person who asked, and tell them who will reply. The day by which they expect a reply "
        "stays the same.",
    )
