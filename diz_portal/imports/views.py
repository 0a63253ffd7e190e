"""The pages of a file on its way in, the same for every kind. An app says where its imports are
found and who may work on them, and puts the pages under its own addresses:

    class Pages(ImportPages):
        namespace = "projects_workspace"
        …

    urlpatterns = [..., *Pages().urls("<slug:slug>/imports/")]
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from diz_portal import spreadsheets
from diz_portal.access import Refusal
from diz_portal.pages import acts, carried_out, chosen_of, confirm, page_of, posted, show

from . import choosing, kinds, selectors, services
from .forms import MatchForm, RowsForm
from .models import ASKED, ImportAction, ImportState

# In the order in which they want to be looked at.
PARTS = {
    "errors": ImportAction.ERROR,
    "corrections": ImportAction.CORRECT,
    "doubles": ImportAction.DOUBLE,
    "changed": ImportAction.CHANGE,
    "new": ImportAction.CREATE,
    "out": ImportAction.OUT,
}
PART_LABELS = {
    "errors": "Errors",
    "corrections": "Corrections",
    "doubles": "Possible duplicates",
    "changed": "Changed",
    "new": "New",
    "out": "Left out",
}
A_LIST = 25


@dataclass(frozen=True)
class Place:
    """Where imports stand: what is above them on the page, and the way back."""

    title: str
    back: str
    back_to: str
    # What can be uploaded here by this person: the words of the button, and its address.
    new: list[tuple[str, str]] = field(default_factory=list)


class ImportPages:
    """One app's. Addresses are named `import`, `import_match` and so on in its namespace."""

    namespace: str

    def find(self, request: Any, reference: str, *args: Any, **where: Any) -> Any:
        """The import, of those that the person may see; else 404."""
        return get_object_or_404(self.batches(request, **where), reference=reference)

    def batches(self, request: Any, *args: Any, **where: Any) -> Any:
        """The imports here that the person may see, or 404."""
        raise NotImplementedError

    def place(self, request: Any, batch: Any = None, *args: Any, **where: Any) -> Place:
        raise NotImplementedError

    def may(self, request: Any, batch: Any) -> bool:
        """Whether the person may do something with this one."""
        raise NotImplementedError

    def args(self, batch: Any) -> list[str]:
        """What the address of a batch is made of."""
        return [batch.reference]

    def new(self, batch: Any) -> str:
        """Where a file of the same kind is uploaded."""
        raise NotImplementedError

    # What follows is the same for all ------------------------------------------------------

    def urls(self, prefix: str) -> list[URLPattern]:
        one = f"{prefix}<slug:reference>/"
        pages: list[tuple[str, Callable, str]] = [
            (prefix, require_safe(self.listing), "imports"),
            (one, require_safe(self.batch), "import"),
            (f"{one}match/", acts(self.match), "import_match"),
            (f"{one}rows/", acts(self.rows), "import_rows"),
            (f"{one}check/", require_POST(self.check), "import_check"),
            (f"{one}apply/", require_POST(self.apply), "import_apply"),
            (f"{one}undo/", acts(self.undo), "import_undo"),
            (f"{one}discard/", require_POST(self.discard), "import_discard"),
            (f"{one}errors.csv", require_safe(self.errors), "import_errors"),
        ]
        return [path(route, view, name=name) for route, view, name in pages]

    def address(self, batch: Any, name: str = "") -> str:
        name = f"import_{name}" if name else "import"
        return reverse(f"{self.namespace}:{name}", args=self.args(batch))

    def corrected(self, batch: Any) -> str:
        """Where its corrected file is uploaded: supplier and matching are kept."""
        return f"{self.new(batch)}?after={batch.reference}"

    def after(self, request: Any, **where: Any) -> Any:
        """The import that an uploaded file corrects, where the address names one."""
        wanted = chosen_of(request, "after")["after"]
        return self.batches(request, **where).filter(reference=wanted).first() if wanted else None

    def uploaded(self, batch: Any) -> Any:
        """Where somebody goes who has just uploaded it."""
        needs = batch.state == ImportState.UPLOADED
        return redirect(self.address(batch, "match" if needs else ""))

    def _mine(self, request: Any, reference: str, where: dict[str, str]) -> Any:
        found = self.find(request, reference, **where)
        if not self.may(request, found):
            raise PermissionDenied
        return found

    def _to(self, batch: Any) -> Any:
        return redirect(self.address(batch))

    # Pages ----------------------------------------------------------------------------------

    def listing(self, request: Any, **where: Any) -> Any:
        place = self.place(request, **where)
        page = page_of(request, self.batches(request, **where), A_LIST)
        for one in page:
            one.address = self.address(one)
        return render(request, "imports/list.html", {"place": place, "page": page})

    def batch(self, request: Any, reference: str, **where: Any) -> Any:
        return self._page(request, self.find(request, reference, **where), where)

    def _page(
        self,
        request: Any,
        found: Any,
        where: dict[str, str],
        wrong: str = "",
        ticked: Iterable[int] = (),
    ) -> Any:
        may = self.may(request, found)
        kind, counts = kinds.of(found), found.summary
        chosen = request.GET.get("show", "")
        if chosen not in PARTS:
            chosen = next((one for one, action in PARTS.items() if counts.get(action.value)), "new")
        page = grid = None
        if counts and not found.is_at_work and found.state != ImportState.UPLOADED:
            page = page_of(request, found.rows.filter(action=PARTS[chosen]).order_by("pk"))
            grid = selectors.grid(found, page)
            for line in grid.lines if wrong else ():
                line.ticked = line.pk in ticked
        why_not = kind.why_not(found, request.user) if may else ""
        is_open = found.state == ImportState.CHECKED and may
        names = ["match", "rows", "check", "apply", "undo", "discard", "errors"]
        context = {
            "place": self.place(request, found, **where),
            "batch": found,
            "kind": kind,
            "counts": counts,
            "chosen": chosen,
            "parts": [
                (one, PART_LABELS[one], counts.get(action.value, 0))
                for one, action in PARTS.items()
                if counts.get(action.value) or one in ("new", "changed", "errors")
            ],
            "page": page,
            "grid": grid,
            "here": self.address(found),
            "to": {name: self.address(found, name) for name in names},
            "new": self.new(found),
            "corrected": self.corrected(found),
            "facts": kind.facts(found),
            "twin": selectors.applied_before(found) if found.state == ImportState.CHECKED else None,
            "looked_at": kind.looked_at(found),
            "rows_gone": services.rows_are_gone(found),
            "no_undo": services.ROWS_GONE,
            "skipped": sum(counts.get("skipped", {}).values()),
            "asked": sum(counts.get(action.value, 0) for action in ASKED),
            "may": may,
            "may_apply": may and not why_not,
            "why_not": why_not,
            "may_choose": is_open,
            "wrong": wrong,
            "wrong_at": "reason" if wrong == choosing.NO_REASON else "row-1",
        }
        return render(request, "imports/batch.html", context, status=422 if wrong else 200)

    def match(self, request: Any, reference: str, **where: Any) -> Any:
        found = self._mine(request, reference, where)
        if found.state not in (ImportState.UPLOADED, ImportState.CHECKED):
            messages.info(request, "You can no longer change the column matching of this import.")
            return self._to(found)
        form = MatchForm(posted(request), batch=found)

        def save():
            return services.match(
                batch=found,
                headings=form.headings or found.headings,
                words=form.words,
                by=request.user,
            )

        if carried_out(form, save):
            return self._to(found)
        context = {
            "place": self.place(request, found, **where),
            "batch": found,
            "kind": form.kind,
            "form": form,
            "back": self.address(found),
            "discard": self.address(found, "discard"),
        }
        return show(request, "imports/match.html", context)

    def rows(self, request: Any, reference: str, **where: Any) -> Any:
        """What somebody says of the rows that they ticked."""
        found = self._mine(request, reference, where)
        if request.method != "POST":
            # What was refused is shown at this address, and leads on from there.
            return redirect(f"{self.address(found)}?{request.GET.urlencode()}")
        form = RowsForm(request.POST)
        if not form.is_valid():
            return self._page(request, found, where, choosing.NOTHING_TICKED)
        said = form.cleaned_data
        who = {"batch": found, "by": request.user}
        try:
            match said["verb"]:
                case "out":
                    choosing.leave_out(rows=said["rows"], **who)
                case "out_proposed":
                    choosing.leave_out_proposed(**who)
                case "keep_proposed":
                    choosing.keep_proposed(**who)
                case "with_hidden" | "without_hidden":
                    choosing.read_hidden(wanted=said["verb"] == "with_hidden", **who)
                case "repair":
                    choosing.put_letters_right(**who)
                case "keep":
                    choosing.keep(rows=said["rows"], **who)
                case ImportAction.CORRECT | ImportAction.DOUBLE:
                    choosing.tick(
                        action=said["verb"],
                        rows=said["rows"],
                        shown=None if said["every"] else said["shown"],
                        reason=said["reason"],
                        **who,
                    )
                    shown = "corrections" if said["verb"] == ImportAction.CORRECT else "doubles"
                    messages.success(
                        request, "Saved. The selected rows will be applied with the rest"
                    )
                    return redirect(f"{self.address(found)}?show={shown}")
        except Refusal as refusal:
            return self._page(request, found, where, refusal.message, said["rows"])
        return self._to(found)

    def _act(self, request: Any, reference: str, where: dict[str, str], verb: Callable) -> Any:
        """Ask the service, and say on the batch's page when the answer is no."""
        found = self._mine(request, reference, where)
        try:
            verb(batch=found, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return self._to(found)

    def check(self, request: Any, reference: str, **where: Any) -> Any:
        return self._act(request, reference, where, services.check_again)

    def apply(self, request: Any, reference: str, **where: Any) -> Any:
        return self._act(request, reference, where, services.apply)

    def undo(self, request: Any, reference: str, **where: Any) -> Any:
        found = self._mine(request, reference, where)
        if request.method != "POST":
            if found.state != ImportState.APPLIED:
                return self._to(found)
            if services.rows_are_gone(found):
                messages.error(request, services.ROWS_GONE)
                return self._to(found)
        counts = found.summary
        return confirm(
            request,
            title=f"Undo the import of {found.file_name}?",
            sentence="",
            button="Undo import",
            is_grave=True,
            back=self.address(found),
            back_to=found.file_name,
            keep="Cancel",
            act=lambda: services.undo(batch=found, by=request.user),
            template="imports/undo.html",
            batch=found,
            kind=kinds.of(found),
            made=counts.get("create", 0),
            changed=counts.get("change", 0) + counts.get("taken", 0),
        )

    def discard(self, request: Any, reference: str, **where: Any) -> Any:
        found = self._mine(request, reference, where)
        try:
            services.discard(batch=found, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return self._to(found)
        messages.success(request, f"{found.file_name} discarded. No changes were made")
        return redirect(f"{self.namespace}:imports", *self.args(found)[:-1])

    def errors(self, request: Any, reference: str, **where: Any) -> Any:
        found = self.find(request, reference, **where)
        rows = found.rows.filter(action=ImportAction.ERROR).order_by("pk")
        lines = (
            (row.sheet, row.number, row.label, *_in_file(error))
            for row in rows.iterator(chunk_size=1_000)
            for error in row.errors
        )
        header = ["sheet", "row", "name", "column", "heading", "value", "what is wrong"]
        return spreadsheets.csv_response(f"errors-{found.reference}.csv", header, lines)


def _in_file(error: dict[str, str]) -> tuple[str, ...]:
    return tuple(error.get(name, "") for name in ("at", "column", "value", "message"))
