"""Stored files (附件): what people attach, checked by content."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FileKind(StrEnum):
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


class Refusal(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    BROKEN = "broken"
    TOO_MANY = "too_many"


class FileRefused(ValueError):
    """A file that is not accepted; `str()` is a clear sentence in the reader's language."""

    def __init__(self, refusal: Refusal, message: str) -> None:
        super().__init__(message)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file at rest; `token` is an unguessable name, never a permission."""

    id: int
    token: str
    name: str
    kind: FileKind
    mime: str
    size: int  # bytes
    width: int = 0  # pixels, images only
    height: int = 0
    has_thumbnail: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What a photo says before it is cleaned; for who compares, not to be kept."""

    lon: float | None  # degrees, WGS 84, where the camera wrote them
    lat: float | None
    taken: datetime | None  # by the camera's clock, without a zone
    print: int  # 64 bits that stay nearly the same for the same picture


MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest sizes by kind, in bytes."""

    image: int = 20 * MB
    audio: int = 30 * MB
    video: int = 200 * MB
    document: int = 30 * MB

    def of(self, kind: FileKind) -> int:
        return {
            FileKind.IMAGE: self.image,
            FileKind.AUDIO: self.audio,
            FileKind.VIDEO: self.video,
            FileKind.DOCUMENT: self.document,
        }[kind]

    @property
    def largest(self) -> int:
        return max(self.image, self.audio, self.video, self.document)
