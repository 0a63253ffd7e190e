"""What is kept from the public edition."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from diz_portal import access
from diz_portal.pages import acted, acts, confirm, posted
from projects.packs import selectors
from projects.packs.forms import ReviewForm, WithholdForm
from projects.packs.models import PackSection
from projects.packs.services import withholding
from projects.packs.views.packs import page_url


def _pack(request, reference):
    pack = selectors.pack(request.user, reference)
    access.require(request.user, "projects.withhold", pack)
    return pack


def _item(pack, kind, item):
    """What may be withheld, by its kind: a section, a sentence, a decision."""
    if kind == "section":
        if item not in PackSection.values:
            raise Http404
        return PackSection(item), PackSection(item).label
    if kind not in ("sentence", "decision"):
        raise Http404
    rows = pack.sentences.filter(is_removed=False) if kind == "sentence" else pack.decisions.all()
    found = get_object_or_404(rows, reference=item)
    return found, str(found)


@acts
def withhold(request, reference, kind, item):
    pack = _pack(request, reference)
    found, what = _item(pack, kind, item)
    held = pack.withheld.filter(**{kind: found}).first()
    form = WithholdForm(posted(request), held=held, cancel=page_url(pack))
    return acted(
        request,
        form,
        lambda: withholding.withhold(
            by=request.user, pack=pack, item=found, instead_of=held, **form.cleaned_data
        ),
        done="Item withheld from the public edition",
        back=page_url(pack),
        template="packs/withhold.html",
        pack=pack,
        what=what,
        held=held,
    )


@acts
def release(request, reference, item):
    pack = _pack(request, reference)
    found = get_object_or_404(pack.withheld, reference=item)
    found.pack = pack
    return confirm(
        request,
        title=f"Publish item: {found.what}?",
        sentence="The public edition will include this item.",
        button="Publish item",
        back=page_url(pack),
        act=lambda: withholding.release(by=request.user, item=found),
        done="Item no longer withheld",
    )


@acts
def review(request, reference, item):
    pack = _pack(request, reference)
    found = get_object_or_404(
        pack.withheld.select_related("sentence", "decision", "decided_by"), reference=item
    )
    found.pack = pack
    form = ReviewForm(posted(request), cancel=page_url(pack))
    return acted(
        request,
        form,
        lambda: withholding.review(
            by=request.user,
            item=found,
            reason=form.cleaned_data["reason"],
            keep_until=form.keep_until,
        ),
        done="Review saved",
        back=page_url(pack),
        template="packs/review.html",
        pack=pack,
        item=found,
    )
