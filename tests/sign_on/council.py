"""A council's sign-on, for real: a certified provider on this machine, over TLS.

`Council` starts it and bends its answers; `come_back` goes through its pages as a browser would.
"""

import datetime as dt
import ipaddress
import os
import subprocess
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import Client

from diz_portal.accounts.sign_on import wire
from diz_portal.servers import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
START = "/accounts/oidc/council/login/"
BACK = "/accounts/oidc/council/login/callback/"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, good for an hour; only who is told to trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "council.example")])
    now = dt.datetime.now(dt.UTC)
    # Not `localhost`: the tests' portal is there, and the two shall be two sites.
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "council.pem", folder / "council-key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return public, private


class Council:
    """The provider, until `stop`."""

    def __init__(self, folder: Path):
        self.certificate, key = certificate(folder)
        # Connections are kept: shaking hands is most of what a question costs.
        self._browser = requests.Session()
        self._browser.trust_env = False  # a machine may name other authorities in its environment
        self._browser.verify = str(self.certificate)
        self._process = subprocess.Popen(
            ["scripts/with-node", "node", "tests/sign_on/provider.mjs"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "CERTIFICATE": self.certificate, "KEY": key},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=partial(die_with_parent),
        )
        self.url = f"https://127.0.0.1:{int(self._process.stdout.readline())}"
        self.knows()

    def stop(self) -> None:
        self._browser.close()
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        return self._browser.request(method, self.url + path, timeout=30, **options)

    def knows(
        self,
        people: dict[str, dict] | None = None,
        *,
        who: str = "",
        bend: dict | None = None,
        remembered: bool = False,
    ) -> None:
        """Who the provider knows, by `sub`; who is at the keyboard; and what it gets wrong.

        The portal has never asked it anything, unless what it said is to be `remembered`.
        """
        hand = {"people": people or {}, "who": who, "bend": bend or {}}
        self._ask("POST", "/control", json=hand)
        if not remembered:
            wire.forget()

    def heard(self) -> list[str]:
        """What it was asked since `knows`."""
        return self._ask("GET", "/heard").json()

    def sends_back(self, location: str) -> str:
        """Where the provider's pages lead a browser: an address of the portal."""
        self._browser.cookies.clear()
        while urlsplit(location).path != BACK:
            answer = self._browser.get(
                urljoin(self.url, location), allow_redirects=False, timeout=30
            )
            assert answer.is_redirect, (location, answer.status_code, answer.text)
            location = answer.headers["location"]
        parts = urlsplit(location)
        return f"{parts.path}?{parts.query}"


def come_back(client: Client, council: Council, *, process: str = "login", **query: str):
    """Press "Continue", sign in there, and come back: the portal's answer."""
    sent = client.post(START, query_params={"process": process, **query})
    if sent.status_code != 302 or not sent.url.startswith(council.url):
        return sent
    return client.get(council.sends_back(sent.url))
