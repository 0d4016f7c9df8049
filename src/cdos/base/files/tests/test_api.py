"""What is accepted, what is refused, and what is left of a photo."""

import io
import os
import secrets
import threading
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from cdos.base.files import api
from cdos.base.files.api import FileKind, FileRefused, Limits, Refusal
from cdos.base.files.logic import images, storing, types
from cdos.base.files.models import File
from cdos.base.files.tests import making
from cdos.base.web.outages import is_outage

pytestmark = pytest.mark.django_db


def store(content: bytes, name: str = "a.jpg", **more: object) -> api.StoredFile:
    return api.store(stream=io.BytesIO(content), name=name, uploaded_by=None, **more)  # type: ignore[arg-type]


def left_behind() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "kind", "mime"),
    [
        (making.picture("JPEG"), FileKind.IMAGE, "image/jpeg"),
        (making.picture("PNG"), FileKind.IMAGE, "image/png"),
        (making.picture("PNG", mode="RGBA"), FileKind.IMAGE, "image/png"),
        (making.picture("JPEG", mode="CMYK"), FileKind.IMAGE, "image/jpeg"),
        (making.picture("WEBP"), FileKind.IMAGE, "image/jpeg"),
        (making.picture("AVIF"), FileKind.IMAGE, "image/jpeg"),
        (making.picture("GIF", mode="P"), FileKind.IMAGE, "image/jpeg"),
        (making.sound(), FileKind.AUDIO, "audio/wav"),
        (making.mp3(), FileKind.AUDIO, "audio/mpeg"),
        (b"#!AMR\n" + bytes(100), FileKind.AUDIO, "audio/amr"),
        (b"OggS" + bytes(24) + b"OpusHead" + bytes(100), FileKind.AUDIO, "audio/ogg"),
        (making.webm(b"A_OPUS"), FileKind.AUDIO, "audio/webm"),
        (making.webm(b"V_VP9 A_OPUS"), FileKind.VIDEO, "video/webm"),
        (making.film(track=b"soun"), FileKind.AUDIO, "audio/mp4"),
        (making.film(), FileKind.VIDEO, "video/mp4"),
        (making.film(brand=b"qt  "), FileKind.VIDEO, "video/quicktime"),
        (making.film(brand=b"3gp4"), FileKind.VIDEO, "video/3gpp"),
        (making.PDF, FileKind.DOCUMENT, "application/pdf"),
        (
            making.office("word/document.xml"),
            FileKind.DOCUMENT,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_files_are_known_by_their_content(content: bytes, kind: FileKind, mime: str) -> None:
    stored = store(content, "misleading.exe")
    assert (stored.kind, stored.mime) == (kind, mime)
    with api.open_file(stored.token) as file:
        assert len(file.read()) == stored.size


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b"<html><script>alert(1)</script>", Refusal.WRONG_TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refusal.WRONG_TYPE),
        (b"MZ" + bytes(500), Refusal.WRONG_TYPE),
        (b"\x7fELF" + bytes(500), Refusal.WRONG_TYPE),
        (b"#!/bin/sh\nrm -rf /", Refusal.WRONG_TYPE),
        (b"just words", Refusal.WRONG_TYPE),
        (b"\xff\xfb\x90\x00" + b"<script>" * 500, Refusal.WRONG_TYPE),
        (making.office(), Refusal.WRONG_TYPE),
        (making.office("word/document.xml", "word/vbaProject.bin"), Refusal.WRONG_TYPE),
        (making.office("word/document.xml")[:-30], Refusal.BROKEN),
        (making.picture()[:3000], Refusal.BROKEN),
        (making.picture("PNG")[:3000], Refusal.BROKEN),
        (b"\xff\xd8\xff" + b"<script>" * 100, Refusal.BROKEN),
        (making.film()[:-100], Refusal.BROKEN),
        (making.PDF[:20], Refusal.BROKEN),
        (making.box(b"ftyp", b"heic" + bytes(4)), Refusal.WRONG_TYPE),
    ],
)
def test_everything_else_is_refused_with_a_sentence_and_leaves_nothing(
    content: bytes, refusal: Refusal
) -> None:
    with pytest.raises(FileRefused) as refused:
        store(content, "photo.jpg")
    assert refused.value.refusal is refusal
    assert str(refused.value).strip()
    assert left_behind() == []
    assert not File.objects.exists()


