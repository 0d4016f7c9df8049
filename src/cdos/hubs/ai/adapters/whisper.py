"""Speech in clips by a Whisper model in the format of `faster-whisper`; the model's folder is named by CDOS_SPEECH_MODEL."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base.files.contracts import FileKind


class WhisperReader:
    name = "whisper"
    kind = FileKind.AUDIO

    def missing(self) -> str:
        if find_spec("faster_whisper") is None:
            return _("Voice clips are not transcribed: the package faster-whisper is not installed.")
        if not settings.SPEECH_MODEL or not Path(settings.SPEECH_MODEL).is_dir():
            return _("Voice clips are not transcribed: CDOS_SPEECH_MODEL names no folder with a model.")
        return ""

    def read(self, path: Path) -> str:
        parts, _facts = _model(settings.SPEECH_MODEL).transcribe(str(path), language="zh", beam_size=1)
        return "\n".join(part.text.strip() for part in parts)


@cache
def _model(folder: str) -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(folder, device="cpu", compute_type="int8", local_files_only=True)
