"""What anybody may read and take: the catalogue, the page of each dataset, its files."""

import tempfile
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal.places.selectors import partnership
from diz_portal.reports.paper import said

from . import addresses, catalogue, formats, licence, selectors
from .declaring import (
    Dataset,
    Reading,
    Standard,
    dataset_named,
    datasets,
    standard_named,
    standards,
)
from .models import EditionFile
from .serving import for_programs, problem

# Of a dataset, on its page.
SHOWN = 5
# Longer ones are made into a workbook with each edition, not while somebody waits.
MOST_IN_A_WORKBOOK = 5_000
NOT_HERE = "There is no file at this address. The datasets are listed at /data/"


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    editions, checks = selectors.last_editions(), selectors.last_validations()
    return render(
        request,
        "open_data/index.html",
        {
            "datasets": [(one, editions.get(one.slug)) for one in datasets()],
            "standards": [
                (one, addresses.of_standard(one), one.is_draft(), checks.get(one.slug))
                for one in standards()
            ],
            "checks": [
                (one, checks[one.slug]) for one in (*datasets(), *standards()) if one.slug in checks
            ],
            "licence": licence,
        },
    )


@login_not_required
@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """A dataset with its fields and editions; or data in a standard."""
    values = {
        "editions": selectors.editions_of(slug),
        "check": selectors.last_validations().get(slug),
        "licence": licence,
    }
    if (found := dataset_named(slug)) is not None:
        return render(request, "open_data/dataset.html", values | _of_dataset(found))
    if (in_standard := standard_named(slug)) is not None:
        return render(request, "open_data/standard.html", values | _of_standard(in_standard))
    raise Http404


def _of_dataset(one: Dataset) -> dict[str, Any]:
    kinds = [each.kind for each in one.fields]
    first = () if one.counts_people else islice(one.values(Reading()), SHOWN)
    shown = [[said(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in first]
    fields = [
        (each, formats.titled(each), formats.FIELD_TYPES[each.kind], list(each.codes.items()))
        for each in one.fields
    ]
    return {
        "dataset": one,
        "fields": fields,
        "sample": shown,
        "count": one.count(),
        "files": [
            (ending, words)
            for ending, words in formats.ENDINGS
            if ending != "xlsx" or one.count() <= MOST_IN_A_WORKBOOK
        ],
        "attribution": licence.attribution(partnership().name, one.title),
    }


def _of_standard(one: Standard) -> dict[str, Any]:
    return {
        "standard": one,
        "address": addresses.of_standard(one),
        "count": one.count(),
        "is_draft": one.is_draft(),
        "has_table": type(one).flat is not Standard.flat,
        "attribution": licence.attribution(partnership().name, one.title),
    }


# Files ---


def _no_file(words: str = NOT_HERE) -> HttpResponse:
    return problem(404, words)


@for_programs
def data_json(request: HttpRequest) -> HttpResponse:
    modified = {slug: one.as_at.isoformat() for slug, one in selectors.last_editions().items()}
    today = timezone.localdate().isoformat()
    return JsonResponse(
        catalogue.catalogue(partnership(), modified, today),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@for_programs
def as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    if (found := dataset_named(slug)) is not None:
        if found.counts_people:
            return _latest(slug, "csv")
        return _streamed(formats.csv(found, Reading()), slug, "csv")
    if (in_standard := standard_named(slug)) is not None:
        document = in_standard.document(Reading())
        flat = in_standard.flat(document) if document is not None else None
        if flat is not None:
            return _streamed(formats.table(*flat), slug, "csv")
    return _no_file()


@for_programs
def as_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    if (found := dataset_named(slug)) is not None:
        if found.counts_people:
            return _latest(slug, "json")
        parts = formats.json_parts(found, Reading(), partnership().name)
        return _streamed(parts, slug, "json")
    in_standard = standard_named(slug)
    if in_standard is None or in_standard.url_name:
        return _no_file()
    document = in_standard.document(Reading())
    if document is None:
        return _no_file("Nothing has been published in this standard yet")
    return HttpResponse(formats.document(document), content_type=formats.JSON_TYPE)


@for_programs
def as_xlsx(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = dataset_named(slug)
    if found is None:
        return _no_file()
    if found.counts_people or found.count() > MOST_IN_A_WORKBOOK:
        return _latest(slug, "xlsx")
    kept = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    formats.xlsx(found, Reading(), partnership().name, kept)
    kept.seek(0)
    return FileResponse(
        kept, as_attachment=True, filename=f"{slug}.xlsx", content_type=formats.XLSX_TYPE
    )


@for_programs
def datapackage(request: HttpRequest, slug: str) -> HttpResponse:
    found = dataset_named(slug)
    if found is None:
        return _no_file()
    package = formats.datapackage(
        found,
        publisher=partnership().name,
        address=addresses.page(slug),
        as_at=timezone.localdate().isoformat(),
        file={"path": addresses.file(slug, "csv")},
    )
    return _package(package)


def _package(package: dict[str, Any]) -> HttpResponse:
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _latest(slug: str, ending: str) -> HttpResponseBase:
    file = selectors.file_of(slug, ending)
    if file is None:
        return _no_file("The first edition has not been published yet")
    return redirect("open_data:edition_file", slug, file.edition.as_at.isoformat(), ending)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@for_programs
def edition_file(request: HttpRequest, slug: str, day: str, ending: str) -> HttpResponseBase:
    """A file of an edition: the same for ever."""
    file = selectors.file_of(slug, ending, found) if (found := _day(day)) else None
    if file is None:
        return _no_file()
    return _kept(file)


def _kept(file: EditionFile) -> FileResponse:
    edition = file.edition
    response = FileResponse(
        file.file.open("rb"),
        as_attachment=True,
        filename=f"{edition.slug}-{edition.as_at.isoformat()}.{file.format}",
        content_type=formats.TYPES[file.format],
    )
    response["ETag"] = f'"{file.sha256}"'
    return response


@for_programs
def edition_package(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    file = selectors.file_of(slug, "csv", found) if (found := _day(day)) else None
    if file is None or not file.edition.described:
        return _no_file()
    package = file.edition.described
    resource = {
        **package["resources"][0],
        "path": addresses.full("edition_file", slug, day, "csv"),
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    return _package({**package, "resources": [resource]})


def _streamed(parts: Iterable[str], slug: str, ending: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        parts,
        content_type=formats.TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{slug}.{ending}"'},
    )
