"""The pages of webhooks: made, looked at, tried again, their secret replaced, stopped."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, carried_out, confirm, page_of, posted, show

from . import feed, webhooks
from .forms import WebhookForm
from .keys import makes_keys
from .models import Delivery, DeliveryState, Webhook


def _find(request: HttpRequest, reference: str) -> Webhook:
    found = get_object_or_404(
        Webhook.objects.visible_to(request.user).select_related("maker", "organisation"),
        reference=reference,
    )
    return seen(request.user, "api.see", found)


def _page(found: Webhook) -> str:
    return reverse("api:webhook", args=[found.reference])


@require_safe
def webhook_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "api.use")
    found = Webhook.objects.visible_to(request.user).select_related("maker", "organisation")
    page = page_of(request, found)
    return render(request, "api/webhooks.html", {"page": page, "webhooks": page.object_list})


@makes_keys(back="api:webhooks")
def make(request: HttpRequest) -> HttpResponse:
    back = reverse("api:webhooks")
    form = WebhookForm(posted(request), user=request.user, cancel=back)
    made = carried_out(form, lambda: webhooks.make(by=request.user, **form.cleaned_data))
    if made:
        webhook, secret = made
        return _show_secret(request, webhook, secret, "Webhook created")
    return show(request, "api/webhook_make.html", {"form": form, "back": back})


def _show_secret(request: HttpRequest, found: Webhook, secret: str, title: str) -> HttpResponse:
    values = {"webhook": found, "secret": secret, "title": title}
    return render(request, "api/webhook_secret.html", values)


@require_safe
def webhook(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    page = page_of(request, found.deliveries.select_related("event"))
    return render(
        request,
        "api/webhook.html",
        {
            "webhook": found,
            "kinds": [feed.label_of(kind) for kind in found.kinds],
            "page": page,
            "rows": [(one, feed.label_of(one.event.kind), _can_go(one)) for one in page],
        },
    )


def _can_go(delivery: Delivery) -> bool:
    return delivery.state in {DeliveryState.SENT, DeliveryState.GIVEN_UP, DeliveryState.FAILED}


@acts
def secret(request: HttpRequest, reference: str) -> HttpResponse:
    return _replace(request, _find(request, reference))


@reauthentication_required
def _replace(request: HttpRequest, found: Webhook) -> HttpResponse:
    if request.method == "POST":
        words = webhooks.new_secret(webhook=found, by=request.user)
        return _show_secret(request, found, words, "Secret replaced")
    return confirm(
        request,
        title=f"Replace the secret of {found.address}?",
        sentence="For 2 days we sign with both secrets, so that you can change your program "
        "without missing anything. Then the former secret is no longer used.",
        button="Replace secret",
        back=_page(found),
        back_to="Webhook",
        act=lambda: None,
    )


@acts
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    return confirm(
        request,
        title=f"Stop webhook {found.address}?",
        sentence="We will send nothing more to it. You can start it again.",
        button="Stop webhook",
        back=_page(found),
        back_to="Webhook",
        act=lambda: webhooks.stop(webhook=found, by=request.user),
        done="Webhook stopped",
        is_grave=True,
    )


@acts
def start(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    return confirm(
        request,
        title=f"Start webhook {found.address} again?",
        sentence="We will send events from now on. Events that it missed are listed in the "
        "API, at /api/v1/work/changes/.",
        button="Start webhook",
        back=_page(found),
        back_to="Webhook",
        act=lambda: webhooks.start(webhook=found, by=request.user),
        done="Webhook started",
    )


@acts
def send_again(request: HttpRequest, reference: str, delivery: str) -> HttpResponse:
    found = _find(request, reference)
    one = get_object_or_404(found.deliveries, reference=delivery)
    return confirm(
        request,
        title=f"Send event msg_{one.reference} again?",
        sentence="It has the same ID as before, so that your program can recognise it.",
        button="Send again",
        back=_page(found),
        back_to="Webhook",
        act=lambda: webhooks.send_again(delivery=one, by=request.user),
        done="Event sent again",
    )
