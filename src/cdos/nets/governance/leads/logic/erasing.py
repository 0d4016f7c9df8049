"""What a lead loses at the end of its retention; item, unit and times stay for the figures."""

from collections.abc import Sequence

from cdos.base.masking.api import mask
from cdos.base.matters.contracts import Erasing

from ..models import Lead

TEXTS = ("title", "text", "evidence")


def erase(ids: Sequence[int], what: Erasing) -> None:
    rows = list(Lead.objects.filter(pk__in=list(ids)))
    for row in rows:
        for name in TEXTS:
            setattr(row, name, mask(getattr(row, name)) if what is Erasing.ANONYMISE else "")
        row.address = row.link = ""
        row.lon = row.lat = None
        row.files = []
    Lead.objects.bulk_update(rows, (*TEXTS, "address", "link", "lon", "lat", "files"), batch_size=200)
