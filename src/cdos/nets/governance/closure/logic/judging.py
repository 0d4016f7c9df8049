"""Scoring a reply: by the city's own trained judge where there is one, and always by the explained measure beside it."""

import threading
from dataclasses import dataclass, field, replace

import structlog

from cdos.hubs.ai import api as ai
from cdos.hubs.ai.contracts import ModelRefused
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.closure.contracts import Hollowness, Judge, Reason
from cdos.nets.governance.closure.logic.measure import measure

log = structlog.get_logger()


@dataclass(slots=True)
class Held:
    """The judge in this process; read again when its file changes."""

    judge: ai.ReplyJudge | None = None
    stamp: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def present(self) -> ai.ReplyJudge | None:
        path = appeals.replies_model_path()
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        if stamp != self.stamp:
            with self.lock:
                self.judge, self.stamp = self._read() if stamp else None, stamp
        return self.judge

    def _read(self) -> ai.ReplyJudge | None:
        try:
            return ai.ReplyJudge(appeals.replies_model_path())
        except ModelRefused as refusal:
            log.warning("closure.no_judge", why=str(refusal))
            return None


HELD = Held()


def score(message: str, reply: str, evidence: str = "") -> Hollowness:
    """A reply is never called hollow for being short: with a judge it must be more so than others of its length,
    unless the measure finds nothing in it either."""
    measured = measure(message, reply, evidence)
    judge = HELD.present()
    if judge is None:
        return measured
    said = judge.judge([message], [f"{reply}\n{evidence}".strip()])[0]
    stretches = (Reason("sounds", 0.0, "、".join(said.stretches)),) if said.hollow and said.stretches else ()
    return replace(
        measured,
        score=round(said.chance, 4),
        hollow=said.hollow and (said.chance > said.by_length or measured.hollow),
        judge=Judge.MODEL,
        by_length=round(said.by_length, 4),
        version=judge.info.version,
        reasons=(*measured.reasons, *stretches),
    )
