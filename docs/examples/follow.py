"""Follow what changes: each event once, also after a break. Needs Python 3 alone, and no token.

    PORTAL=https://portal.example python3 follow.py cursor.txt

It prints the events since the last run, and keeps the address to go on from in the file. Run it as
often as you like; with a token, ask /api/v1/work/changes/ instead.
"""

import json
import os
import sys
from pathlib import Path
from urllib.request import Request, urlopen


def ask(address: str) -> dict:
    headers = {}
    if token := os.environ.get("TOKEN"):
        headers["Authorization"] = f"Bearer {token}"
    with urlopen(Request(address, headers=headers), timeout=30) as answer:
        return json.load(answer)


def main(kept: Path) -> None:
    portal = os.environ["PORTAL"]
    address = kept.read_text() if kept.exists() else f"{portal}/api/v1/changes/"
    while True:
        part = ask(address)
        for event in part["items"]:
            print(event["timestamp"], event["type"], json.dumps(event["data"]))
        address = part["next"]
        kept.write_text(address)
        if not part["more"]:
            break


if __name__ == "__main__":
    main(Path(sys.argv[1]))
