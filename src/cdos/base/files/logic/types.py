"""What a file is, by its content alone. Only what is recognised here is accepted; names and claims do not count."""

import os
import zipfile
from dataclasses import dataclass
from typing import IO

from cdos.base.files.contracts import FileKind, FileRefused
from cdos.base.files.logic import boxes, refusals

HEAD = 4096
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_UNPACKED_LIMIT = 300 * 1024 * 1024
_MOST_MEMBERS = 5000
_LONGEST_LIST = _MOST_MEMBERS * 200  # bytes: a member's entry is 46 and its name


@dataclass(frozen=True, slots=True)
class Found:
    kind: FileKind
    mime: str


IMAGE = Found(FileKind.IMAGE, "")  # Pillow says which


def recognise(stream: IO[bytes], size: int) -> Found:
    """Raises FileRefused for anything that is not clearly one of the accepted kinds."""
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise refusals.empty()
    if head[4:8] == b"ftyp":
        return _iso(stream, size, head[8:12])
    found = _by_magic(head)
    if found is not None:
        return found
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _webm(stream)
    if head.startswith(b"%PDF-"):
        return _pdf(stream, size)
    if head.startswith(b"PK\x03\x04"):
        return _office(stream)
    raise refusals.wrong_type()


def _by_magic(head: bytes) -> Found | None:
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")):
        return IMAGE
    if head.startswith(b"RIFF"):
        return {b"WEBP": IMAGE, b"WAVE": Found(FileKind.AUDIO, "audio/wav")}.get(head[8:12])
    if head.startswith(b"OggS"):
        first = head[:128]
        return Found(FileKind.AUDIO, "audio/ogg") if b"OpusHead" in first or b"\x01vorbis" in first else None
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return Found(FileKind.AUDIO, "audio/amr")
    if head.startswith(b"ID3") or _is_mp3(head):
        return Found(FileKind.AUDIO, "audio/mpeg")
    if _is_adts(head):
        return Found(FileKind.AUDIO, "audio/aac")
    return None


def _is_mp3(head: bytes) -> bool:
    """Two whole frame headers in a row (ISO/IEC 11172-3, layer III)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
    low_rates = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
    first = head[1] >> 3 & 3 == 3
    bit_rate = (rates if first else low_rates)[head[2] >> 4] * 1000
    sample_rate = (44100, 48000, 32000, 0)[head[2] >> 2 & 3] >> {3: 0, 2: 1, 0: 2}.get(head[1] >> 3 & 3, 0)
    if not bit_rate or not sample_rate:
        return False
    length = (144 if first else 72) * bit_rate // sample_rate + (head[2] >> 1 & 1)
    after = head[length : length + 2]
    return len(after) == 2 and after[0] == 0xFF and after[1] & 0xE6 == 0xE2


def _is_adts(head: bytes) -> bool:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return False
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length >= 7 and head[length : length + 2][:1] == b"\xff"


def _iso(stream: IO[bytes], size: int, brand: bytes) -> Found:
    if brand in _HEIC:
        raise refusals.heic()
    if brand in {b"avif", b"avis"}:
        return IMAGE
    try:
        tracks = boxes.tracks(stream, size)
    except boxes.BrokenBoxes:
        raise refusals.broken() from None
    if b"vide" in tracks:
        quick, third = brand == b"qt  ", brand.startswith(b"3g")
        return Found(FileKind.VIDEO, "video/quicktime" if quick else "video/3gpp" if third else "video/mp4")
    if b"soun" in tracks:
        return Found(FileKind.AUDIO, "audio/mp4")
    raise refusals.wrong_type()


def _webm(stream: IO[bytes]) -> Found:
    stream.seek(0)
    head = stream.read(1 << 16)
    if b"webm" not in head[:64]:
        raise refusals.wrong_type()
    if any(codec in head for codec in (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG4", b"V_MPEGH")):
        return Found(FileKind.VIDEO, "video/webm")
    if b"A_OPUS" in head or b"A_VORBIS" in head:
        return Found(FileKind.AUDIO, "audio/webm")
    raise refusals.broken()


def _pdf(stream: IO[bytes], size: int) -> Found:
    stream.seek(max(0, size - 2048), os.SEEK_SET)
    if b"%%EOF" not in stream.read():
        raise refusals.broken()
    return Found(FileKind.DOCUMENT, "application/pdf")


class _Short:
    """Of a zip; its list of members is read in one piece, and a longer one than any document's is not read at all."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size: int = -1) -> bytes:
        if size > _LONGEST_LIST:
            raise refusals.wrong_type()
        return self.stream.read(size)


def _office(stream: IO[bytes]) -> Found:
    try:
        members = zipfile.ZipFile(_Short(stream)).infolist()
    except FileRefused:
        raise
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise refusals.broken() from None
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _UNPACKED_LIMIT:
        raise refusals.wrong_type()
    names = {member.filename for member in members}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise refusals.macros()
    for part, mime in _OFFICE.items():
        if part in names and "[Content_Types].xml" in names:
            return Found(FileKind.DOCUMENT, mime)
    raise refusals.wrong_type()
