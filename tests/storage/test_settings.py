"""Half a configuration stops the portal at its start, with a sentence that says what is missing."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from diz_portal.settings import stores


class Said(environ.Env):
    def __init__(self, **values):
        super().__init__()
        self.ENVIRON = values


WHOLE = {
    "S3_ENDPOINT_URL": "https://s3.example",
    "S3_ACCESS_KEY_ID": "key",
    "S3_SECRET_ACCESS_KEY": "secret",
}


def connection(is_used=True, **values):
    return stores.connection_from(Said(**values), is_used=is_used)


def test_nothing_said_is_a_folder():
    assert connection(is_used=False) == {}
    assert stores.stored_at("/srv/files", "FILES_URL", {})["OPTIONS"] == {
        "location": "/srv/files",
        "base_url": None,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }


def test_whole_is_encrypted_unless_somebody_says_otherwise():
    said = connection(**WHOLE)

    assert said["object_parameters"] == {"ServerSideEncryption": "AES256"}
    assert connection(**WHOLE, S3_KMS_KEY_ID="k")["object_parameters"] == {
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": "k",
    }
    assert connection(**WHOLE, S3_ENCRYPTION="off")["object_parameters"] == {}
    place = stores.stored_at("s3://bucket/a/b/", "FILES_URL", said)["OPTIONS"]
    assert (place["bucket_name"], place["location"]) == ("bucket", "a/b")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (WHOLE | {"S3_SECRET_ACCESS_KEY": ""}, "Set S3_SECRET_ACCESS_KEY"),
        (WHOLE | {"S3_ACCESS_KEY_ID": ""}, "Set S3_ACCESS_KEY_ID"),
        ({}, "Set S3_REGION, or S3_ENDPOINT_URL"),
        (WHOLE | {"S3_ENDPOINT_URL": "s3.example"}, "must begin with https://"),
        (WHOLE | {"S3_ENCRYPTION": "yes"}, "S3_ENCRYPTION must be AES256"),
        (WHOLE | {"S3_ENCRYPTION": "AES256", "S3_KMS_KEY_ID": "k"}, "needs S3_ENCRYPTION=aws:kms"),
    ],
)
def test_half_a_connection_is_refused(values, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        connection(**values)


def test_a_connection_that_nothing_uses_is_refused():
    with pytest.raises(ImproperlyConfigured, match="nothing is stored on S3"):
        connection(is_used=False, S3_ENDPOINT_URL="https://s3.example")


@pytest.mark.parametrize(
    "address",
    [
        "s3://",
        "s3:///folder",
        "s3://key:secret@bucket/folder",
        "s3://bucket/folder?endpoint=https://s3.example",
        "s3://bucket/a/../b",
        "https://s3.example/bucket",
    ],
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="FILES_URL must be"):
        stores.stored_at(address, "FILES_URL", {})


@pytest.mark.parametrize(
    ("inside", "of"), [("s3://a/files/journal", "s3://a/files"), ("s3://a/x", "s3://a/x/")]
)
def test_a_place_inside_another_is_refused(inside, of):
    with pytest.raises(ImproperlyConfigured, match="is inside"):
        stores.apart({"FILES_URL": of, "JOURNAL_DIR": inside})


def test_places_beside_one_another_are_not():
    stores.apart({"FILES_URL": "s3://a/files", "JOURNAL_DIR": "s3://a/files-journal", "B": "/x"})


@pytest.mark.parametrize(
    ("url", "socket"),
    [
        ("", None),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("tcp://clamd.example:3311", ("clamd.example", 3311)),
        ("tcp://127.0.0.1", ("127.0.0.1", 3310)),
    ],
)
def test_the_scanner_is_named_by_its_socket(url, socket):
    assert stores.clamd_from(url) == socket


@pytest.mark.parametrize(
    "url", ["on", "/run/clamav/clamd.ctl", "unix://run/x", "tcp://", "tcp://a:port", "tcp://a/b"]
)
def test_a_scanner_that_is_none_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="CLAMD_URL must be the socket"):
        stores.clamd_from(url)
