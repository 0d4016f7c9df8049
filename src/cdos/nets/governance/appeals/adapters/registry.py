"""The sources of mail this city uses; another one is added with `add` at start-up."""

from pathlib import Path

from django.conf import settings

from .base import MailSource
from .demo import FolderSource

_SOURCES: list[MailSource] = []


def add(source: MailSource) -> None:
    _SOURCES.append(source)


def mail_sources() -> list[MailSource]:
    return [FolderSource(Path(settings.DATA_DIR) / "mail"), *_SOURCES]
