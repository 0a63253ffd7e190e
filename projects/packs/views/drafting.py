"""Writing a draft."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from diz_portal.access import Refusal
from diz_portal.pages import acted, acts, confirm, posted
from projects.packs import selectors
from projects.packs.forms import DecisionForm, PeriodForm, SentenceForm
from projects.packs.services import drafting
from projects.packs.views.packs import find_draft, page_url


def _form(request, pack, form, act, *, done, title, button_page=""):
    return acted(
        request,
        form,
        lambda: act(by=request.user, **form.cleaned_data),
        done=done,
        back=page_url(pack),
        template="packs/form.html",
        pack=pack,
        title=title,
    )


@acts
def period(request, reference):
    pack = find_draft(request, reference)
    form = PeriodForm(
        posted(request),
        pack=pack,
        meetings=selectors.meetings(pack.project, but=pack),
        cancel=page_url(pack),
    )
    return _form(
        request,
        pack,
        form,
        lambda **values: drafting.change(pack=pack, **values),
        done="Meeting and period saved",
        title="Meeting and period",
    )


@acts
def write_again(request, reference):
    pack = find_draft(request, reference)
    return confirm(
        request,
        title=f"Rewrite draft: {pack.about}?",
        sentence="Sentences that were written automatically will be rewritten from the records. "
        "Sentences that someone edited, added or removed will stay as they are.",
        button="Rewrite draft",
        back=page_url(pack),
        act=lambda: drafting.write_again(by=request.user, pack=pack),
        done="Draft rewritten",
    )


@acts
def delete(request, reference):
    pack = find_draft(request, reference)
    return confirm(
        request,
        title=f"Delete draft: {pack.about}?",
        sentence="The draft and everything written in it will be deleted. You cannot undo this.",
        button="Delete draft",
        back=page_url(pack),
        after=reverse("packs:list"),
        act=lambda: drafting.delete(by=request.user, pack=pack),
        done="Draft deleted",
        is_grave=True,
    )


# Sentences --------------------------------------------------------------------------


def _sentence(request, reference, sentence):
    pack = find_draft(request, reference)
    found = get_object_or_404(pack.sentences, reference=sentence)
    found.pack = pack
    return found


@acts
def sentence_add(request, reference):
    pack = find_draft(request, reference)
    form = SentenceForm(posted(request), cancel=page_url(pack))
    return _form(
        request,
        pack,
        form,
        lambda **values: drafting.add_sentence(pack=pack, **values),
        done="Sentence added",
        title="Add sentence",
    )


@acts
def sentence(request, reference, sentence):
    found = _sentence(request, reference, sentence)
    form = SentenceForm(posted(request), sentence=found, cancel=page_url(found.pack))
    return _form(
        request,
        found.pack,
        form,
        lambda **values: drafting.edit_sentence(sentence=found, **values),
        done="Sentence saved",
        title="Edit sentence",
    )


@require_POST
def up(request, reference, sentence):
    return _does(request, _sentence(request, reference, sentence), drafting.move_up, "")


@require_POST
def remove(request, reference, sentence):
    found = _sentence(request, reference, sentence)
    return _does(request, found, drafting.remove_sentence, "Sentence removed")


@require_POST
def put_back(request, reference, sentence):
    found = _sentence(request, reference, sentence)
    return _does(request, found, drafting.put_back, "Sentence restored")


def _does(request, sentence, act, done):
    try:
        act(by=request.user, sentence=sentence)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        if done:
            messages.success(request, done)
    return redirect(page_url(sentence.pack) + "#changed")


# Decisions --------------------------------------------------------------------------


def _decision(request, reference, decision):
    pack = find_draft(request, reference)
    found = get_object_or_404(pack.decisions, reference=decision)
    found.pack = pack
    return found


@acts
def decision_add(request, reference):
    pack = find_draft(request, reference)
    form = DecisionForm(posted(request), cancel=page_url(pack))
    return _form(
        request,
        pack,
        form,
        lambda **values: drafting.add_decision(pack=pack, **values),
        done="Decision added",
        title="Add decision",
    )


@acts
def decision(request, reference, decision):
    found = _decision(request, reference, decision)
    form = DecisionForm(posted(request), decision=found, cancel=page_url(found.pack))
    return _form(
        request,
        found.pack,
        form,
        lambda **values: drafting.edit_decision(decision=found, **values),
        done="Decision saved",
        title="Edit decision",
    )


@acts
def decision_remove(request, reference, decision):
    found = _decision(request, reference, decision)
    return confirm(
        request,
        title=f"Remove decision: {found}?",
        sentence="The decision and its implications will be removed. You cannot undo this.",
        button="Remove decision",
        back=page_url(found.pack),
        act=lambda: drafting.remove_decision(by=request.user, decision=found),
        done="Decision removed",
        is_grave=True,
    )
