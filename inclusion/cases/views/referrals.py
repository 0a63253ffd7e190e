"""Referrals, from both sides: the partner that refers, and the team that decides."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, carried_out, chosen_of, confirm, posted, show
from inclusion.cases import roles, rules
from inclusion.cases.forms.referrals import AcceptForm, DeclineForm, ReferralForm
from inclusion.cases.models import Referral, ReferralKind, ReferralState, Step
from inclusion.cases.selectors import cases as selectors
from inclusion.cases.selectors import referrals as own
from inclusion.cases.selectors import tellings
from inclusion.cases.services import openings, reaching, referrals
from partners.models import Organisation

FORM = "inclusion/referrals/form.html"


# The partner ---


@require_safe
def list_own(request):
    """What one's own organisation sent, and its outcome."""
    require(request.user, "inclusion.refer")
    chosen = chosen_of(request, "state", "after")
    shown = own.made_by(request.user, **chosen)
    return render(
        request,
        "inclusion/referrals/list.html",
        {
            "slice": shown,
            "state": chosen["state"],
            "states": ReferralState.choices,
            "may_refer": bool(rules.may_refer(roles.refers_for(request.user))),
            "terms": own.terms_of(request.user),
        },
    )


@acts
def refer(request):
    """Fill in, check, send. Nothing is kept of a form that was not sent."""
    require(request.user, "inclusion.refer")
    mine = roles.refers_for(request.user)
    organisations = rules.may_refer(mine)
    if not organisations:
        return render(
            request,
            "inclusion/referrals/cannot.html",
            {"reasons": own.why_not(Organisation.objects.filter(pk__in=mine))},
            status=422 if request.method == "POST" else 200,
        )
    step = request.POST.get("step", "")
    form = ReferralForm(posted(request), organisations=organisations)
    if not form.is_valid():
        return show(request, FORM, {"form": form})
    if step == "change":
        return render(request, FORM, {"form": form})
    if step == "send" and (referral := carried_out(form, lambda: _send(request, form))):
        return redirect("inclusion_workspace:referral_sent", referral.reference)
    if form.errors:
        return show(request, FORM, {"form": form})
    answers = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "step", "send")
        for value in values
    ]
    page = {"form": form, "answers": answers, "given": own.in_words(form.cleaned_data)}
    return render(request, "inclusion/referrals/check.html", page)


def _send(request, form: ReferralForm) -> Referral:
    return referrals.submit(kind=ReferralKind.PARTNER, by=request.user, **form.asked())


@require_safe
def sent(request, reference):
    referral = get_object_or_404(
        Referral.objects.made_for(request.user).select_related("to__team"), reference=reference
    )
    return render(request, "inclusion/referrals/sent.html", {"referral": referral})


@acts
def withdraw(request, reference):
    referral = get_object_or_404(Referral.objects.made_for(request.user), reference=reference)
    return confirm(
        request,
        title=f"Withdraw referral {referral.reference}?",
        sentence="The team will stop considering it, and we will tell the person that it was "
        "withdrawn. You cannot undo this.",
        button="Withdraw referral",
        back=referral.get_absolute_url(),
        act=lambda: referrals.withdraw(referral=referral, by=request.user),
        done="Referral withdrawn",
        is_grave=True,
    )


# Either side ---


@require_safe
def referral(request, reference):
    """The team reads the whole of it, once details are shown; the partner its outcome."""
    found = get_object_or_404(
        Referral.objects.visible_to(request.user).select_related(
            "to__team", "made_by", "person__district", "by", "decided_by", "case"
        ),
        reference=reference,
    )
    seen(request.user, "inclusion.see_referral", found)
    if not request.user.has_perm("inclusion.answer_referral", found):
        return render(request, "inclusion/referrals/own.html", {"referral": found})
    opening = openings.lasting(referral=found, by=request.user)
    return render(
        request,
        "inclusion/referrals/referral.html",
        {
            "referral": found,
            "opening": opening,
            "likely": selectors.likely_same(found.person) if opening else [],
            "instead": reaching.instead_of(found.person) if opening else "",
            "tellings": tellings.of_referral(found),
            "is_waiting": found.state == ReferralState.SUBMITTED,
            "openings": found.openings.select_related("by"),
            "events": found.events.select_related("by"),
            "between": own.between(found.made_by, found.to),
        },
    )


# The team ---


def _received(request, reference) -> Referral:
    return get_object_or_404(
        Referral.objects.received_by(request.user).select_related("to", "person", "made_by"),
        reference=reference,
    )


@require_POST
def open_referral(request, reference):
    found = _received(request, reference)
    openings.log_opening(referral=found, by=request.user)
    messages.success(request, "Details shown. This is recorded in the access log")
    return redirect(found)


def _told(referral: Referral) -> str:
    """How the person is told of the decision, and the partner that referred them."""
    told = referral.tellings.order_by("-pk")[0]
    if told.is_waiting and told.is_letter:
        sentence = "Post them the letter that is now under “Letters and calls”"
    elif told.is_waiting:
        sentence = "Make the call that is now under “Letters and calls”"
    else:
        sentence = f"We are telling them by {told.get_channel_display().lower()}"
    if referral.made_by:
        return f"{sentence}. We are also telling {referral.made_by}"
    return sentence


def _is_hidden(request, found: Referral) -> bool:
    if openings.lasting(referral=found, by=request.user):
        return False
    messages.warning(request, "Show the details first. It will be recorded in the access log")
    return True


@acts
def accept(request, reference):
    found = _received(request, reference)
    if _is_hidden(request, found):
        return redirect(found)
    likely = selectors.likely_same(found.person)
    form = AcceptForm(posted(request), likely=likely, cancel=found.get_absolute_url())

    def take():
        return referrals.accept(referral=found, by=request.user, join=form.case)

    if case := carried_out(form, take):
        openings.log_opening(case=case, by=request.user)
        messages.success(request, f"Referral accepted. {_told(found)}")
        return redirect(case)
    sentence = "We will create a case with each need they asked for, and tell the person."
    page = {
        "form": form,
        "title": "Accept referral",
        "sentence": sentence,
        "back": found.get_absolute_url(),
    }
    return show(request, "inclusion/form.html", page)


@acts
def decline(request, reference):
    found = _received(request, reference)
    if _is_hidden(request, found):
        return redirect(found)
    form = DeclineForm(posted(request), referral=found, cancel=found.get_absolute_url())

    def say_no():
        return referrals.decline(referral=found, by=request.user, **form.cleaned_data)

    if carried_out(form, say_no):
        messages.success(request, f"Referral declined. {_told(found)}")
        # A call is best made now, with what to say at hand.
        by_hand = found.tellings.waiting().filter(step=Step.DECLINED).first()
        if by_hand:
            return redirect("inclusion_workspace:telling", by_hand.reference)
        return redirect("inclusion_workspace:waiting")
    sentence = (
        "Your name will be recorded with the decision. We will give the person the reason in plain "
        "English, and say where else to get help."
    )
    page = {
        "form": form,
        "title": "Decline referral",
        "sentence": sentence,
        "back": found.get_absolute_url(),
    }
    return show(request, "inclusion/form.html", page)
