"""A server that speaks S3, behind a line that can be cut, hung and slowed; and a scanner."""

import itertools

import boto3
import pytest
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from diz_portal import storage as stores
from diz_portal.settings import stores as written
from diz_portal.storage import s3
from tests.lines import Line
from tests.places_for_files import keep_in

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def s3_server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()
    server.stop()


@pytest.fixture(scope="session")
def s3_client(s3_server):
    """Past the line, and past the portal."""
    host, port = s3_server
    return boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="eu-west-2",
        aws_access_key_id="owner",
        aws_secret_access_key="secret",
    )


@pytest.fixture(scope="session")
def s3_line(s3_server):
    with Line(s3_server) as line:
        yield line


@pytest.fixture
def line(s3_line):
    """How the server is reached: one line for all tests, and so one client, whole after each."""
    yield s3_line
    s3_line.mend()


@pytest.fixture
def patience(request, monkeypatch):
    """As in production; a tenth of it where a test waits for the end."""
    monkeypatch.setattr(s3, "CONNECTS_WITHIN", 1.0)
    monkeypatch.setattr(s3, "ANSWERS_WITHIN", getattr(request, "param", 5.0))


@pytest.fixture
def on_s3(settings, line, patience, s3_client):
    """Everything that is stored lies in a bucket of its own, and how the server is reached."""
    stores.asked.forget()
    connection = {
        "endpoint_url": f"http://127.0.0.1:{line.port}",
        "region_name": "eu-west-2",
        "access_key": "portal",
        "secret_key": "its secret",
        "object_parameters": written.encryption_from("", ""),
    }
    bucket = f"portal-{next(numbers)}"
    settings.OBJECT_STORAGE = connection
    settings.FILES_URL = f"s3://{bucket}/files"
    settings.JOURNAL_DIR = f"s3://{bucket}/journal"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": written.stored_at(settings.FILES_URL, "FILES_URL", connection),
        "journal": written.stored_at(settings.JOURNAL_DIR, "JOURNAL_DIR", connection),
    }
    s3_client.create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )
    return bucket


@pytest.fixture
def storage(on_s3):
    """What other folders' tests ask for, to store what they do."""
    return default_storage


@pytest.fixture
def in_a_folder(settings, tmp_path):
    keep_in(settings, tmp_path / "files")
    keep_in(settings, tmp_path / "journal", "journal")


@pytest.fixture(params=["in a folder", "on S3"])
def either(request):
    """What holds of one holds of the other."""
    request.getfixturevalue("on_s3" if request.param == "on S3" else "in_a_folder")
    return request.param
