from django.urls import path

from . import views

urlpatterns = [
    path("signed-in/", views.signed_in, name="account_signed_in"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    # In allauth's place.
    path("2fa/totp/activate/", views.ActivateTOTP.as_view(), name="mfa_activate_totp"),
]
