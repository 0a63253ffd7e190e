from django.urls import path

from . import token_views, webhook_views

app_name = "api"
urlpatterns = [
    path("", token_views.token_list, name="tokens"),
    path("tokens/create/", token_views.make, name="token_make"),
    path("tokens/<slug:reference>/revoke/", token_views.revoke, name="token_revoke"),
    path("webhooks/", webhook_views.webhook_list, name="webhooks"),
    path("webhooks/create/", webhook_views.make, name="webhook_make"),
    path("webhooks/<slug:reference>/", webhook_views.webhook, name="webhook"),
    path("webhooks/<slug:reference>/secret/", webhook_views.secret, name="webhook_secret"),
    path("webhooks/<slug:reference>/stop/", webhook_views.stop, name="webhook_stop"),
    path("webhooks/<slug:reference>/start/", webhook_views.start, name="webhook_start"),
    path(
        "webhooks/<slug:reference>/deliveries/<slug:delivery>/",
        webhook_views.send_again,
        name="send_again",
    ),
]