def test_a_picture_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    with pytest.raises(FileRefused) as refused:
        store(out.getvalue())
    assert refused.value.refusal is Refusal.BROKEN


def test_a_picture_that_must_be_decoded_whole_may_have_fewer_pixels_than_a_jpeg() -> None:
    large = Image.new("L", (5100, 5000))
    for format in ("PNG", "WEBP", "GIF"):
        out = io.BytesIO()
        large.save(out, format)
        with pytest.raises(FileRefused) as refused:
            store(out.getvalue())
        assert refused.value.refusal is Refusal.TOO_LARGE
    assert left_behind() == []
    out = io.BytesIO()
    large.save(out, "JPEG")
    assert store(out.getvalue()).width == 4096


def test_one_picture_at_a_time_is_decoded(tmp_path: Path) -> None:
    source = io.BytesIO(making.picture())
    other = threading.Thread(
        target=images.rewrite, args=(source, tmp_path / "made"), kwargs={"keep_location": False}
    )
    with images._ONE_AT_A_TIME:
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join()
    assert (tmp_path / "made").exists()


def test_a_long_list_of_members_is_refused_unread() -> None:
    content = making.office("word/document.xml", *(f"word/{number}.xml" for number in range(20_000)))
    tracemalloc.start()
    with pytest.raises(FileRefused) as refused:
        types.recognise(io.BytesIO(content), len(content))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.refusal is Refusal.WRONG_TYPE
    assert peak < 1_000_000


def test_a_document_of_very_many_parts_is_a_document() -> None:
    store(making.office("word/document.xml", *(f"word/media/image{number}.png" for number in range(4900))))


def test_an_endless_stream_stops_at_the_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return bytes(size)

    stream = Endless()
    with pytest.raises(FileRefused) as refused:
        api.store(stream=stream, name="x", uploaded_by=None, limits=Limits(1000, 1000, 100_000, 1000))
    assert refused.value.refusal is Refusal.TOO_LARGE
    assert stream.given < 1_000_000


def test_each_kind_has_its_own_limit() -> None:
    with pytest.raises(FileRefused) as refused:
        store(making.sound(), limits=Limits(audio=1000))
    assert refused.value.refusal is Refusal.TOO_LARGE


def test_a_photo_loses_place_and_camera_and_stands_upright() -> None:
    stored = store(making.picture(gps=True, orientation=6))
    with api.open_file(stored.token) as file, Image.open(file) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (480, 640) == (stored.width, stored.height)
    assert b"Maker" not in storing.path_of(stored.token).read_bytes()


def test_a_photo_keeps_its_place_and_nothing_else_with_consent() -> None:
    stored = store(making.picture(gps=True), consent_location=True)
    with api.open_file(stored.token) as file, Image.open(file) as image:
        assert image.getexif().get_ifd(0x8825)[1] == "N"
        assert set(image.getexif()) == {0x8825}
    assert File.objects.get().has_location


def test_what_hides_behind_a_picture_is_gone() -> None:
    stored = store(making.picture("GIF", mode="P") + b"<script>alert(1)</script>")
    assert b"script" not in storing.path_of(stored.token).read_bytes()


def test_a_large_photo_is_made_smaller_with_two_thumbnails() -> None:
    stored = store(making.picture(size=(5000, 1000), mode="L"))
    assert (stored.width, stored.height) == (4096, 819)
    for side in (320, 1280):
        with Image.open(f"{storing.path_of(stored.token)}.{side}.jpg") as image:
            assert max(image.size) == side


def test_a_film_loses_its_place_and_keeps_its_length() -> None:
    content = making.film(place=b"+22.5431+114.0579/")
    stored = store(content)
    kept = storing.path_of(stored.token).read_bytes()
    assert b"+22.5431" not in kept
    assert b"xyz" not in kept
    assert len(kept) == len(content)
    assert b"+22.5431" in storing.path_of(store(content, consent_location=True).token).read_bytes()


