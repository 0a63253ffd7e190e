"""People who come over HTTP, as a program of its own: the standard library and no more.

    python -m tests.contention.contender register http://127.0.0.1:8000 slug FIRST LAST THREADS

One line of JSON for each who registers: what they were told, when they asked, when they knew.
Who only comes to `look` reads the page twenty times.
"""

import http.client
import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
OUTCOME = re.compile(r'data-outcome="(\w+)"')


class Visitor:
    """A browser with one connection and the cookies it was given."""

    def __init__(self, address: str, cookies: dict[str, str] | None = None):
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)
        self.cookies = dict(cookies or {})
        self.statuses: list[int] = []

    def ask(self, method: str, path: str, values: dict | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if values is not None:
            body = urlencode(values)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.statuses.append(answer.status)
        return answer.status, answer.headers.get("Location", ""), text

    def send(self, path: str, **values: str) -> tuple[int, str, str]:
        """Fill in the form of a page and press its button."""
        _, _, page = self.ask("GET", path)
        return self.ask("POST", path, {**fields_of(page), **values})

    def close(self) -> None:
        self.connection.close()


def fields_of(page: str) -> dict[str, str]:
    """What the hidden fields of a page send back."""
    fields = {}
    for found in INPUT.findall(page):
        attributes = dict(ATTRIBUTE.findall(found))
        if attributes.get("type") == "hidden" and "name" in attributes:
            fields[attributes["name"]] = unescape(attributes.get("value", ""))
    return fields


def register(address: str, slug: str, number: int) -> dict:
    visitor = Visitor(address)
    path = f"/seminars/{slug}/register/"
    _, _, page = visitor.ask("GET", path)
    values = {"name": f"Person {number}", "email": f"person{number}@test.example"}
    asked_at = time.monotonic()
    _, next_page, _ = visitor.ask("POST", path, {**fields_of(page), **values})
    knew_at = time.monotonic()
    told = OUTCOME.search(visitor.ask("GET", next_page)[2]) if next_page else None
    visitor.close()
    return {
        "email": values["email"],
        "told": told.group(1) if told else "",
        "asked_at": asked_at,
        "knew_at": knew_at,
        "statuses": visitor.statuses,
    }


def look(address: str, slug: str, number: int) -> dict:
    visitor = Visitor(address)
    for _ in range(20):
        visitor.ask("GET", f"/seminars/{slug}/")
    visitor.close()
    return {"statuses": visitor.statuses}


def press(address: str, plan: str, number: int) -> dict:
    """Somebody who has signed in opens a page and presses its button, as a file says."""
    mine = json.loads(Path(plan).read_text())[number]
    visitor = Visitor(address, mine["cookies"])
    _, _, page = visitor.ask("GET", mine["path"])
    next_page = ""
    if mine["button"] in page:
        values = {**fields_of(page), **mine["values"]}
        _, next_page, page = visitor.ask("POST", mine["path"], values)
    visitor.close()
    told = next((words for words in mine["sorry"] if words in unescape(page)), "")
    return {"given": next_page, "told": told, "statuses": visitor.statuses}


def learn(address: str, plan: str, number: int) -> dict:
    """Somebody who reads a lesson, says that it is done, answers its question and then says what
    they can do already: one page after the other, until the result. Who was given a link carries
    on with it."""
    mine = json.loads(Path(plan).read_text())
    visitor = Visitor(address)
    if mine["link"]:
        visitor.send(mine["link"])
    _, questions, _ = visitor.send(mine["lessons"][number % len(mine["lessons"])])
    visitor.ask("GET", f"{questions}&answered=1&q1=1")
    _, at, _ = visitor.send(mine["skills"])
    while at and "/result/" not in at:
        _, led, page = visitor.ask("GET", at)
        if led:
            # Somebody with the same link has answered it, or the whole check.
            at = led
            continue
        given = dict.fromkeys(re.findall(r'name="(s[0-9]+)"', page), mine["says"][number % 3])
        _, at, _ = visitor.ask("POST", at, {**fields_of(page), **given})
    visitor.close()
    return {"number": number, "result": at, "statuses": visitor.statuses}


def main() -> None:
    what, address, slug, first, last, threads = sys.argv[1:]
    act = {"register": register, "look": look, "press": press, "learn": learn}[what]
    with ThreadPoolExecutor(max_workers=int(threads)) as pool:
        people = range(int(first), int(last))
        for answer in pool.map(lambda number: act(address, slug, number), people):
            sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
