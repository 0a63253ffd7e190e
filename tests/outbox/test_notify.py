"""GOV.UK Notify, with a small server of the test's own in its place"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from diz_portal import outbox
from diz_portal.outbox import checks, failures, notify
from tests.factories.outbox import MessageFactory
from tests.outbox.test_deliver import later
from tests.programs import free_port

SERVICE, SECRET = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
KEY = f"portal-{SERVICE}-{SECRET}"
TAKEN = (201, {"id": "1"})
SLOW, DROP = "slow", "drop"


class Notify:
    """Answers each message with the next of `answers`, the last one for ever."""

    def __init__(self):
        self.answers, self.taken, self.seen = [TAKEN], [], []


@pytest.fixture
def server(settings, db):
    stand_in = Notify()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = parse_qs(urlsplit(self.path).query)["reference"][0]
            found = [one for one in stand_in.taken if one["reference"] == asked]
            self.answer(200, {"notifications": found, "links": {}})

        def do_POST(self):
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            sent["path"], sent["token"] = self.path, self.headers["Authorization"]
            stand_in.seen.append(sent)
            answers = stand_in.answers
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            if answer in (TAKEN, SLOW, DROP):
                stand_in.taken.append(sent)
            if answer == DROP:
                self.close_connection = True
                self.connection.close()
            elif answer == SLOW:
                time.sleep(0.6)
            else:
                self.answer(*answer)

        def answer(self, code, words):
            body = json.dumps(words).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
    settings.NOTIFY_URL = f"http://127.0.0.1:{http.server_port}"
    settings.NOTIFY_API_KEY = KEY
    settings.NOTIFY_EMAIL_TEMPLATE_ID = "email-template"
    settings.NOTIFY_TEXT_TEMPLATE_ID = "text-template"
    settings.NOTIFY_FILE_TEMPLATE_ID = "file-template"
    settings.EMAIL_TIMEOUT = 0.4
    settings.SHOW_SENT_MAIL = False
    yield stand_in
    http.shutdown()
    http.server_close()


def refused(code, kind, words):
    return code, {"status_code": code, "errors": [{"error": kind, "message": words}]}


def a_text(**values):
    values = {"to": "+447700900982", "body": "DIZ: come in.", **values}
    return MessageFactory(channel="text", **values)


def test_deliver_sends_an_email_with_our_reference(server):
    message = MessageFactory(to="ann@council.example")

    assert outbox.deliver(message.pk) == "sent"

    (sent,) = server.taken
    assert sent["path"] == "/v2/notifications/email"
    assert (sent["email_address"], sent["template_id"]) == ("ann@council.example", "email-template")
    assert sent["personalisation"] == {"subject": message.subject, "body": message.body}
    assert sent["reference"] == message.reference
    assert sent["token"].startswith("Bearer ")


def test_deliver_sends_a_text(server):
    message = a_text()

    assert outbox.deliver(message.pk) == "sent"

    (sent,) = server.taken
    assert sent["path"] == "/v2/notifications/sms"
    assert (sent["phone_number"], sent["template_id"]) == ("+447700900982", "text-template")
    assert sent["personalisation"] == {"body": "DIZ: come in."}


def test_deliver_leaves_emails_to_the_mail_server_without_their_template(
    server, settings, post_office
):
    settings.NOTIFY_EMAIL_TEMPLATE_ID = ""

    outbox.deliver(MessageFactory().pk)

    assert (len(server.taken), len(post_office.taken)) == (0, 1)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (refused(429, "RateLimitError", "Exceeded"), "failed", "asked us to wait (429)"),
        (refused(500, "Exception", "Internal server error"), "failed", "has a problem (500)"),
        (refused(403, "AuthError", "Invalid token: API key not found"), "failed", "accept our key"),
        (
            refused(400, "ValidationError", "phone_number Not enough digits"),
            "given_up",
            "cannot reach this address (400)",
        ),
        (refused(400, "BadRequestError", "Template not found"), "failed", "know our template"),
        (refused(400, "BadRequestError", "Body too long"), "given_up", "refused the message"),
    ],
)
def test_deliver_tells_refusals_apart(server, answer, state, words):
    server.answers = [answer]
    message = a_text()

    assert outbox.deliver(message.pk) == state

    message.refresh_from_db()
    assert words in message.last_error
    assert message.doubtful_attempts == 0


@pytest.mark.parametrize("answer", [SLOW, DROP])
def test_deliver_recognises_what_notify_took_without_saying_so(server, answer):
    server.answers = [answer, TAKEN]
    message = a_text()

    assert outbox.deliver(message.pk) == "failed"
    message.refresh_from_db()
    assert message.doubtful_attempts == 1
    later(message, hours=1)
    assert outbox.deliver(message.pk) == "sent"

    assert len(server.seen) == 1


def test_deliver_does_not_repeat_what_a_killed_worker_had_sent(server, monkeypatch):
    class Killed(BaseException):
        pass

    message = a_text()
    send = notify._send

    def send_and_die(*args):
        send(*args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(notify, "_send", send_and_die)
        with pytest.raises(Killed):
            outbox.deliver(message.pk)
    later(message, hours=1)
    assert outbox.sweep() == {"sent": 1}

    assert len(server.seen) == 1


def test_deliver_sends_a_copy_that_staff_asked_for(server):
    message = a_text(copies=1, attempts=1)
    server.taken.append({"reference": message.reference})

    outbox.deliver(message.pk)

    assert [one["reference"] for one in server.seen] == [f"{message.reference}.1"]


def test_deliver_tries_again_when_nobody_is_there(server, settings):
    settings.NOTIFY_URL = f"http://127.0.0.1:{free_port()}"

    assert outbox.deliver(a_text().pk) == "failed"


def test_deliver_gives_a_paper_to_notify_to_keep(server):
    message = MessageFactory()
    message.attachments.create(name="place.ics", content_type="text/calendar", content=b"BEGIN")
    message.attachments.create(name="paper.pdf", content_type="application/pdf", content=b"%PDF")

    outbox.deliver(message.pk)

    (sent,) = server.taken
    assert sent["template_id"] == "file-template"
    assert sent["personalisation"]["file"]["filename"] == "paper.pdf"


def test_deliver_sends_the_words_alone_when_a_file_is_too_large(server):
    message = MessageFactory()
    big = b"x" * (2 * 1024 * 1024 + 1)
    message.attachments.create(name="paper.pdf", content_type="application/pdf", content=big)

    assert outbox.deliver(message.pk) == "sent"

    assert server.taken[0]["template_id"] == "email-template"


def test_deliver_logs_no_address(server, caplog):
    server.answers = [refused(400, "ValidationError", "phone_number +447700900982 is bad")]

    outbox.deliver(a_text().pk)

    assert "7700900982" not in caplog.text


@pytest.mark.django_db
def test_deliver_lets_a_text_wait_for_its_key(settings):
    settings.NOTIFY_API_KEY = ""
    message = a_text()

    assert outbox.deliver(message.pk) == "failed"


def test_hand_over_does_not_send_what_somebody_else_has(server):
    with pytest.raises(failures.Overtaken):
        notify.hand_over(a_text(), is_ours=lambda: False)

    assert not server.seen


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, None),
        ({"NOTIFY_API_KEY": KEY, "NOTIFY_TEXT_TEMPLATE_ID": "t"}, None),
        ({"NOTIFY_API_KEY": KEY, "NOTIFY_EMAIL_TEMPLATE_ID": "e"}, None),
        ({"NOTIFY_TEXT_TEMPLATE_ID": "t"}, "outbox.E001"),
        ({"NOTIFY_API_KEY": "half-a-key", "NOTIFY_TEXT_TEMPLATE_ID": "t"}, "outbox.E002"),
        ({"NOTIFY_API_KEY": KEY}, "outbox.E003"),
        (
            {
                "NOTIFY_API_KEY": KEY,
                "NOTIFY_TEXT_TEMPLATE_ID": "t",
                "NOTIFY_FILE_TEMPLATE_ID": "f",
            },
            "outbox.E004",
        ),
    ],
)
def test_check_names_what_is_missing(settings, values, error):
    for name in ("NOTIFY_API_KEY", *checks.TEMPLATES):
        setattr(settings, name, values.get(name, ""))

    found = [one.id for one in checks.notify_is_whole(None)]

    assert found == ([error] if error else [])
