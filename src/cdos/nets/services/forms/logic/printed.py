"""The words on a picture, where a text reader is installed (CDOS_FILE_READERS)."""

import os
import tempfile
from pathlib import Path

import structlog

from cdos.base.files import api as files
from cdos.base.files.contracts import StoredFile
from cdos.hubs.ai import api as ai

log = structlog.get_logger()


def words_on(stored: StoredFile) -> str:
    """Read now, which takes seconds; "" where nothing reads it: then nothing is said about its words either."""
    reader = ai.file_readers().get(stored.kind)
    if reader is None or reader.missing():
        return ""
    try:
        with tempfile.TemporaryDirectory() as folder, files.open_file(stored.token) as source:
            path = Path(folder) / (os.path.basename(stored.name) or "file")
            path.write_bytes(source.read())
            return reader.read(path)
    except Exception as error:  # a reader that stumbles must not keep anybody from handing in
        log.warning("forms.unread", token=stored.token, error=type(error).__name__)
        return ""
