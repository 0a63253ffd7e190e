"""The private servers: where they listen, who may start and stop them, what is said when not."""

import os
import stat

import pytest

from diz_portal import embedded, servers


def is_private(path) -> bool:
    return stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_addresses_follow_from_the_data_folder_alone(tmp_path):
    folder = tmp_path / "data"

    assert embedded.database_url(folder) == embedded.database_url(folder)
    assert embedded.redis_url(folder) == embedded.redis_url(folder)
    assert not folder.exists()


@pytest.mark.parametrize("name", ["deep/" * 40, "with a space", "a,b"])
def test_sockets_get_a_short_plain_folder_when_the_data_folder_is_not(tmp_path, name):
    sockets = str(embedded.socket_dir(tmp_path / name))

    assert sockets.startswith("/tmp/diz-")
    assert len(sockets) < 60
    assert sockets != str(embedded.socket_dir(tmp_path / name / "other"))


def test_asking_a_server_that_is_not_there_takes_no_time(tmp_path, monkeypatch):
    """The library would sleep between tries of its own: seconds before each start."""
    slept = []
    monkeypatch.setattr("redis.retry.sleep", slept.append)

    assert not servers.Valkey(tmp_path).answers()
    assert slept == []


KEYS = {"secret_key": embedded.secret_key, "sealing_key": embedded.sealing_key}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_is_made_once_and_is_private(tmp_path, name):
    key = KEYS[name](tmp_path)

    assert len(key) >= 44
    assert KEYS[name](tmp_path) == key
    assert is_private(tmp_path / name)
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", KEYS)
def test_a_key_says_so_when_the_data_folder_is_a_file(tmp_path, name):
    (tmp_path / "data").write_text("not a folder")

    with pytest.raises(embedded.CannotStart, match="cannot be used"):
        KEYS[name](tmp_path / "data")


@pytest.mark.parametrize("name", KEYS)
def test_a_key_is_not_taken_from_a_file_that_was_emptied(tmp_path, name):
    (tmp_path / name).write_text("")

    with pytest.raises(embedded.CannotStart, match=f"{name} is empty"):
        KEYS[name](tmp_path)


@pytest.fixture
def postgres(tmp_path):
    server = servers.Postgres(tmp_path / "data", durable=False, dies_with_us=True)
    yield server
    server.stop()


def test_postgres_starts_once_keeps_its_data_and_stops(postgres):
    assert postgres.start() is True
    with postgres._connect("diz") as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')")
    connection.close()
    another = servers.Postgres(postgres.data_dir, durable=False)
    assert another.start() is False

    postgres.stop()
    assert not postgres.answers()
    assert postgres.start() is True

    with postgres._connect("diz") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT word FROM kept")
        assert cursor.fetchone() == ("still here",)
    connection.close()


def test_postgres_is_reached_by_its_owner_alone(postgres):
    postgres.start()

    assert is_private(postgres.sockets)
    assert is_private(postgres.cluster)
    assert is_private(postgres.log)


def test_postgres_lowers_accented_letters_without_icu(postgres):
    postgres.start()

    with postgres._connect("diz") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÉPPING Ŵ'), current_setting('server_encoding')")
        assert cursor.fetchone() == ("épping ŵ", "UTF8")
    connection.close()


def test_postgres_starts_again_after_it_was_killed(postgres):
    postgres.start()
    postgres.process.kill()
    postgres.process.wait()

    assert not postgres.answers()
    assert postgres.start() is True
    assert postgres.answers()


def test_postgres_ignores_the_number_of_another_program_left_by_a_crash(postgres):
    postgres.start()
    postgres.stop()
    (postgres.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.cluster}\n")

    assert postgres.start() is True


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("file", "cannot be used"),
        ("other", "is not a PostgreSQL database"),
        ("version", "made by PostgreSQL 9"),
        ("garbage", "made by PostgreSQL"),
        ("damaged", "cannot start on the data folder"),
    ],
)
def test_postgres_says_in_a_sentence_what_is_wrong_with_the_folder(tmp_path, broken, words):
    data = tmp_path / "data"
    server = servers.Postgres(data, durable=False, dies_with_us=True)
    if broken == "file":
        data.write_text("")
    elif broken == "other":
        (data / "postgres").mkdir(parents=True)
        (data / "postgres" / "holiday.jpg").write_text("")
    elif broken == "version":
        (data / "postgres").mkdir(parents=True)
        (data / "postgres" / "PG_VERSION").write_text("9\n")
    elif broken == "garbage":
        (data / "postgres").mkdir(parents=True)
        (data / "postgres" / "PG_VERSION").write_bytes(b"\xff\xfe")
    else:
        server.start()
        server.stop()
        (data / "postgres" / "global" / "pg_control").unlink()

    with pytest.raises(embedded.CannotStart, match=words) as said:
        server.start()

    assert "\n" not in str(said.value)
    assert not server.answers()


def test_valkey_starts_answers_and_stops(tmp_path):
    server = servers.Valkey(tmp_path, dies_with_us=True)
    try:
        assert server.start() is True
        assert servers.Valkey(tmp_path).start() is False
        assert server.pid() == server.process.pid
    finally:
        server.stop()

    assert not server.answers()


def test_database_is_stopped_by_the_last_command_that_used_it(tmp_path):
    server = servers.Postgres(tmp_path)
    first, second = servers.database(tmp_path), servers.database(tmp_path)

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert server.answers()

    second.__exit__(None, None, None)
    assert not server.answers()


def test_database_is_left_running_by_a_command_that_did_not_start_it(tmp_path):
    server = servers.Postgres(tmp_path, durable=False, dies_with_us=True)
    server.start()
    try:
        with servers.database(tmp_path):
            pass

        assert server.answers()
    finally:
        server.stop()
