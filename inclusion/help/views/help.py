"""Asking for help, by the person or by staff for a caller, and seeing how far it has got."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal import access, limits
from diz_portal.pages import acts, carried_out, posted, show
from inclusion.cases.services import openings
from inclusion.help.asking import Asking
from inclusion.help.forms.asking import EqualityForm, ProgressForm, SendForm
from inclusion.help.forms.caller import CallerForm
from inclusion.help.selectors import switches
from inclusion.help.selectors.help import anyone_takes_requests
from inclusion.help.services import help as services


@login_not_required
@acts
def start(request):
    """What there is and what happens; the button begins."""
    asking = Asking(request)
    nobody = not anyone_takes_requests()
    if request.method == "POST" and not nobody:
        asking.begin(request.POST.get("wanted", ""))
        return redirect(asking.after(""))
    page = {"told": switches.told(), "nobody": nobody}
    return render(request, "inclusion/help/start.html", page)


@login_not_required
@never_cache
@acts
def step(request, step):
    asking = Asking(request)
    if step not in asking.questions:
        raise Http404
    # Nobody answers eight questions that no one will read: the first page says so.
    if not asking.is_begun or not anyone_takes_requests():
        return redirect(asking.start_url)
    form = asking.form(step, posted(request))
    if carried_out(form, lambda: services.can_be_read(form.cleaned_data)):
        asking.keep(step, form.answers())
        return redirect(asking.after(step))
    return show(
        request,
        "inclusion/help/step.html",
        {
            "form": form,
            "asking": asking,
            "back": asking.before(step),
            "place": asking.place_of(step),
        },
    )


@login_not_required
@never_cache
@acts
def check(request):
    asking = Asking(request)
    if not asking.is_begun:
        return redirect(asking.start_url)
    if missing := asking.missing():
        return redirect(asking.url(missing))
    form = SendForm(posted(request), user=request.user, button="Send my request")

    def send():
        limits.require_for_public_form("ask for help", request)
        return services.ask(
            person=asking.details(),
            wanted=asking.answers["wanted"],
            which_device=asking.answers.get("which_device", ""),
            story=asking.answers.get("story", ""),
            attempt=asking.attempt,
        )

    if referral := carried_out(form, send):
        asking.forget()
        request.session["asked"] = referral.reference
        return redirect("inclusion:help_sent")
    return show(
        request,
        "inclusion/help/check.html",
        {"form": form, "asking": asking, "rows": asking.rows()},
    )


@login_not_required
@never_cache
@require_safe
def sent(request):
    """The reference and what happens next, for whoever has just sent a request."""
    reference = request.session.get("asked")
    if not reference:
        return redirect("inclusion:help")
    page = {
        "reference": reference,
        "by": services.heard_by(reference),
        "learn": services.asked_to_learn(reference),
    }
    return render(request, "inclusion/help/sent.html", page)


@login_not_required
@never_cache
@acts
def equality(request):
    """Optional questions, after the request has been sent: once, and kept apart from it."""
    if not request.session.get("asked"):
        return redirect("inclusion:help")
    form = EqualityForm(posted(request))
    if form.is_valid():
        services.keep_equality_answers(**form.cleaned_data)
        del request.session["asked"]
        return redirect("inclusion:help_thanks")
    return show(request, "inclusion/help/equality.html", {"form": form})


@login_not_required
@require_safe
def thanks(request):
    return render(request, "inclusion/help/thanks.html")


# Of one reference: a stranger who has it shall not try all dates of birth in a week.
LOCKED_FOR = 60 * 60
LOCKED = "You have tried this reference too many times. Wait one hour and try again, or call us"


@login_not_required
@never_cache
@acts
def progress(request):
    """How far a request has got, by its reference and date of birth."""
    form = ProgressForm(posted(request))

    def look():
        return limits.only_wrong(
            lambda: services.progress(**form.cleaned_data),
            limits.Limit(
                "look up a request", limits.address_of(request), limits.BEHIND_ONE_ADDRESS
            ),
            # Known or unknown: what is said gives neither away.
            limits.Limit(
                "look up this request",
                form.cleaned_data["reference"],
                window=LOCKED_FOR,
                message=LOCKED,
            ),
        )

    if found := carried_out(form, look):
        return render(request, "inclusion/help/progress.html", {"found": found})
    return show(request, "inclusion/help/look_up.html", {"form": form})


@never_cache
@acts
def caller(request):
    """The same questions on one page, written down by staff for somebody who telephones. Whoever
    decides about it goes straight on to it, with what they have just typed still shown."""
    access.require(request.user, "inclusion.write_for_callers")
    nobody = not anyone_takes_requests()
    form = CallerForm(None if nobody else posted(request))

    def send():
        return services.ask(by=request.user, **form.asked())

    if referral := carried_out(form, send):
        said = f"Request sent. Their reference is {referral.reference}. Read it out to the caller"
        messages.success(request, said)
        if request.user.has_perm("inclusion.answer_referral", referral):
            openings.log_opening(referral=referral, by=request.user)
            return redirect(referral)
        return redirect("inclusion_workspace:caller")
    return show(request, "inclusion/help/caller.html", {"form": form, "nobody": nobody})
