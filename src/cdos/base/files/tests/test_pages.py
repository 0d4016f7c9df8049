"""Files over HTTP: sending, reading, ranges, and who may."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cdos.base.files import api
from cdos.base.files.logic import guards, storing
from cdos.base.files.models import File
from cdos.base.files.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def send(client: Client, content: bytes, name: str = "照片.jpg") -> dict[str, str]:
    answer = client.post("/files/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 201, answer.content
    return answer.json()


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_visitor_sends_a_photo_and_alone_may_see_it(client: Client) -> None:
    stored = send(client, making.picture())
    assert stored["kind"] == "image"
    assert stored["name"] == "照片.jpg"
    for url in (stored["url"], stored["thumb_url"], stored["thumb_url"] + "?size=1280"):
        assert client.get(url).status_code == 200
        assert Client().get(url).status_code == 404


def test_an_attached_file_is_read_by_whom_its_guard_lets_in(client: Client) -> None:
    stored = send(client, making.sound())
    api.attach(tokens=[stored["token"]], owner_kind="test_thing", owner_id=7)
    assert client.get(stored["url"]).status_code == 404  # no guard, no reader
    api.register_guard("test_thing", lambda owner, request: owner == 7 and request.GET.get("key") == "right")
    assert client.get(stored["url"]).status_code == 404
    assert Client().get(stored["url"] + "?key=right").status_code == 200
    guards._guards.pop("test_thing")


def test_a_file_is_served_so_that_no_browser_runs_it(client: Client) -> None:
    stored = send(client, making.PDF, 'a"b\r\nX: y.pdf')
    answer = client.get(stored["url"])
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "X: y" not in answer.headers or "\n" not in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99),
        ("bytes=100-", 206, 100, None),
        ("bytes=-50", 206, -50, None),
        ("bytes=10-999999999", 206, 10, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("lines=1-2", 200, 0, None),
    ],
)
def test_parts_of_a_recording_can_be_asked_for(
    client: Client, asked: str, status: int, first: int, last: int | None
) -> None:
    content = making.sound()
    stored = send(client, content)
    answer = client.get(stored["url"], HTTP_RANGE=asked)
    expected = content[first:] if last is None else content[first : last + 1]
    assert answer.status_code == status
    assert body(answer) == expected
    assert int(answer["Content-Length"]) == len(expected)


def test_a_part_past_the_end_does_not_exist(client: Client) -> None:
    stored = send(client, making.sound())
    answer = client.get(stored["url"], HTTP_RANGE="bytes=99999999-")
    assert answer.status_code == 416
    assert answer["Content-Range"].startswith("bytes */")


def test_an_unchanged_file_is_not_sent_again(client: Client) -> None:
    stored = send(client, making.sound())
    mark = client.get(stored["url"])["ETag"]
    assert client.get(stored["url"], HTTP_IF_NONE_MATCH=mark).status_code == 304
    assert Client().get(stored["url"], HTTP_IF_NONE_MATCH=mark).status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"", 422, "file-empty"),
        (b"<html>", 415, "file-wrong-type"),
        (making.picture()[:2000], 422, "file-broken"),
    ],
)
def test_a_refusal_is_a_problem_with_a_sentence(
    client: Client, content: bytes, status: int, kind: str
) -> None:
    answer = client.post("/files/", {"file": SimpleUploadedFile("a.jpg", content)})
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith(kind)
    assert answer.json()["detail"]


def test_all_visitors_of_a_network_share_an_allowance_however_often_they_drop_the_cookie(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(storing, "MOST_LOOSE_FILES", 2)
    monkeypatch.setattr(storing, "VISITORS_OF_A_NETWORK", 2)

    def sent_from(address: str) -> int:
        fresh = Client(REMOTE_ADDR=address)
        return fresh.post("/files/", {"file": SimpleUploadedFile("a.pdf", making.PDF)}).status_code

    assert [sent_from("203.0.113.5") for _ in range(5)] == [201, 201, 201, 201, 429]
    assert [sent_from(f"2001:db8::{number}") for number in range(1, 6)] == [201, 201, 201, 201, 429]
    assert sent_from("203.0.113.6") == 201
    # A proxy whose header is not believed would make all residents one.
    assert [sent_from("127.0.0.1") for _ in range(5)] == [201] * 5
    assert not File.objects.filter(uploader__contains="203.0.113").exists()


def test_without_room_on_the_disk_one_is_told_so(client: Client, settings: Any) -> None:
    settings.LEAST_FREE_MB = 10**9
    answer = client.post("/files/", {"file": SimpleUploadedFile("a.pdf", making.PDF)})
    assert answer.status_code == 507
    assert answer.json()["type"].endswith("file-no-room")
    assert answer.json()["detail"]


def test_no_file_is_said_to_be_missing(client: Client) -> None:
    assert client.post("/files/", {}).status_code == 400
    assert client.get("/files/").status_code == 405


def test_ten_gigabytes_are_refused_before_they_are_read(client: Client) -> None:
    class Never:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = client.generic(
        "POST",
        "/files/",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10 * 1024**3),
        **{"wsgi.input": Never()},
    )
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"


def test_sending_needs_the_csrf_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/files/", {"file": SimpleUploadedFile("a.pdf", making.PDF)}).status_code == 403
