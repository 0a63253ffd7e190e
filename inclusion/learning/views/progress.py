"""Somebody's own progress: by its link, its code, or the visit in which it began."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diz_portal import limits, unseen
from diz_portal.outbox.models import Channel
from diz_portal.pages import PUBLIC, acted, acts, carried_out, confirm, posted, show
from inclusion.learning.forms.learning import AgainForm, CodeForm, SendLinkForm
from inclusion.learning.models import Learner
from inclusion.learning.selectors import learning as selectors
from inclusion.learning.services import progress
from inclusion.learning.views.learners import carry_on, done_by, learner_of
from inclusion.learning.views.learners import leave as leave_visit

WAYS = {
    Channel.EMAIL: ("Send it by email", "We will email you your link."),
    Channel.TEXT: ("Send it by text", "We will text you your link."),
    Channel.LETTER: (
        "Send it in a letter",
        "We will post you your code.",
    ),
    Channel.PHONE: (
        "Get a call",
        "We will call you and read out your code.",
    ),
}


SENT = {
    Channel.EMAIL: "Link sent by email. Check your inbox",
    Channel.TEXT: "Link sent by text",
    Channel.LETTER: "Letter requested. We will post it to you",
    Channel.PHONE: "Call requested. We will call you",
}


@login_not_required
@never_cache
@require_safe
def keep(request):
    """The link and the code of whoever learns here, and ways to have them sent."""
    learner = learner_of(request)
    if learner is None:
        return redirect("inclusion:learn_find")
    ways = [(channel.value, title) for channel, (title, _) in WAYS.items()]
    return render(request, "inclusion/learn/keep.html", {"learner": learner, "ways": ways})


@login_not_required
@never_cache
@acts
def send(request, channel):
    learner = learner_of(request)
    if channel not in Channel.values:
        raise Http404
    if learner is None:
        return redirect("inclusion:learn_find")
    title, sentence = WAYS[Channel(channel)]
    back = reverse("inclusion:learn_keep")
    form = SendLinkForm(posted(request), channel=Channel(channel), cancel=back, user=request.user)

    def post():
        asked = form.asked()
        limits.require_for_public_form("send a learning link", request, filter(None, [asked["to"]]))
        progress.send_link(learner=learner, **asked)

    if carried_out(form, post):
        messages.success(request, SENT[Channel(channel)])
        return redirect("inclusion:learn_keep")
    return show(
        request,
        "inclusion/learn/send.html",
        {
            "form": form,
            "title": title,
            "sentence": sentence,
            "back": back,
            "channel": channel,
        },
    )


@login_not_required
@require_POST
def leave(request):
    """Somebody else sits down at this computer."""
    leave_visit(request)
    messages.success(
        request, "Your progress is no longer saved on this device. Your link and code still work"
    )
    return redirect("inclusion:learn")


@login_not_required
@never_cache
@acts
def find(request):
    """Carry on with a code, or have the link sent again."""
    form = CodeForm(posted(request))

    def look():
        return limits.only_wrong(
            lambda: progress.by_code(code=form.cleaned_data["code"]),
            limits.Limit("find progress", limits.address_of(request), limits.BEHIND_ONE_ADDRESS),
        )

    if learner := carried_out(form, look):
        return redirect("inclusion:learn_own", learner.token)
    return show(request, "inclusion/learn/find.html", {"form": form})


@login_not_required
@never_cache
@acts
def send_again(request):
    """The same answer whether the address is known or not."""
    form = AgainForm(posted(request), user=request.user)

    def post():
        email = form.cleaned_data["email"]
        limits.require_for_public_form("send a learning link", request, [email])
        progress.send_again(email=email)

    return acted(
        request,
        form,
        post,
        done="If we have your address, we have emailed your link. Check your inbox",
        back=reverse("inclusion:learn_find"),
        template="inclusion/learn/again.html",
    )


def of_link(view):
    """Whoever holds the link is its learner."""

    @wraps(view)
    def found(request, token):
        learner = Learner.objects.by_token(token).first()
        if learner is None:
            raise Http404
        return view(request, learner)

    return login_not_required(never_cache(found))


@of_link
@acts
def own(request, learner):
    """How far they have got; the button carries on here, on whatever device this is."""
    found = selectors.offers(done_by(learner))
    if request.method == "POST":
        progress.use(learner=learner)
        carry_on(request, learner)
        slug = unseen.on_a_line(request.POST.get("path", ""))
        course = selectors.course(request.user, slug[:60], done_by(learner)) if slug else None
        if course is None:
            return redirect("inclusion:learn")
        return redirect(course.next_step.url if course.next_step else course.path)
    return render(
        request,
        "inclusion/learn/own.html",
        {
            "learner": learner,
            "begun": [one for one in found if one.done],
            "others": [one for one in found if not one.done],
        },
    )


@of_link
@acts
def erase(request, learner):
    def forget():
        progress.forget(learner=learner)
        leave_visit(request)

    return confirm(
        request,
        title="Delete your progress?",
        sentence="",
        button="Delete my progress",
        is_grave=True,
        back=reverse("inclusion:learn_own", args=[learner.token]),
        back_to="Your progress",
        layout=PUBLIC,
        template="inclusion/learn/erase.html",
        act=forget,
        done="Your progress has been deleted",
        after=reverse("inclusion:learn"),
        learner=learner,
    )
