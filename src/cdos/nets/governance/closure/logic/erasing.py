"""What goes at the end of a matter's retention: stretches of replies and notes; scores, units and times stay."""

from collections.abc import Sequence

from cdos.base.matters.contracts import Erasing
from cdos.nets.governance.closure.models import Answer, PhotoMark, Promise, Visit, Warned


def erase(ids: Sequence[int], what: Erasing) -> None:
    rows = list(Answer.objects.filter(matter_id__in=list(ids)))
    for row in rows:
        row.reasons = [one | {"said": ""} for one in row.reasons]
        row.signs = [one | {"said": ""} for one in row.signs]
        row.note = ""
    Answer.objects.bulk_update(rows, ("reasons", "signs", "note"), batch_size=200)
    Promise.objects.filter(matter_id__in=list(ids)).update(sentence="", evidence="")
    Visit.objects.filter(matter_id__in=list(ids)).update(note="")
    PhotoMark.objects.filter(matter_id__in=list(ids)).delete()
    PhotoMark.objects.filter(about_id__in=list(ids)).delete()
    Warned.objects.filter(matter_id__in=list(ids)).delete()
