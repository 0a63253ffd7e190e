"""A ZIP of CSV files held against what it says of itself: the manifest, the dictionary, and the
rules of Frictionless data packages (specs.frictionlessdata.io, v1) that a reader relies on."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

NAME = re.compile(r"^([-a-z0-9._/])+$")
BOOLEANS = {"true": True, "false": False}
READERS = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "boolean": BOOLEANS.__getitem__,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%d %H:%M"),
}


class Package:
    def __init__(self, octets: bytes):
        self.archive = zipfile.ZipFile(io.BytesIO(octets))
        self.described = json.loads(self.archive.read("datapackage.json"))
        self.resources = {one["name"]: one for one in self.described["resources"]}

    def octets(self, path: str) -> bytes:
        return self.archive.read(path)

    def rows(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.octets(path).decode())))

    def typed(self, name: str) -> list[dict]:
        """The rows of a table, read as its schema says; [c] and [x] are None."""
        schema = self.resources[name]["schema"]
        readers = {field["name"]: READERS[field["type"]] for field in schema["fields"]}
        return [
            {
                key: None if text in schema["missingValues"] else readers[key](text)
                for key, text in row.items()
            }
            for row in self.rows(self.resources[name]["path"])
        ]


def problems_of(package: Package) -> list[str]:
    found = []
    described = package.described
    if described["profile"] != "tabular-data-package" or not NAME.match(described["name"]):
        found.append("its name or profile is none that the standard knows")
    datetime.fromisoformat(described["created"])
    names = [one["name"] for one in described["resources"]]
    if len(set(names)) < len(names) or not all(map(NAME.match, names)):
        found.append(f"its tables are not named as the standard asks: {names}")
    manifest = {row["file"]: row for row in package.rows("manifest.csv")}
    listed = {one["path"] for one in described["resources"]} | {"fields.csv"}
    inside = set(package.archive.namelist()) - {"datapackage.json", "manifest.csv"}
    if not set(manifest) == listed == inside:
        found.append(f"the manifest lists {sorted(manifest)}, inside are {sorted(inside)}")
    for path, row in manifest.items():
        octets = package.octets(path)
        if hashlib.sha256(octets).hexdigest() != row["sha256"] or len(octets) != int(row["bytes"]):
            found.append(f"{path} is another file than the manifest says")
        if len(package.rows(path)) != int(row["rows"]):
            found.append(f"{path} has another number of rows than the manifest says")
    explained = {(row["file"], row["field"]) for row in package.rows("fields.csv")}
    for name, one in package.resources.items():
        found += problems_of_resource(package, name, one, explained)
    return found


def problems_of_resource(package, name, one, explained) -> list[str]:
    found = []
    octets = package.octets(one["path"])
    if one["hash"] != f"sha256:{hashlib.sha256(octets).hexdigest()}" or one["bytes"] != len(octets):
        found.append(f"{name}: another hash or size")
    header = octets.decode().splitlines()[0].split(",")
    fields = [field["name"] for field in one["schema"]["fields"]]
    if header != fields or len(set(fields)) < len(fields):
        found.append(f"{name}: its fields are {fields}, its first line is {header}")
    found += [f"{name}: {f} is not explained" for f in fields if (one["path"], f) not in explained]
    try:
        rows = package.typed(name)
    except (ValueError, KeyError, ArithmeticError) as error:
        return [*found, f"{name}: a value is not of its type: {error}"]
    if key := one["schema"].get("primaryKey"):
        values = [tuple(row[k] for k in key) for row in rows]
        if len(set(values)) < len(values) or any(None in value for value in values):
            found.append(f"{name}: {key} is empty somewhere, or stands twice")
    for foreign in one["schema"].get("foreignKeys", []):
        there = foreign["reference"]
        known = {row[there["fields"]] for row in package.typed(there["resource"])} | {None}
        if missing := {row[foreign["fields"]] for row in rows} - known:
            found.append(f"{name}: {foreign['fields']} names no {there['resource']}: {missing}")
    return found
