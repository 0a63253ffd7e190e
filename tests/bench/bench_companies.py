"""Companies House's whole file through the command's service; and the page of 35,000 companies."""

import time
import zipfile

import pytest
from django.core.cache import caches
from django.test import Client

from diz_portal.demand.companies import import_companies
from diz_portal.demand.models import Company
from tests.demand.test_companies import HEADER, line
from tests.factories.places import DistrictFactory, PostcodeFactory

ALL, OURS = 5_500_000, 35_000
EVERY = ALL // OURS
ROUNDS = 15


def write_register(path, companies: int, ours: int) -> None:
    """As published: a zip of one CSV. Every so manieth is ours."""
    every = companies // ours
    far = "".join(line(f"{n:08}", "SW1A 1AA") + "\r\n" for n in range(every - 1))
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("BasicCompanyData.csv", "w", force_zip64=True) as file,
    ):
        file.write((HEADER + "\r\n").encode())
        for n in range(ours):
            postcode = f"CM20 1A{'ABDEFGHJLN'[n % 10]}"
            sic = f"{(1, 41, 46, 62, 70)[n % 5]:02}110 - X"
            file.write((line(f"{n:08}", postcode, sic=sic) + "\r\n" + far).encode())


@pytest.mark.django_db(transaction=True)
def test_companies(report, tmp_path):
    districts = [DistrictFactory(is_ours=True) for _ in range(5)]
    for n, letter in enumerate("ABDEFGHJLN"):
        PostcodeFactory(code=f"CM201A{letter}", district=districts[n % 5])
    path = tmp_path / "few.zip"
    write_register(path, 200, 100)
    import_companies(path)
    few = _page()
    path = tmp_path / "all.zip"
    write_register(path, ALL, OURS)
    start = time.perf_counter()
    loaded = import_companies(path)
    seconds = time.perf_counter() - start
    many = _page()

    report(
        "Companies of Companies House",
        f"A made-up zip in the published layout, {ALL:,} companies of which {OURS:,} are ours. The "
        f"page of companies is drawn anew each time; median of {ROUNDS}.",
        [
            ("minutes to load the file", "≤ 10", f"{seconds / 60:.1f}"),
            ("page of 35,000 companies / of 100", "≤ 2 ×", f"{many / few:.1f} ×"),
            ("page of 35,000 companies", "", f"{1000 * many:.1f} ms"),
        ],
    )
    assert loaded.kept == Company.objects.count() == OURS
    assert seconds <= 600
    assert many / few <= 2


def _page() -> float:
    client, times = Client(), []
    for _ in range(ROUNDS):
        for cache in caches.all():
            cache.clear()
        start = time.perf_counter()
        assert client.get("/business/companies/").status_code == 200
        times.append(time.perf_counter() - start)
    return sorted(times)[ROUNDS // 2]
