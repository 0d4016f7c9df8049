"""Mail and SMS adapters against real servers of the test itself."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from cdos.base.notices.adapters.http import HttpSms
from cdos.base.notices.adapters.smtp import SmtpSender

Received = list[tuple[str, dict[str, str]]]


@pytest.fixture
def gateway() -> Iterator[tuple[str, Received]]:
    received: Received = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            received.append((self.headers["Authorization"], message))
            self.send_response(500 if message["text"] == "fail" else 202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sms", received
    server.shutdown()
    server.server_close()


def test_an_sms_is_posted_with_its_key(gateway: tuple[str, Received]) -> None:
    url, received = gateway
    HttpSms(url=url, token="secret").send(to="13800138000", title="", body="您好", key="k1")
    assert received == [("Bearer secret", {"id": "k1", "to": "13800138000", "text": "您好"})]


def test_a_gateway_that_refuses_raises(gateway: tuple[str, Received]) -> None:
    with pytest.raises(requests.HTTPError):
        HttpSms(url=gateway[0], token="secret").send(to="1", title="", body="fail", key="k1")


def test_a_mail_arrives_with_one_subject_line_and_an_id_from_its_key() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    lines: list[str] = []

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as file:
            file.write(b"220 test\r\n")
            file.flush()
            data = False
            for raw in file:
                line = raw.decode().rstrip("\r\n")
                lines.append(line)
                if data and line != ".":
                    continue
                data = line.upper() == "DATA"
                file.write(
                    b"354 go\r\n" if data else b"221 bye\r\n" if line.upper() == "QUIT" else b"250 ok\r\n"
                )
                file.flush()

    thread = threading.Thread(target=serve)
    thread.start()
    url = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    sender = SmtpSender(url=url, sender="city@example.org")
    sender.send(to="ming@example.org", title="hello\nBcc: x@example.org", body="body", key="notice:1:mail")
    thread.join(timeout=5)
    listener.close()
    assert "Subject: hello Bcc: x@example.org" in lines
    assert not any(line.startswith("Bcc") for line in lines)
    assert f"Message-ID: <{b'notice:1:mail'.hex()}@example.org>" in lines
