"""Where PostgreSQL and Valkey are found when no server is configured.

The addresses follow from the data folder alone, so any process that knows `DIZ_DATA`
finds the servers without asking anybody. `servers.py` starts and stops them.
"""

import base64
import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

DATABASE = "diz"
SUPERUSER = "postgres"
# A Unix socket's path must fit 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET_PATH = 100


class CannotStart(Exception):
    """A private server cannot run, said in a sentence for the person at the keyboard."""


# Addresses ---------------------------------------------------------------------


def socket_dir(data_dir: Path) -> Path:
    """The folder of the sockets: in the data folder, or a short one when that is too deep."""
    inside = Path(data_dir) / "sockets"
    longest = str(inside / ".s.PGSQL.5432")
    # PostgreSQL reads commas as a list of folders, and URLs dislike the rest.
    if len(longest.encode()) <= LONGEST_SOCKET_PATH and re.fullmatch(r"[A-Za-z0-9_./-]+", longest):
        return inside
    name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    return Path("/tmp") / f"diz-{os.geteuid()}-{name}"  # noqa: S108  its owner is checked


def database_url(data_dir: Path) -> str:
    return f"postgres://{SUPERUSER}@/{DATABASE}?host={socket_dir(data_dir)}"


def redis_url(data_dir: Path) -> str:
    return f"redis+socket://{socket_dir(data_dir) / 'valkey.sock'}"


def secret_key(data_dir: Path) -> str:
    """The key of this data folder, made the first time it is asked for."""
    return _kept_key(
        data_dir, "secret_key", secrets.token_urlsafe(50), "everyone will have to sign in again"
    )


def sealing_key(data_dir: Path) -> str:
    """The key that seals secret words (`diz_portal.secrecy`), made likewise."""
    fresh = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    lost = "codes and links that have not been sent yet will be lost"
    return _kept_key(data_dir, "sealing_key", fresh, lost)


def _kept_key(data_dir: Path, name: str, fresh: str, lost: str) -> str:
    path = Path(data_dir) / name
    with said(data_dir):
        if not path.exists():
            make_data_dir(data_dir)
            # Written aside and linked into place: two first starts agree on one key.
            draft = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
            draft.touch(mode=0o600)
            draft.write_text(fresh)
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
        key = path.read_text(errors="replace").strip()
    if not key:
        raise CannotStart(
            f"The file {path} is empty. Restore it from a backup. Or delete it: {lost}"
        )
    return key


# The data folder -----------------------------------------------------------------


@contextlib.contextmanager
def said(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        at = f" ({error.filename})" if error.filename else ""
        raise CannotStart(f"The data folder {data_dir} cannot be used: {reason}{at}") from error


def make_data_dir(data_dir: Path) -> None:
    """Make the folder. Only root's is open to pass through, for the server's own account."""
    data_dir = Path(data_dir)
    if not data_dir.is_dir():
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)
