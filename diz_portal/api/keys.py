"""Pages that make what opens the portal to a program: a token, the secret of a webhook."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from diz_portal.access import require
from diz_portal.pages import acts

from . import tokens

View = Callable[[HttpRequest], HttpResponse]


def makes_keys(back: str) -> Callable[[View], View]:
    """For whoever may, has the second factor, and has just given the password again: a browser that
    somebody left open makes no keys. `back` is the name of the page it is reached from."""

    def guard(view: View) -> View:
        @reauthentication_required
        def making(request: HttpRequest) -> HttpResponse:
            person: Any = request.user  # signed in, as `require` has found below
            if not tokens.has_second_factor(person):
                values = {"back": reverse(back)}
                status = 422 if request.method == "POST" else 200
                return render(request, "api/no_second_factor.html", values, status=status)
            return view(request)

        @acts
        @wraps(view)
        def asked(request: HttpRequest) -> HttpResponse:
            require(request.user, "api.use")
            return making(request)

        return asked

    return guard
