"""In the place of allauth's own for OpenID Connect, which includes them by the package's name."""

from django.urls import path

from . import views

urlpatterns = [
    path("oidc/<str:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
    path("connect/", views.connect, name="sign_on_connect"),
    path("signed-out/", views.signed_out, name="sign_on_signed_out"),
]
