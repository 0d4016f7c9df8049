"""What the pages of the wizard share: who asks, in which shell, and what was typed."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cdos.base.files import api as stored
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Party
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Form, Widget
from cdos.nets.services.items import api as items

from .. import api
from ..contracts import ApplicationRefused, Channel, Draft, Prepared, Submission
from ..logic import gathering, people
from ..logic.materials import SEEN

MATERIAL = "material-"


def assisted(draft: Draft) -> bool:
    return draft.channel in people.BY_STAFF


def layout(draft: Draft | None) -> str:
    """Clerks stay in the staff shell."""
    return "web/staff.html" if draft is not None and assisted(draft) else "web/base.html"


def found(request: HttpRequest, draft_id: int) -> Draft:
    try:
        return api.draft(actor=organisation.actor(request), draft_id=draft_id)
    except LookupError as missing:
        raise Http404(_("This form is not there any more. Please begin again.")) from missing


def party_of(draft: Draft) -> Party:
    party = identity.party(draft.party_id)
    if party is None:
        raise Http404
    return party


def submission(draft: Draft, **changes: Any) -> Submission:
    given: dict[str, Any] = {
        "item": draft.item,
        "party_id": draft.party_id,
        "answers": draft.answers,
        "files": draft.files,
        "channel": Channel(draft.channel),
        "consents": draft.consents,
        "proof": draft.proof,
        "idempotency_key": draft.key,
    }
    return Submission(**given | changes)


def typed(request: HttpRequest, form: Form | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers and materials as they were sent, with files that are there."""
    actor = organisation.actor(request)
    answers = forms.read(form, request.POST, request.FILES, actor=actor) if form else {}
    sent = {
        name.removeprefix(MATERIAL): request.POST[name] for name in request.POST if name.startswith(MATERIAL)
    }
    listed = (
        [one.name for one in form.entries if one.widget == Widget.FILE and one.name in answers]
        if form
        else []
    )
    tokens = [str(token) for name in listed for token in answers[name]] + [str(one) for one in sent.values()]
    kept = {one.token for one in stored.by_tokens(tokens)} | {SEEN}
    for name in listed:
        answers[name] = [token for token in answers[name] if token in kept]
    return answers, {code: str(token) for code, token in sent.items() if token in kept}


def prepared(actor: Actor, draft: Draft) -> Prepared:
    """Asks the registers, and each look is recorded."""
    try:
        return api.prepare(actor=actor, submission=submission(draft))
    except ApplicationRefused as refused:
        raise Http404(str(refused)) from refused


def kept(request: HttpRequest, actor: Actor, draft: Draft) -> Draft:
    """The draft with what was sent now."""
    wanted = items.item(draft.item)
    made = gathering.form_of(wanted) if wanted else forms.form(draft.item)
    answers, files = typed(request, made)
    return api.save_draft(actor=actor, draft_id=draft.id, answers=answers, files=files)


def wizard(draft: Draft, party: Party, current: int) -> dict[str, Any]:
    """What every page of it shows."""
    titles = [_("For whom, and what may be looked up"), _("Your details"), _("Check and send")]
    return {
        "draft": draft,
        "party": party,
        "layout": layout(draft),
        "assisted": assisted(draft),
        "steps": titles,
        "current": current,
        "form_url": reverse("applications:form", args=[draft.id]),
    }
