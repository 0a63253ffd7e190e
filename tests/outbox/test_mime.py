import email
import re
from email.policy import default

import pytest

from diz_portal.outbox import mime
from diz_portal.outbox.models import Attachment
from tests.factories.outbox import MessageFactory

WORDS = [
    "plain words",
    "Grüße aus Ŵ, 你好, مرحبا, 👋🏽",
    "x" * 3000,
    "a line that ends in spaces   \n.\n..\nFrom nobody\n=3D =_ --=_\n\tTab\t\n",
    "Ŵ" * 500,
]


def read(**values):
    content = mime.write(MessageFactory.build(**values)).content
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|[\x80-\xff\x00]", content)
    assert max(map(len, content.split(b"\r\n"))) <= 998
    return email.message_from_bytes(content, policy=default)


@pytest.mark.parametrize("body", WORDS)
def test_write_keeps_every_letter(body):
    message = read(body=body)

    assert message.get_content_type() == "multipart/alternative"
    text, page = message.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == body
    assert text.get_content_charset() == page.get_content_charset() == "utf-8"
    assert "</html>" in page.get_content()
    assert not [*text.defects, *page.defects, *message.defects]


@pytest.mark.parametrize(
    "subject", ["", "Hello", "word " * 39 + "last", "Grüße aus Ŵ" * 18, "👋" * 200, "x" * 200]
)
def test_write_keeps_the_subject(subject):
    assert read(subject=subject)["Subject"].strip() == subject


def test_write_has_the_headers_that_mail_needs():
    message = MessageFactory.build(to="ann@council.example")

    read = email.message_from_bytes(mime.write(message).content, policy=default)

    assert set(read.keys()) == {
        *("Subject", "From", "To", "Date", "Message-ID", "MIME-Version", "Content-Type"),
        *("Auto-Submitted", "X-Auto-Response-Suppress"),
    }
    assert (read["To"], read["Message-ID"]) == (message.to, message.message_id)
    assert read["Date"].datetime
    assert not [header for header in read.values() if header.defects]


@pytest.mark.parametrize("name", ["Ŵales, digital", "Partnership (east)", "Ŵ" * 20, "word " * 30])
def test_write_says_who_sends_it(settings, name):
    settings.DEFAULT_FROM_EMAIL = f'"{name.strip()}" <portal@council.example>'

    (sender,) = read()["From"].addresses

    assert sender.display_name == name.strip()
    assert sender.addr_spec == "portal@council.example"


def test_write_spells_a_foreign_domain_as_servers_do():
    email = mime.write(MessageFactory.build(to="ann@bücher.example"))

    assert email.to == ["ann@xn--bcher-kva.example"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_write_refuses_a_header_within_a_subject(end):
    with pytest.raises(ValueError, match="one line"):
        mime.write(MessageFactory.build(subject=f"Hello{end}Bcc: all@council.example"))


def test_write_encloses_files():
    content = bytes(range(256)) * 20
    files = [
        Attachment(name="Ŵ plan.pdf", content_type="application/pdf", content=content),
        Attachment(
            name="seminar.ics",
            content_type="text/calendar; method=PUBLISH; charset=utf-8",
            content=b"BEGIN:VCALENDAR\r\n",
        ),
    ]

    message = email.message_from_bytes(
        mime.write(MessageFactory.build(), files).content, policy=default
    )

    assert message.get_content_type() == "multipart/mixed"
    pdf, calendar = message.iter_attachments()
    assert (pdf.get_filename(), pdf.get_payload(decode=True)) == ("Ŵ plan.pdf", content)
    assert (calendar.get_content_type(), calendar.get_param("method")) == (
        "text/calendar",
        "PUBLISH",
    )
    assert message.get_body(("html",))
    assert message.get_body(("plain",))
