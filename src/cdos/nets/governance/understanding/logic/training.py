"""Trains a new version on history and corrections, and lets it serve only where it does no worse than what serves."""

from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cdos.base.fence import api as fence
from cdos.hubs.ai.contracts import ModelInfo, ModelRefused
from cdos.nets.governance.appeals import api as appeals

from ..contracts import Example, Level, ModelState
from ..models import Correction, ModelVersion
from . import examples, files, labels, measuring, recording, service, versions

log = structlog.get_logger()
LEAST_ROWS = 200  # from which training means anything
LEAST_HELD_OUT = 30
DOES_WORSE = _("It did worse than what serves on the rows that neither had seen.")
NOT_BETTER_THAN_LIST = _("It did worse than the duty list's own wording.")


@dataclass(frozen=True, slots=True)
class By:
    """Who started it; nobody: the nightly job."""

    name: str = ""
    account_id: int | None = None


def train(by: By) -> str:
    """The version made; empty where there is too little to learn from or nothing new. Takes minutes; holds no transaction."""
    with fence.everything():
        rows = examples.gathered()
        corrections = Correction.objects.count()
    learn, out = examples.parted(rows) if len(rows) >= LEAST_ROWS else ([], [])
    if len(learn) < LEAST_ROWS // 2 or len(out) < LEAST_HELD_OUT:
        log.info("understanding.too_few_rows", rows=len(rows))
        return ""
    level = labels.chosen_level(
        {one: [row.labels.get(one, "") for row in learn] for one in labels.LEVELS}, len(learn)
    )
    info = _learned(learn, level)
    if info is None or ModelVersion.objects.filter(version=info.version).exists():
        return ""
    made = service.opened(files.of(info.version))
    if made is None:
        return ""
    versions.adopt()
    figures, bands, worse = _judged(made, out, level)
    _stored(info, level, len(learn), corrections, figures, bands, worse, by)
    return info.version


def _learned(rows: list[Example], level: Level) -> ModelInfo | None:
    from cdos.hubs.ai import api as ai

    counts: dict[str, int] = {}
    for row in rows:
        key = row.labels.get(level, "")
        counts[key] = counts.get(key, 0) + 1
    kept = [row for row in rows if row.labels.get(level) and counts[row.labels[level]] >= labels.LEAST_ROWS]
    beside = files.folder() / "training"
    try:
        info = ai.train(
            texts=[(row.title, row.text) for row in kept],
            labels=[row.labels[level] for row in kept],
            path=beside,
        )
    except ModelRefused as refusal:
        log.info("understanding.nothing_learned", why=str(refusal))
        return None
    beside.replace(files.of(info.version))
    return info


def _judged(
    made: service.Served, out: list[Example], level: Level
) -> tuple[dict[str, float], list[dict[str, Any]], str]:
    """Figures, bands, and why it may not serve (empty: it may)."""
    before = service.opened(appeals.model_path()) if appeals.model_path().exists() else None
    own = measuring.of_model(made, out, level)
    figures = {**own, "held_out": float(len(out))}
    wording = measuring.of_wording(out, level)
    figures |= {f"list_{name}": value for name, value in wording.items()}
    worse = NOT_BETTER_THAN_LIST if own["macro_f1"] < wording["macro_f1"] else ""
    if before is not None:
        common = labels.coarser(level, before.level)
        mine = measuring.of_model(made, out, common)
        served = measuring.of_model(before, out, common)
        figures |= {f"before_{name}": value for name, value in served.items()}
        worse = worse or (DOES_WORSE if mine["macro_f1"] < served["macro_f1"] else "")
    bands, whole = measuring.bands(made, out)
    return figures | whole, measuring.plain(bands), worse


def _stored(
    info: ModelInfo,
    level: Level,
    rows: int,
    corrections: int,
    figures: dict[str, float],
    bands: list[dict[str, Any]],
    worse: str,
    by: By,
) -> None:
    with transaction.atomic():
        ModelVersion.objects.create(
            version=info.version,
            state=(ModelState.REFUSED if worse else ModelState.KEPT).value,
            level=level.value,
            rows=rows,
            corrections=corrections,
            labels=len(info.labels),
            figures=figures,
            bands=bands,
            source="history",
            why=worse,
            trained_at=timezone.now(),
            by_name=by.name,
            account_id=by.account_id,
        )
        recording.trained(info.version, refused=bool(worse), by=by.account_id)
        if not worse:
            versions.put_in_service(info.version, by=by.account_id)
