"""At the end of a ruling's retention: what its panel wrote goes, the unit and the precedent stay."""

from collections.abc import Sequence

from cdos.base.masking.api import mask
from cdos.base.matters.contracts import Erasing

from ..models import PanelView, Ruling


def erase(ids: Sequence[int], what: Erasing) -> None:
    for row in Ruling.objects.filter(pk__in=list(ids)):
        row.grounds = mask(row.grounds) if what is Erasing.ANONYMISE else row.grounds and "–"
        row.save(update_fields=["grounds"])
    for view in PanelView.objects.filter(ruling_id__in=list(ids)):
        view.grounds = mask(view.grounds) if what is Erasing.ANONYMISE else "–"
        view.save(update_fields=["grounds"])
