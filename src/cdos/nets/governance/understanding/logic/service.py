"""The model that serves in this process: read from its file of the data folder, and again when that was replaced."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from cdos.hubs.ai.contracts import ModelRefused
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Learned

from ..contracts import Level
from . import labels

if TYPE_CHECKING:
    from cdos.hubs.ai.api import Classifier

log = structlog.get_logger()
ASK_AGAIN_S = 5.0
LABELS = 12  # whose chances are handed on
READ = 4000  # characters of a body


@dataclass(frozen=True, slots=True)
class Served:
    """A model with what its labels mean in the duty list of `version`."""

    classifier: "Classifier"
    level: Level
    keys: dict[str, str]
    list_version: int

    @property
    def version(self) -> str:
        return self.classifier.info.version

    def says(self, title: str, body: str) -> Learned | None:
        text = (title, body[:READ])
        found = self.classifier.ranked([text], most=LABELS)[0]
        known = tuple((self.keys[label], chance) for label, chance in found if label in self.keys)
        first = found[0][0]
        if not known:
            return None
        sure = first in self.keys and found[0][1] >= self.classifier.info.threshold
        words = self.classifier.words(text, first) if first in self.keys else ()
        return Learned(self.level.value, known, sure, words, self.version)


class _Memory:
    """What serves, from which state of the file, and until when that may be believed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.served: Served | None = None
        self.stamp: tuple[int, int, int] = (0, 0, 0)
        self.until = 0.0

    def forget(self) -> None:
        with self.lock:
            self.served, self.stamp, self.until = None, (0, 0, 0), 0.0


MEMORY = _Memory()


def current() -> Served | None:
    """None where there is no model, or its labels are not those of the duty list."""
    if time.monotonic() < MEMORY.until:
        return MEMORY.served
    with MEMORY.lock:
        if time.monotonic() >= MEMORY.until:
            _look()
            MEMORY.until = time.monotonic() + ASK_AGAIN_S
    return MEMORY.served


def _look() -> None:
    path = appeals.model_path()
    info = appeals.duty_list()
    try:
        facts = path.stat()
    except OSError:
        MEMORY.served, MEMORY.stamp = None, (0, 0, 0)
        return
    stamp = (facts.st_mtime_ns, facts.st_size, info.version if info else 0)
    if stamp != MEMORY.stamp:
        MEMORY.served, MEMORY.stamp = opened(path), stamp


def opened(path: Path) -> Served | None:
    """A model of a file, ready to be asked; None, with a line in the log, where it cannot serve."""
    from cdos.hubs.ai.api import Classifier

    info = appeals.duty_list()
    try:
        classifier = Classifier(path)
    except ModelRefused as refusal:
        log.warning("understanding.model_refused", file=path.name, why=str(refusal))
        return None
    found = labels.level_of(classifier.info.labels, appeals.duty_items())
    if info is None or found is None:
        log.warning("understanding.labels_unknown", file=path.name, labels=len(classifier.info.labels))
        return None
    return Served(classifier, found[0], found[1], info.version)


def says(title: str, body: str) -> Learned | None:
    """What the history says of a message; asked for every proposal."""
    served = current()
    return served.says(title, body) if served else None
