"""The page behind the link of an invitation: reading it changes nothing, a button accepts."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from diz_portal import errors, limits
from diz_portal.access import Refusal
from diz_portal.accounts import browsers
from diz_portal.accounts.allauth_inside import record_authentication
from diz_portal.accounts.models import User
from diz_portal.pages import acts, carried_out, posted, show
from partners import services
from partners.forms import NewAccountForm

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@acts
def invitation(request, token):
    try:
        invited = services.look_up(token)
    except services.InvitationUnknown as refusal:
        # Only wrong links are counted: a team that opens its invitations together is not.
        if not limits.take("invitation", limits.address_of(request)):
            return errors.too_many(request)
        return _closed(request, refusal, 404)
    except services.InvitationClosed as refusal:
        return _closed(request, refusal, 410)

    if request.user.is_authenticated:
        if request.user.email != invited.email:
            page = {"invitation": invited, "email": request.user.email, "path": request.path}
            return render(request, "partners/invitation_other.html", page)
        return _with_my_account(request, invited, token)
    if User.objects.filter(email=invited.email).exists():
        page = {"invitation": invited, "query": urlencode({"next": request.path})}
        status = 422 if request.method == "POST" else 200
        return render(request, "partners/invitation_sign_in.html", page, status=status)
    return _with_a_new_account(request, invited, token)


def _with_my_account(request, invited, token):
    if request.method != "POST":
        return render(request, "partners/invitation_accept.html", {"invitation": invited})
    try:
        services.accept(token=token, person=request.user)
    except Refusal as refusal:
        return _closed(request, refusal, 410)
    return _welcome(request, invited)


def _with_a_new_account(request, invited, token):
    form = NewAccountForm(posted(request), invitation=invited)
    try:
        person = carried_out_or_closed(form, token)
    except services.InvitationClosed as refusal:
        return _closed(request, refusal, 410)
    if person is None:
        return show(request, "partners/invitation.html", {"form": form, "invitation": invited})
    login(request, person, backend=BACKEND)
    browsers.remember(request, person)
    # They have just shown who they are, so setting up a second step asks for nothing twice.
    record_authentication(request, person, form.cleaned_data["way"], reauthenticated=True)
    return _welcome(request, invited)


def carried_out_or_closed(form, token):
    """As `carried_out`, but an invitation closed meanwhile (a second tab) has a page of its own."""
    closed = []

    def open_account():
        try:
            return services.open_account(
                token=token, name=form.cleaned_data["name"], password=form.password
            )
        except services.InvitationClosed as refusal:
            closed.append(refusal)
            raise

    person = carried_out(form, open_account)
    if closed:
        raise closed[0]
    return person


def _welcome(request, invited):
    messages.success(request, f"Welcome. You are now a member of {invited.organisation}")
    return redirect("workspace:home")


def _closed(request, refusal, status):
    return render(request, "partners/invitation_closed.html", {"refusal": refusal}, status=status)
