"""The catalogue for programs: DCAT in the JSON that data portals harvest (`data.json`)."""

from collections.abc import Iterator
from typing import Any

from diz_portal.places.models import Partnership

from . import addresses, formats, licence
from .declaring import Dataset, Published, Standard, datasets, standards

SCHEMA = "https://project-open-data.cio.gov/v1.1/schema"


def catalogue(partnership: Partnership, modified: dict[str, str], today: str) -> dict[str, Any]:
    """`modified`: the day of the last edition, by slug. Without one it is as of today."""
    return {
        "@context": f"{SCHEMA}/catalog.jsonld",
        "@id": addresses.full("catalogue"),
        "@type": "dcat:Catalog",
        "conformsTo": SCHEMA,
        "describedBy": f"{SCHEMA}/catalog.json",
        "dataset": [
            *(_entry(one, partnership, today, _files(one)) for one in _open_now(modified)),
            # One without a record has no document.
            *(
                _entry(one, partnership, today, _documents(one))
                for one in standards()
                if one.count()
            ),
        ],
    }


def _open_now(modified: dict[str, str]) -> Iterator[Dataset]:
    """One that counts people has files once an edition is out."""
    for one in datasets():
        if not one.counts_people or one.slug in modified:
            yield one


def _entry(
    one: Published, partnership: Partnership, modified: str, files: list[dict[str, Any]]
) -> dict[str, Any]:
    page = addresses.page(one.slug)
    contact: dict[str, Any] = {"@type": "vcard:Contact", "fn": partnership.name}
    if partnership.email:
        contact["hasEmail"] = f"mailto:{partnership.email}"
    return {
        "@type": "dcat:Dataset",
        "identifier": page,
        "title": one.title,
        "description": f"{one.about} Not included: {one.withheld}",
        "keyword": list(one.keywords) or ["open data"],
        "modified": modified,
        "publisher": {"@type": "org:Organization", "name": partnership.name},
        "contactPoint": contact,
        "accessLevel": "public",
        "license": licence.URL,
        "language": ["en-GB"],
        "landingPage": page,
        "distribution": files,
    }


def _files(one: Dataset) -> list[dict[str, Any]]:
    return [
        {
            "@type": "dcat:Distribution",
            "title": f"{one.title} ({ending.upper()})",
            "downloadURL": addresses.file(one.slug, ending),
            "mediaType": formats.TYPES[ending].partition(";")[0],
            "format": ending.upper(),
            "describedBy": addresses.datapackage(one.slug),
            "describedByType": "application/json",
        }
        for ending in formats.TYPES
    ]


def _documents(one: Standard) -> list[dict[str, Any]]:
    where = (
        {"accessURL": addresses.of_standard(one), "format": "API"}
        if one.url_name
        else {"downloadURL": addresses.of_standard(one), "mediaType": "application/json"}
    )
    return [
        {
            "@type": "dcat:Distribution",
            "title": f"{one.title} ({one.name})",
            **where,
            "conformsTo": one.documented_at,
        }
    ]
