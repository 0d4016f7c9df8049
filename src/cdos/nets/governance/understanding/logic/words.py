"""The managed words: danger words and tags; held a few seconds in the process, changed by editors."""

import time
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor

from ..contracts import Danger, DangerWordInfo, TagInfo, UnderstandingRefused
from ..models import DangerWord, MatterTag, Tag
from . import recording

ASK_AGAIN_S = 5.0
MOST_WORDS = 60


class _Memory:
    def __init__(self) -> None:
        self.dangers: list[DangerWordInfo] = []
        self.tags: list[TagInfo] = []
        self.until = 0.0


MEMORY = _Memory()


def forget() -> None:
    MEMORY.until = 0.0


def _fresh() -> _Memory:
    if time.monotonic() >= MEMORY.until:
        MEMORY.dangers = [one for one in dangers() if one.active]
        MEMORY.tags = [TagInfo(row.pk, row.name, tuple(row.words)) for row in Tag.objects.filter(active=True)]
        MEMORY.until = time.monotonic() + ASK_AGAIN_S
    return MEMORY


def active_dangers() -> Sequence[DangerWordInfo]:
    return _fresh().dangers


def active_tags() -> Sequence[TagInfo]:
    return _fresh().tags


def dangers() -> list[DangerWordInfo]:
    """All of them, by kind and word."""
    rows = DangerWord.objects.order_by("kind", "word")
    return [DangerWordInfo(row.pk, row.word, Danger(row.kind), row.active) for row in rows]


def tags() -> list[TagInfo]:
    """All of them with how often they are used in the reader's reach."""
    used = dict(MatterTag.objects.values_list("tag").annotate(n=Count("id")).order_by())
    return [
        TagInfo(row.pk, row.name, tuple(row.words), row.active, used.get(row.pk, 0))
        for row in Tag.objects.order_by("-active", "name")
    ]


def split(text: str) -> list[str]:
    parts = text.replace("，", ",").replace("、", ",").replace("；", ",").replace(";", ",").split(",")
    return list(dict.fromkeys(word.strip()[:40] for word in parts if word.strip()))[:MOST_WORDS]


def save_tag(actor: Actor, tag_id: int | None, name: str, text: str, active: bool) -> None:
    """A new tag, or a changed one. UnderstandingRefused: no name, or one that is there already; LookupError."""
    name = name.strip()
    if not 1 <= len(name) <= 40:
        raise UnderstandingRefused(_("A tag needs a name of at most 40 characters."))
    try:
        with transaction.atomic():
            row = Tag() if tag_id is None else Tag.objects.select_for_update().get(pk=tag_id)
            row.name, row.words, row.active = name, split(text), active
            row.save()
            recording.words("tag", row.pk, by=actor.account_id)
    except Tag.DoesNotExist as missing:
        raise LookupError(tag_id) from missing
    except IntegrityError as twice:
        raise UnderstandingRefused(_("There is a tag of this name already.")) from twice
    forget()


def add_danger(actor: Actor, word: str, kind: str) -> None:
    """UnderstandingRefused: too short, or there already."""
    word = word.strip()
    if not 2 <= len(word) <= 40 or kind not in set(Danger):
        raise UnderstandingRefused(_("A danger word needs two to 40 characters and a kind."))
    try:
        with transaction.atomic():
            row = DangerWord.objects.create(word=word, kind=kind)
            recording.words("danger", row.pk, by=actor.account_id)
    except IntegrityError as twice:
        raise UnderstandingRefused(_("This word is in the list already.")) from twice
    forget()


def switch_danger(actor: Actor, danger_id: int) -> None:
    """On where it was off and off where it was on; nothing is deleted. LookupError."""
    with transaction.atomic():
        row = DangerWord.objects.select_for_update().filter(pk=danger_id).first()
        if row is None:
            raise LookupError(danger_id)
        row.active = not row.active
        row.save(update_fields=["active"])
        recording.words("danger", row.pk, by=actor.account_id)
    forget()
