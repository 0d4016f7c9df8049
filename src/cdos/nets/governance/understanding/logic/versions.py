"""Which versions there are, which one serves, and taking one back."""

from django.db import transaction
from django.utils.translation import gettext as _

from cdos.nets.governance.appeals import api as appeals

from ..contracts import Band, Level, ModelState, ModelVersionInfo, UnderstandingRefused
from ..models import ModelVersion
from . import files, recording, service

SHOWN = 30


def listed() -> list[ModelVersionInfo]:
    """What serves first, then the newest."""
    rows = ModelVersion.objects.order_by("-trained_at")[:SHOWN]
    found = [_info(row) for row in rows]
    return sorted(found, key=lambda one: one.state is not ModelState.SERVICE)


def _info(row: ModelVersion) -> ModelVersionInfo:
    return ModelVersionInfo(
        version=row.version,
        state=ModelState(row.state),
        level=Level(row.level),
        rows=row.rows,
        corrections=row.corrections,
        labels=row.labels,
        figures=row.figures,
        bands=tuple(Band(**band) for band in row.bands),
        trained_at=row.trained_at,
        by_name=row.by_name,
        source=row.source,
        why=_(row.why) if row.why else "",
        file_there=files.of(row.version).exists(),
    )


def adopt() -> None:
    """Know what serves where `./cdos appeals train` put it there: its file is kept and it has a line of its own."""
    path = appeals.model_path()
    served = service.opened(path) if path.exists() else None
    if served is None:
        return
    row = ModelVersion.objects.filter(version=served.version).first()
    if row is not None and row.state == ModelState.SERVICE.value:
        return
    files.keep_serving(served.version)
    info = served.classifier.info
    with transaction.atomic():
        ModelVersion.objects.filter(state=ModelState.SERVICE.value).update(state=ModelState.KEPT.value)
        ModelVersion.objects.update_or_create(
            version=served.version,
            defaults={"state": ModelState.SERVICE.value},
            create_defaults={
                "state": ModelState.SERVICE.value,
                "level": served.level.value,
                "rows": info.rows,
                "labels": len(info.labels),
                "figures": dict(info.held_out),
                "source": "file",
                "trained_at": info.trained_at,
            },
        )


def put_in_service(version: str, *, by: int | None) -> None:
    """The file first: a process that reads it early only proposes better a little sooner."""
    files.serve(version)
    with transaction.atomic():
        ModelVersion.objects.filter(state=ModelState.SERVICE.value).update(state=ModelState.KEPT.value)
        ModelVersion.objects.filter(version=version).update(state=ModelState.SERVICE.value)
        recording.served(version, by=by)
    order = ModelVersion.objects.order_by("-trained_at").values_list("version", flat=True)
    files.tidy([version, *(one for one in order if one != version)])
    service.MEMORY.forget()


def take_back(version: str, *, by: int | None) -> None:
    """Let an earlier version serve. LookupError; UnderstandingRefused where its file is gone or it was refused."""
    row = ModelVersion.objects.filter(version=version).first()
    if row is None:
        raise LookupError(version)
    if row.state == ModelState.REFUSED.value:
        raise UnderstandingRefused(_("This version did worse and cannot be put in service."))
    if not files.of(version).exists():
        raise UnderstandingRefused(_("The file of this version is no longer there."))
    adopt()
    put_in_service(version, by=by)


def withdraw(*, by: int | None) -> None:
    """Propose by the duty list's wording alone; every version stays."""
    adopt()
    appeals.model_path().unlink(missing_ok=True)
    with transaction.atomic():
        ModelVersion.objects.filter(state=ModelState.SERVICE.value).update(state=ModelState.KEPT.value)
        recording.served("", by=by)
    service.MEMORY.forget()
