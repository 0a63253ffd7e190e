"""The pages of tokens: made, shown once, revoked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, carried_out, confirm, page_of, posted, show

from . import scopes, tokens
from .forms import TokenForm
from .keys import makes_keys
from .models import Token


@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "api.use")
    found = Token.objects.visible_to(request.user).select_related("maker", "organisation")
    page = page_of(request, found)
    rows = [(one, [scopes.label_of(name) for name in one.scopes]) for one in page]
    return render(request, "api/tokens.html", {"page": page, "rows": rows})


@makes_keys(back="api:tokens")
def make(request: HttpRequest) -> HttpResponse:
    back = reverse("api:tokens")
    form = TokenForm(posted(request), user=request.user, cancel=back)
    made = carried_out(form, lambda: tokens.make(by=request.user, **form.asked()))
    if made:
        token, secret = made
        return render(request, "api/token_made.html", {"token": token, "secret": secret})
    return show(request, "api/token_make.html", {"form": form, "back": back})


@acts
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(Token.objects.visible_to(request.user), reference=reference)
    seen(request.user, "api.see", found)
    return confirm(
        request,
        title=f"Revoke token {found.name}?",
        sentence="Programs that use it will be refused straight away. You cannot undo this, but "
        "you can create another token.",
        button="Revoke token",
        back=reverse("api:tokens"),
        back_to="API tokens",
        act=lambda: tokens.revoke(token=found, by=request.user),
        done="Token revoked",
        is_grave=True,
    )
