"""Who reads which kind of file: CDOS_FILE_READERS is `auto` (what is installed), `demo` or `none`."""

from django.conf import settings

from cdos.base.files.contracts import FileKind

from .base import FileReader
from .demo import DemoReader
from .paddle import PaddleReader
from .whisper import WhisperReader

KINDS = (FileKind.AUDIO, FileKind.IMAGE)


def readers() -> dict[FileKind, FileReader]:
    """One for each kind that can be read at all; whether it is installed it says itself."""
    if settings.FILE_READERS == "demo":
        return {kind: DemoReader(kind) for kind in KINDS}
    if settings.FILE_READERS == "none":
        return {}
    return {FileKind.AUDIO: WhisperReader(), FileKind.IMAGE: PaddleReader()}
