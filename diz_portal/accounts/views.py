"""Pages of an account besides allauth's own."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.pages import acts

from . import browsers, rescue, second_step, services, time_limit
from .models import Rescue, User


@login_not_required
@acts
def signed_in(request):
    """For our own script: how long the person stays signed in. To ask is no use of the portal;
    to press "Stay signed in" is (POST)."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0, "can_be_renewed": False})
    if request.method == "POST":
        time_limit.renew(request, at_once=True)
    left = time_limit.left(request)
    return JsonResponse({"seconds": left.seconds, "can_be_renewed": left.can_be_renewed})


@acts
def sign_out_everywhere(request):
    if request.method != "POST":
        return render(request, "account/sign_out_everywhere.html")
    services.sign_out_everywhere(person=request.user, but=request.session.session_key)
    browsers.remember(request, request.user)
    messages.success(request, "Signed out of every other browser")
    return redirect("mfa_index")


@acts
def let_in(request, reference):
    """The half of the second person: see `rescue`."""
    found = get_object_or_404(
        Rescue.objects.select_related("person", "confirmed_by"), reference=reference
    )
    if not request.user.has_perm(rescue.CONFIRM, found):
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            _confirm(request, found)
        except Refusal as refused:
            refusal = refused.message
        found.refresh_from_db()
        if not refusal:
            messages.success(request, "Two-step verification turned off")
            return redirect("let_in", reference)
    page = {"rescue": found, "refusal": refusal, "is_open": found.expires_at > timezone.now()}
    return render(request, "account/let_in.html", page, status=409 if refusal else 200)


# An open browser that somebody left is not a second person.
@reauthentication_required
def _confirm(request, found):
    rescue.confirm(rescue=found, by=request.user)


class ActivateTOTP(ActivateTOTPView):
    """allauth's page; the code that proves the app is spent by it."""

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            # One after the other: the second of two finds the step set up.
            User.objects.select_for_update().get(pk=request.user.pk)
            if Authenticator.objects.filter(user=request.user, type="totp").exists():
                return redirect("mfa_index")
            return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        second_step.mark(Authenticator.objects.get(user=self.request.user, type="totp"), form.step)
        return response
