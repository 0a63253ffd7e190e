"""The workspace: writing to the people of a seminar."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.outbox.models import Channel
from diz_portal.pages import acts, carried_out, page_of, posted
from seminars import services
from seminars.forms import MessageForm
from seminars.models import Registration, Seminar, SeminarMessage
from seminars.placeholders import MEANINGS
from seminars.selectors import reminding
from seminars.services.messages import in_words, recipients
from seminars.views.organising import find


def messages_of(seminar: Seminar) -> str:
    return reverse("seminars_workspace:messages", args=[seminar.slug])


@require_safe
def sent(request, slug):
    """What was written to people of a seminar, the latest first."""
    seminar = find(request, slug)
    found = SeminarMessage.objects.filter(seminar=seminar).select_related("sent_by")
    page = page_of(request, found)
    return render(
        request,
        "seminars/workspace/messages.html",
        {"seminar": seminar, "page": page},
    )


@require_safe
def message(request, slug, reference):
    seminar = find(request, slug)
    found = SeminarMessage.objects.filter(seminar=seminar).select_related("sent_by")
    values = {"seminar": seminar, "message": get_object_or_404(found, reference=reference)}
    return render(request, "seminars/workspace/message.html", values)


@acts
def write(request, slug):
    """Write, look, send: nothing goes out before somebody saw whom it goes to."""
    seminar = find(request, slug)
    form = MessageForm(posted(request), seminar=seminar, cancel=messages_of(seminar))
    values = {
        "form": form,
        "seminar": seminar,
        "back": messages_of(seminar),
        "placeholders": MEANINGS.items(),
    }
    step = request.POST.get("step", "")
    if step == "send":
        if made := carried_out(form, lambda: _send(request, seminar, form)):
            messages.success(request, f"Message sent to {_people(made.recipients)}")
            return redirect("seminars_workspace:message", seminar.slug, made.reference)
    elif form.is_bound and step != "change" and form.is_valid():
        chosen = _chosen(request, seminar, form)
        if chosen.exclude(channel="").exists():
            return render(
                request,
                "seminars/workspace/message_preview.html",
                {**values, **_look(seminar, form, chosen)},
            )
        form.add_error("groups", services.NobodyToWriteTo.message)
    is_wrong = form.is_bound and step != "change"
    template = "seminars/workspace/message_form.html"
    return render(request, template, values, status=422 if is_wrong else 200)


def _send(request, seminar: Seminar, form: MessageForm) -> SeminarMessage:
    return services.send_message(by=request.user, seminar=seminar, **form.asked())


def _chosen(request, seminar: Seminar, form: MessageForm):
    asked = form.asked()
    seen = Registration.objects.visible_to(request.user)
    return recipients(seminar, groups=asked["groups"], places=asked["places"]).filter(
        pk__in=seen.values("pk")
    )


def _look(seminar: Seminar, form: MessageForm, chosen) -> dict:
    asked = form.asked()
    counted = dict(
        chosen.order_by().values_list("channel").annotate(people=Count("pk")).order_by("channel")
    )
    unreached = counted.pop("", 0)
    reached = sum(counted.values())
    return {
        "whom": in_words(asked["groups"], asked["places"]),
        "reached": reached,
        "ways": [(Channel(channel).label, people) for channel, people in counted.items()],
        "unreached": unreached,
        "button": f"Send to {_people(reached)}",
        "previews": [
            one
            for one in reminding.previews(
                seminar,
                "message",
                subject=asked["subject"],
                text=asked["text"],
                people=chosen,
            )
            if not one.is_invented
        ],
    }


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
