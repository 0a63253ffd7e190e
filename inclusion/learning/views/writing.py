"""Writing a lesson in the workspace: its versions, a draft, and the review by somebody else."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import reading_age
from diz_portal.access import Refusal, require
from diz_portal.pages import acts, carried_out, posted, show
from inclusion.learning import quiz_text
from inclusion.learning.forms.writing import SendBackForm, VersionForm
from inclusion.learning.models import Lesson, LessonVersion
from inclusion.learning.pictures import PICTURES
from inclusion.learning.selectors import writing as selectors
from inclusion.learning.services import versions

# What residents' texts aim at: docs/words.md.
AIM = 9


def _lesson(request, slug, *, permission) -> Lesson:
    require(request.user, permission)
    # Whoever reviews reads drafts too.
    return get_object_or_404(Lesson.objects.select_related("module__path"), slug=slug)


def _version(request, slug, number) -> LessonVersion:
    require(request.user, "inclusion.review_lessons")
    found = selectors.version_of(slug, number)
    if found is None:
        raise Http404
    return found


@require_safe
def lesson_versions(request, lesson):
    found = _lesson(request, lesson, permission="inclusion.review_lessons")
    return render(
        request,
        "inclusion/learn/writing/versions.html",
        {
            "lesson": found,
            "versions": selectors.versions_of(found),
            "may_write": request.user.has_perm("inclusion.write_lessons"),
        },
    )


@acts
def write(request, lesson):
    found = _lesson(request, lesson, permission="inclusion.write_lessons")
    begun = found.versions.open().filter(written_by=request.user).first()
    form = VersionForm(
        posted(request),
        lesson=found,
        begun=begun,
        asked=quiz_text.written(versions.asked_in(found)),
        cancel=reverse("inclusion_workspace:lesson_versions", args=[found.slug]),
    )
    made = carried_out(
        form, lambda: versions.write(lesson=found, by=request.user, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Draft saved. Check it, then send it for review")
        return redirect(made)
    return show(
        request,
        "inclusion/learn/writing/write.html",
        {"form": form, "lesson": found, "is_new": begun is None},
    )


DONE = {
    "review": (versions.send, "Version sent for review"),
    "withdraw": (versions.send_back, "Version withdrawn from review"),
    "publish": (versions.publish, "Version published"),
    "discard": (versions.discard, "Version discarded"),
}


@acts
def version(request, lesson, number):
    found = _version(request, lesson, number)
    if request.method == "POST":
        return _act(request, found)
    age, words = reading_age.of(found.words.replace("*", "").replace("#", "").splitlines())
    return render(
        request,
        "inclusion/learn/writing/version.html",
        {
            "version": found,
            "picture": PICTURES.get(found.picture),
            "questions": quiz_text.read(found.questions),
            "age": round(age),
            "aim": AIM,
            "words": words,
            "may_write": request.user.has_perm("inclusion.write_lessons"),
            "is_own": found.written_by_id == request.user.pk,
        },
    )


def _act(request, found: LessonVersion):
    act, done = DONE.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        return redirect(found)
    try:
        if act is versions.publish:
            versions.publish(
                version=found, by=request.user, read_as=request.POST.get("read_as", "")
            )
        else:
            act(version=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
        if act is versions.discard:
            return redirect("inclusion_workspace:lesson_versions", found.lesson.slug)
    return redirect(found)


@acts
def send_back(request, lesson, number):
    found = _version(request, lesson, number)
    form = SendBackForm(posted(request), cancel=found.get_absolute_url())

    def act():
        return versions.send_back(version=found, by=request.user, **form.cleaned_data)

    if carried_out(form, act):
        messages.success(request, "Version sent back to its author")
        return redirect(found)
    return show(request, "inclusion/learn/writing/send_back.html", {"form": form, "version": found})
