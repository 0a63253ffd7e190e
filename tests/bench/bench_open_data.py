"""What the largest file of open data costs, beside the same columns by bare SQL and csv."""

import csv
import io
import time
from statistics import median

import pytest
from django.db import connection
from django.test import Client

from projects.models import Site
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory

SITES = 20_000
ROUNDS = 5
MOST = 10
SQL = """
    SELECT s.reference, s.name, p.slug, p.title, s.ods_code, s.uprn, s.postcode, d.code, d.name,
           s.latitude, s.longitude, s.stage, s.stage_on, s.in_scope, s.download_before_mbps,
           s.upload_before_mbps, s.download_after_mbps, s.upload_after_mbps, s.measured_before_on,
           s.measured_after_on
    FROM projects_site s JOIN projects_project p ON p.id = s.project_id
    JOIN places_district d ON d.id = s.district_id
    WHERE p.published AND s.withdrawn_at IS NULL ORDER BY s.reference
"""


def bare() -> int:
    out = io.StringIO()
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        csv.writer(out).writerows(cursor)
    return len(out.getvalue().encode())


def ours() -> int:
    return sum(len(part) for part in Client().get("/data/sites.csv").streaming_content)


def seconds(make) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        assert make() > SITES * 50
        taken.append(time.perf_counter() - begun)
    return median(taken)


@pytest.mark.django_db
def test_the_csv_of_all_sites(report):
    PartnershipFactory()
    project, district = ProjectFactory(), DistrictFactory()
    Site.objects.bulk_create(
        Site(
            project=project,
            district=district,
            name=f"Surgery {number}",
            ods_code=f"E{number:05}",
            postcode="CM20 1AA",
            latitude=51.77,
            longitude=0.09,
        )
        for number in range(SITES)
    )

    ratio = seconds(ours) / seconds(bare)

    report(
        "Open data",
        f"The CSV of {SITES:,} sites at `/data/sites.csv`, streamed from its declaration, compared "
        "with the same columns by SQL and\nPython's csv module alone.",
        [("CSV of all sites", f"≤ {MOST} × of bare SQL", f"{ratio:.1f} ×")],
    )
    assert ratio <= MOST
