"""Small real files, made on the spot."""

import io
import struct
import wave
import zipfile

from PIL import Image


def picture(
    format: str = "JPEG",
    size: tuple[int, int] = (640, 480),
    mode: str = "RGB",
    *,
    gps: bool = False,
    orientation: int = 1,
) -> bytes:
    image = Image.effect_noise(size, 40).convert(mode)
    exif = Image.Exif()
    exif[0x010F] = "Maker of cameras"
    exif[0x0112] = orientation
    if gps:
        exif[0x8825] = {1: "N", 2: (22.0, 32.0, 11.0), 3: "E", 4: (114.0, 3.0, 7.0)}
    out = io.BytesIO()
    image.save(out, format, exif=exif)
    return out.getvalue()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(8000))
    return out.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def film(*, brand: bytes = b"isom", track: bytes = b"vide", place: bytes = b"") -> bytes:
    handler = box(b"hdlr", bytes(8) + track + bytes(12))
    private = box(b"udta", box(b"\xa9xyz", place)) if place else b""
    moov = box(b"moov", box(b"trak", box(b"mdia", handler)) + private)
    return box(b"ftyp", brand + bytes(4)) + moov + box(b"mdat", b"m" * 5000)


def webm(codec: bytes) -> bytes:
    return b"\x1a\x45\xdf\xa3" + b"\x42\x82\x84webm" + bytes(40) + codec + bytes(500)


def mp3() -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return frame * 5


def office(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in ("[Content_Types].xml", *members):
            archive.writestr(member, "<x/>")
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
