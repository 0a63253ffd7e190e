"""An import whose worker is killed is taken up within seconds, and one that is only slow is not.

Negative control, tried: with a lease that nobody renews, another worker takes the slow one too.
"""

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from diz_portal import leases
from diz_portal.imports import jobs
from diz_portal.imports.models import ImportState
from projects.imports.services import upload
from projects.models import ImportBatch
from tests import programs
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory
from tests.projects.import_files import csv_file, site_row

pytestmark = pytest.mark.django_db(transaction=True)

# A worker that stays for ever in the middle of a file.
WORKER = """
import sys, time, django
django.setup()
from diz_portal import leases
from diz_portal.imports import checking, jobs
leases.RENEW_EVERY = 0.5
leases.LEASE = jobs.LEASE = leases.timedelta(seconds=2)

def for_ever(batch, progress):
    print("began", flush=True)
    time.sleep(600)

checking.check = for_ever
jobs.run(sys.argv[1], int(sys.argv[2]))
"""


@pytest.fixture
def batch():
    DistrictFactory(code="E07000073", name="Harlow")
    file = csv_file([site_row()], None)
    batch = upload(project=ProjectFactory(), kind="sites", file=file, supplier="", by=None)
    ImportBatch.objects.update(state=ImportState.CHECKING)
    batch.refresh_from_db()
    return batch


def test_a_lease_and_a_sweep_are_over_within_half_a_minute():
    every = settings.CELERY_BEAT_SCHEDULE["finish imports"]["schedule"]

    assert leases.LEASE + timedelta(seconds=every) < timedelta(seconds=30)
    assert leases.LEASE.total_seconds() > leases.RENEW_EVERY * 3


def test_a_killed_import_is_taken_up_and_a_slow_one_is_left_alone(batch, monkeypatch):
    worked = []
    monkeypatch.setattr(jobs, "work", lambda batch: worked.append(batch.attempts))
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, batch._meta.label, str(batch.pk)],
        cwd=programs.ROOT,
        env=programs.environment(),
        stdout=subprocess.PIPE,
    ) as worker:
        assert worker.stdout.readline() == b"began\n"
        time.sleep(3)
        assert jobs.sweep() == 0

        worker.kill()
        killed_at = time.monotonic()
        programs.wait_until(jobs.sweep, 10)

    assert time.monotonic() - killed_at < 5
    assert worked == [2]
    batch.refresh_from_db()
    assert batch.lease_until > timezone.now()
