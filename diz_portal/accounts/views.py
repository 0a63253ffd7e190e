"""Pages of an account besides allauth's own."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from . import browsers, second_step, services
from .models import User


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_everywhere(request):
    if request.method != "POST":
        return render(request, "account/sign_out_everywhere.html")
    services.sign_out_everywhere(person=request.user, but=request.session.session_key)
    browsers.remember(request, request.user)
    messages.success(request, "Every other browser signed out")
    return redirect("mfa_index")


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
