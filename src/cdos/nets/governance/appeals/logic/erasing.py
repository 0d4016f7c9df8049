"""What an appeal loses at the end of its retention; its item, unit, times and marks stay for the figures."""

from collections.abc import Sequence

from cdos.base.masking.api import mask
from cdos.base.matters.contracts import Erasing

from ..models import Appeal, PictureHash, RatingRecord

TEXTS = ("title", "text", "reply", "evidence")
GONE = ("contact_name", "contact_phone", "contact_mail", "origin", "address")


def erase(ids: Sequence[int], what: Erasing) -> None:
    rows = list(Appeal.objects.filter(pk__in=list(ids)))
    PictureHash.objects.filter(token__in=[token for row in rows for token in row.files]).delete()
    for row in rows:
        for name in TEXTS:
            setattr(row, name, mask(getattr(row, name)) if what is Erasing.ANONYMISE else "")
        for name in GONE:
            setattr(row, name, "")
        row.contact_sealed = row.contact_blind = row.lon = row.lat = row.cell = None
        row.files, row.public = [], row.public and what is Erasing.ANONYMISE
    fields = (*TEXTS, *GONE, "contact_sealed", "contact_blind", "lon", "lat", "cell", "files", "public")
    Appeal.objects.bulk_update(rows, fields, batch_size=200)
    marks = list(RatingRecord.objects.filter(appeal__in=rows).exclude(text=""))
    for mark in marks:
        mark.text = mask(mark.text) if what is Erasing.ANONYMISE else ""
    RatingRecord.objects.bulk_update(marks, ("text",), batch_size=200)
