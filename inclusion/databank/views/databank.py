"""The databank: sums, batches and the statement."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import (
    acts,
    carried_out,
    chosen_of,
    page_of,
    posted,
    posted_files,
    show,
)
from diz_portal.spreadsheets import csv_response
from inclusion.cases.views.answering import acted
from inclusion.databank import statements
from inclusion.databank.forms.keys import ItemWhyForm
from inclusion.databank.forms.receiving import BatchForm
from inclusion.databank.models import Account, DataBatch, DataItem, DataPledge
from inclusion.databank.selectors import databank as selectors
from inclusion.databank.services import databank, lists, pledges, receiving
from inclusion.databank.sizes import gb
from inclusion.imports.models import ImportBatch
from inclusion.imports.views import pages as import_pages

# In the order in which data goes through them.
ACCOUNTS = [
    Account.STOCK,
    Account.RESERVED,
    Account.ISSUED,
    Account.ACTIVATED,
    Account.EXPIRED,
    Account.VOID,
    Account.WITHDRAWN,
]


def mine(request):
    require(request.user, "inclusion.see_databank")
    return DataBatch.objects.visible_to(request.user)


def find_batch(request, reference: str) -> DataBatch:
    return get_object_or_404(mine(request).select_related("kept_by", "pledge"), reference=reference)


def figures(totals: selectors.Totals) -> list[tuple[Account, int]]:
    """In MB."""
    return [(account, totals.of(account)) for account in ACCOUNTS]


@require_safe
def home(request):
    """Data by account, the batches, and what expires soon."""
    batches = mine(request)
    totals = selectors.totals(batches)
    today = timezone.localdate()
    chosen = chosen_of(request, "show", "account")
    found = selectors.with_stock(batches)
    caption = "Batches, soonest to expire first"
    if chosen["account"] in Account.values:
        there = DataItem.objects.filter(batch=OuterRef("pk"), account=chosen["account"])
        found = found.filter(Exists(there))
        caption = f"Batches with data that is {Account(chosen['account']).label.lower()}"
    elif chosen["show"] != "all":
        found = found.filter(Q(stock_count__gt=0) | Q(held_count__gt=0))
    page = page_of(request, found.order_by("expires_on", "pk"))
    return render(
        request,
        "inclusion/databank/home.html",
        {
            "figures": figures(totals),
            "received": totals.received,
            "unusable": totals.unusable,
            "pledged": selectors.pledged_mb(),
            "expiring": selectors.expiring(batches, today)[:10],
            "page": page,
            "chosen": chosen,
            "caption": caption,
            "today": today,
        },
    )


@acts
def receive(request):
    """A batch from an operator or a business, by its numbers."""
    require(request.user, "inclusion.see_databank")
    return receive_batch(request, reverse("inclusion_workspace:databank"))


def receive_batch(request, back: str, pledge: DataPledge | None = None):
    """The form of a batch, or of what was pledged."""
    after = import_pages.after(request)
    form = BatchForm(
        posted(request),
        posted_files(request),
        user=request.user,
        cancel=back,
        pledge=pledge,
        after=after,
    )

    def act():
        said = dict(form.cleaned_data)
        if file := said.pop("file"):
            # A doubtful number of a file is asked about in its preview.
            said.pop("sure")
            with form.of_the_file():
                return lists.upload(file=file, by=request.user, pledge=pledge, after=after, **said)
        if pledge:
            return pledges.receive(pledge=pledge, by=request.user, **said)
        return databank.receive(by=request.user, **said)

    if made := carried_out(form, act):
        if isinstance(made, ImportBatch):
            return import_pages.uploaded(made)
        count = made.items.count()
        messages.success(request, f"{count:,} {'item' if count == 1 else 'items'} added to stock")
        return redirect(made)
    values = {
        "form": form,
        "title": "Receive pledged data" if pledge else "Receive SIM cards or vouchers",
        "back": back,
    }
    return show(request, "inclusion/stock/form.html", values)


@require_safe
def batch(request, reference):
    found = find_batch(request, reference)
    one = DataBatch.objects.filter(pk=found.pk)
    chosen = chosen_of(request, "account", "q")
    items = DataItem.objects.filter(batch=found).order_by("pk")
    if chosen["account"] in Account.values:
        items = items.filter(account=chosen["account"])
    if chosen["q"]:
        items = items.filter(code__icontains=chosen["q"])
    lines = list(selectors.statement(one))
    totals = selectors.totals(one)
    works = request.user.has_perm("inclusion.keep_batch", found)
    return render(
        request,
        "inclusion/databank/batch.html",
        {
            "batch": found,
            "figures": figures(totals),
            "gift": selectors.gift(one),
            "page": page_of(request, items),
            "chosen": chosen,
            "accounts": [(account.value, account.label) for account in ACCOUNTS],
            "lines": lines,
            "works": works,
            "may_undo": works and receiving.is_untouched(found),
        },
    )


@acts
def undo_receipt(request, reference):
    """Received by mistake: all of it, and not as written off."""
    found = find_batch(request, reference)
    require(request.user, "inclusion.keep_batch", found)
    back = found.get_absolute_url()
    form = ItemWhyForm(
        posted(request),
        label="Reason for undoing the receipt",
        hint="For example, wrong amount of data or wrong list. Do not include personal details.",
        button="Undo receipt",
        cancel=back,
    )
    return acted(
        request,
        form,
        lambda: receiving.undo(
            batch=found,
            by=request.user,
            key=f"back-{form.cleaned_data['key']}",
            why=form.cleaned_data["why"],
        ),
        back=back,
        title=f"Undo the receipt of batch {found.reference}",
        sentence="Everything in the batch will be removed from stock, as if you had never "
        "received it. "
        "It will not count as written off. You can add the same numbers again, but you cannot "
        "restore this batch.",
        done="Receipt undone. You can add the same numbers again",
    )


@require_safe
def statement(request):
    """Like a bank's: what came in, what went out, and what was left."""
    lines = list(selectors.statement(mine(request)))
    page = page_of(request, lines[::-1])
    return render(
        request,
        "inclusion/databank/statement.html",
        {
            "page": page,
            "lines": page.object_list,
            "title": statements.title(lines),
            "drawing": statements.drawing(lines, name="statement"),
            "days": statements.by_day(lines),
        },
    )


HEADER = [
    "date",
    "batch",
    "network",
    "transaction",
    "items",
    "gb_in",
    "gb_out",
    "gb_in_stock",
    "gb_reserved",
]


@require_safe
def statement_csv(request):
    return csv_response(
        "databank-statement.csv", HEADER, map(_row, selectors.statement(mine(request)))
    )


@require_safe
def batch_csv(request, reference):
    found = find_batch(request, reference)
    lines = selectors.statement(DataBatch.objects.filter(pk=found.pk))
    return csv_response(f"batch-{found.reference}.csv", HEADER, map(_row, lines))


def _row(line: selectors.Line) -> list:
    return [
        line.day,
        line.batch.reference,
        line.batch.network,
        line.words,
        line.items,
        float(gb(line.mb_in)),
        float(gb(line.mb_out)),
        float(gb(line.balance)),
        float(gb(line.reserved)),
    ]
