"""Drafts of an appeal go when the appeal reaches the end of its retention."""

from collections.abc import Sequence

from cdos.base.matters.contracts import Erasing

from ..models import Draft


def erase(ids: Sequence[int], what: Erasing) -> None:
    Draft.objects.filter(matter_id__in=list(ids)).delete()
