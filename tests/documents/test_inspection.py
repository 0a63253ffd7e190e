import io
import zipfile

import openpyxl
import pytest

from diz_portal.documents.inspection import DOCX, ODT, XLSX, FileRefused, clean_name, inspect

from .conftest import docx, package, upload

PDF = b"%PDF-1.7\nx\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def xlsx():
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()


def odt():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", ODT)
        archive.writestr("content.xml", "<x/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        ("a.docx", docx(), DOCX),
        ("a.xlsx", xlsx(), XLSX),
        ("a.odt", odt(), ODT),
        ("a.csv", "name,café\n1,2\n".encode(), "text/csv"),
        ("a.csv", "name,caf\xe9\n".encode("cp1252"), "text/csv"),
        ("a.txt", "Ŵyneb\n".encode("utf-16"), "text/plain"),
        ("a.txt", b"BM is how this begins", "text/plain"),
    ],
)
def test_inspect_knows_what_it_accepts(name, content, content_type):
    assert inspect(upload(name, content)).content_type == content_type


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'
SOMETHING_ELSE = "is not a real"
WEB_PAGE = "You cannot upload web pages, drawings or scripts"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", docx(), SOMETHING_ELSE),
        ("a.docx", PDF, SOMETHING_ELSE),
        ("a.xlsx", docx(), SOMETHING_ELSE),
        ("a.docx", package(readme_dot_txt="x"), SOMETHING_ELSE),
        ("a.png", b"\xff\xd8\xff\xe0" + bytes(20), SOMETHING_ELSE),
        ("a.txt", PNG, SOMETHING_ELSE),
        ("a.txt", b"MZ\x90\x00\x03" + bytes(60), SOMETHING_ELSE),
        ("a.txt", b"#!/bin/sh\nrm -r x\n", SOMETHING_ELSE),
        ("a.csv", b"name\x00,value\n", SOMETHING_ELSE),
        ("a.txt", b"\xff\xfe\x00\xd8x", SOMETHING_ELSE),
        ("a.pdf", HTML, WEB_PAGE),
        ("a.png", SVG, WEB_PAGE),
        ("a.svg", SVG, WEB_PAGE),
        ("a.txt", b"  \n < SCRIPT >", WEB_PAGE),
        ("a.txt", "<script>".encode("utf-16"), WEB_PAGE),
        ("a.html", HTML, WEB_PAGE),
        ("a.csv", HTML, WEB_PAGE),
        ("a.exe", b"MZ\x90\x00", "must be a PDF"),
        ("a.zip", package(readme_dot_txt="x"), "must be a PDF"),
        ("a", PDF, "must be a PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "has a password"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "has a password"),
        ("a.docx", docx(**{"word/vbaProject.bin": "x"}), "contains macros"),
        ("a.docx", docx()[:-40], "is damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(50), "is damaged"),
        ("a.pdf", b"", "is empty"),
    ],
)
def test_inspect_refuses_with_a_sentence(name, content, words):
    with pytest.raises(FileRefused, match=words):
        inspect(upload(name, content))


def test_inspect_refuses_a_bomb_without_unpacking_it(monkeypatch):
    bomb = docx(**{"word/media/x": bytes(101 * 1024 * 1024)})
    assert len(bomb) < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "open", None)

    with pytest.raises(FileRefused, match="too large once unpacked"):
        inspect(upload("a.docx", bomb))


def test_inspect_refuses_a_package_of_too_many_parts(monkeypatch):
    many = docx(**{f"word/{number}": "" for number in range(3_001)})
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(FileRefused, match="too large once unpacked"):
        inspect(upload("a.docx", many))


def test_inspect_refuses_one_byte_too_many():
    limit = 10 * 1024 * 1024
    content = PDF + bytes(limit - len(PDF))

    assert inspect(upload("a.pdf", content)).size == limit
    with pytest.raises(FileRefused, match="smaller than 10MB"):
        inspect(upload("a.pdf", content + b"x"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ann\\Agreement 2026.pdf", "Agreement 2026.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie x.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ("...", "document"),
        (".pdf", "pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("Cytundeb Ŵyneb “drafft”.pdf", "Cytundeb Ŵyneb “drafft”.pdf"),
        ('a"b<c>.pdf', "a b c.pdf"),
    ],
)
def test_clean_name(sent, kept):
    assert clean_name(sent) == kept
