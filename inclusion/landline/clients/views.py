"""A partner's list of people to call about a landline: uploaded, checked, applied, undone; and
accepted by the team."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from diz_portal import access
from diz_portal.imports import selectors as imports
from diz_portal.imports.views import ImportPages, Place
from diz_portal.pages import acts, carried_out, posted, posted_files, show
from inclusion.cases import roles, rules
from inclusion.cases.selectors import referrals as own
from inclusion.landline.clients import selectors, services
from inclusion.landline.clients.forms import AcceptAllForm, ClientsForm
from inclusion.landline.clients.imports import FIELDS
from inclusion.landline.clients.models import ClientList
from partners.models import Organisation

TITLE = "Refer a list of people about their landline"


class Pages(ImportPages):
    namespace = "client_lists"

    def batches(self, request):
        access.require(request.user, "inclusion.refer")
        found = ClientList.objects.visible_to(request.user)
        return found.select_related("organisation", *imports.PEOPLE)

    def find(self, request, reference):
        found = super().find(request, reference)
        return access.seen(request.user, "inclusion.see_client_list", found)

    def place(self, request, batch=None):
        return Place(
            title="Referral lists",
            back=reverse("client_lists:imports" if batch else "inclusion_workspace:referrals"),
            back_to="Referral lists" if batch else "Referrals",
            new=[(TITLE, reverse("client_lists:new"))],
        )

    def may(self, request, batch):
        return request.user.has_perm("inclusion.see_client_list", batch)

    def new(self, batch):
        return reverse("client_lists:new")


pages = Pages()


@acts
def new(request):
    access.require(request.user, "inclusion.refer")
    mine = roles.refers_for(request.user)
    organisations = rules.may_refer(mine)
    if not organisations:
        # As for one person: why, and what to do about it.
        return render(
            request,
            "inclusion/referrals/cannot.html",
            {"reasons": own.why_not(Organisation.objects.filter(pk__in=mine))},
            status=422 if request.method == "POST" else 200,
        )
    back, after = reverse("client_lists:imports"), pages.after(request)
    form = ClientsForm(
        posted(request),
        posted_files(request),
        organisations=organisations,
        cancel=back,
        after=after,
    )

    def upload():
        with form.of_the_file():
            return services.upload(by=request.user, after=after, **form.cleaned_data)

    if batch := carried_out(form, upload):
        return pages.uploaded(batch)
    page = {"form": form, "back": back, "title": TITLE, "fields": FIELDS}
    return show(request, "inclusion/landline/clients.html", page)


# The team ---


def _shown_anew(request, refused, found, back) -> AcceptAllForm:
    """The form of the list as it is now, with what was refused; none of it where nothing is left
    to accept together, since there is no button to lead to."""
    if not found.together:
        messages.info(request, "No referrals were accepted, because the list has changed")
        return AcceptAllForm(None, found=found, cancel=back)
    again = AcceptAllForm({"shown": found.mark}, found=found, cancel=back)
    again.full_clean()
    again.errors.update(refused.errors)
    return again


@acts
def accept_all(request, reference):
    """What awaits a decision of a list, and whom the team may know: no one is named here."""
    access.require(request.user, "inclusion.work_on_cases")
    lists = selectors.received_by(request.user).select_related("organisation", "applied_by")
    batch = get_object_or_404(lists, reference=reference)
    back = reverse("inclusion_workspace:waiting")
    found = selectors.decision(batch, request.user)
    form = AcceptAllForm(posted(request), found=found, cancel=back)

    def accept():
        shown = form.cleaned_data["shown"]
        return services.accept_all(batch=batch, shown=shown, by=request.user)

    if number := carried_out(form, accept):
        said = "1 referral accepted" if number == 1 else f"{number:,} referrals accepted"
        if found.by_hand:
            said += ". Post the letters and make the calls that are now under “Letters and calls”"
        messages.success(request, said)
        return redirect(f"{reverse('inclusion_workspace:landlines')}?show=open")
    if form.is_bound:
        found = selectors.decision(batch, request.user)
        form = _shown_anew(request, form, found, back)
    page = {
        "form": form,
        "back": back,
        "batch": batch,
        "found": found,
        "title": "Accept all of this list",
        "caption": f"Referral list from {batch.organisation}",
    }
    return show(request, "inclusion/landline/accept_all.html", page)