def test_a_box_that_reaches_past_the_end_is_broken() -> None:
    with pytest.raises(FileRefused):
        store(b"\x00\x00\x00\x10ftypisom\0\0\0\0" + b"\x7f\xff\xff\xffmoov" + bytes(50))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\照片.jpg", "照片.jpg"),
        ("a\u202egpj.exe\x00", "agpj.exe"),
        ("", "file"),
        ('"<b>.png', "__b_.png"),
        ("长" * 300 + ".jpg", "长" * 110 + ".jpg"),
    ],
)
def test_names_are_made_harmless(name: str, shown: str) -> None:
    assert storing.clean_name(name) == shown


def test_files_are_attached_once_to_one_owner() -> None:
    first, second = store(making.sound()), store(making.PDF)
    api.attach(tokens=[first.token, second.token], owner_kind="matter", owner_id=5)
    api.attach(tokens=[first.token], owner_kind="matter", owner_id=5)
    assert [file.token for file in api.attached(owner_kind="matter", owner_id=5)] == [
        first.token,
        second.token,
    ]
    for tokens, owner in (([first.token], 6), (["unknown-token"], 5)):
        with pytest.raises(LookupError):
            api.attach(tokens=tokens, owner_kind="matter", owner_id=owner)
    assert [file.token for file in api.by_tokens([second.token, "nothing", first.token])] == [
        second.token,
        first.token,
    ]


@pytest.mark.parametrize("token", ["../../etc/passwd", "", "a/b", "x" * 100])
def test_a_strange_token_is_no_file(token: str) -> None:
    with pytest.raises(LookupError):
        api.open_file(token)


def test_a_visitor_cannot_pile_up_files() -> None:
    for _ in range(storing.MOST_LOOSE_FILES):
        store(making.PDF, uploader="somebody")
    with pytest.raises(FileRefused) as refused:
        store(making.PDF, uploader="somebody")
    assert refused.value.refusal is Refusal.TOO_MANY
    store(making.PDF, uploader="somebody else")


def test_an_account_cannot_pile_up_files_by_dropping_its_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "MOST_LOOSE_FILES", 2)

    def by_account(content: bytes = making.PDF) -> api.StoredFile:
        mark = secrets.token_urlsafe(18)
        return api.store(stream=io.BytesIO(content), name="a", uploaded_by=7, uploader=mark)

    used, kept = by_account(), by_account()
    with pytest.raises(FileRefused) as refused:
        by_account()
    assert refused.value.refusal is Refusal.TOO_MANY
    api.attach(tokens=[used.token], owner_kind="matter", owner_id=5)
    api.keep(tokens=[kept.token], until=datetime.now(UTC) + timedelta(days=3))  # a draft uses it
    by_account()


def test_where_the_disk_is_nearly_full_nothing_more_is_kept(settings: Any) -> None:
    settings.LEAST_FREE_MB = 10**9
    with pytest.raises(OSError, match="No space left") as full:
        store(making.PDF)
    assert is_outage(full.value)  # a page says so, a job tries again
    assert left_behind() == []


def test_unused_files_are_forgotten_after_a_day(django_capture_on_commit_callbacks: object) -> None:
    old, used, fresh = store(making.picture()), store(making.PDF), store(making.PDF)
    api.attach(tokens=[used.token], owner_kind="matter", owner_id=1)
    past = datetime.now(UTC) - timedelta(hours=25)
    File.objects.exclude(token=fresh.token).update(created_at=past)
    interrupted = Path(settings.MEDIA_ROOT) / "incoming" / "new-x"
    interrupted.write_bytes(b"x")
    os.utime(interrupted, (past.timestamp(), past.timestamp()))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert storing.sweep() == 1
    assert {path.name for path in left_behind()} == {used.token, fresh.token}
    with pytest.raises(LookupError):
        api.open_file(old.token)
