"""Files that come with the form itself, where a browser has no JavaScript to send them before."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from cdos.base.files import api as files
from cdos.base.files.contracts import FileRefused
from cdos.base.organisation.contracts import Actor

from ..contracts import Form, FormRefused, Widget


def with_files(
    form: Form,
    answers: Mapping[str, Any],
    sent: "MultiValueDict[str, UploadedFile[Any]]",
    actor: Actor | None,
) -> dict[str, Any]:
    """The answers with tokens of what was sent. FormRefused: a file is not accepted, in the words of who keeps files."""
    found = dict(answers)
    for entry in form.entries:
        if entry.widget != Widget.FILE.value:
            continue
        tokens = [_stored(one, actor) for one in sent.getlist(f"{entry.name}__files")]
        if tokens:
            found[entry.name] = [*found.get(entry.name, []), *tokens]
    return found


def _stored(one: "UploadedFile[Any]", actor: Actor | None) -> str:
    if one.file is None:
        raise FormRefused("no file")
    account = actor.account_id if actor else None
    try:
        return files.store(stream=one.file, name=one.name or "", uploaded_by=account).token
    except FileRefused as refused:
        raise FormRefused(f"{one.name}: {refused}") from refused
