"""Makes a draft: pieces that fit, ranked by fit and by what clerks keep of them, put into the words of a template."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.masking.api import mask
from cdos.base.organisation.contracts import Actor
from cdos.hubs.knowledge import api as knowledge
from cdos.hubs.knowledge.contracts import Answer, Audience
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealView, Precedent

from ..contracts import Draft, Piece, PieceKind, TemplateInfo
from ..models import Use
from . import learning, templating

MOST = 5
NEAR, FITS = (
    0.25,
    0.4,
)  # of an entry's question that the person's words hold: to be offered, to begin a draft with
ALIKE = 0.35  # likeness from which a draft begins with a precedent, whose facts are another's
CHINESE = ("zh-hans", "zh-hant")
STANDS_ON = {
    "zh-hans": "（依据：%s）",
    "zh-hant": "（依據：%s）",
    "en": "(Stands written in: %s)",
}


def language_of(view: AppealView, asked: str) -> str:
    """The one asked for, else what the person chose for their account, else the city's."""
    known = dict(settings.LANGUAGES)
    if asked in known:
        return asked
    subject = view.matter.subject_id
    chosen = identity.contact(subject).language if subject is not None and not view.anonymous else ""
    return chosen if chosen in known else settings.LANGUAGE_CODE


def draft(*, actor: Actor, number: str, language: str, picked: Sequence[str] | None) -> Draft:
    """`picked`: marks of the pieces to use; None: the best template and the best answer."""
    view = appeals.appeal(actor=actor, number=number)
    chosen_language = language_of(view, language)
    templates = [_of_template(one, chosen_language) for one in templating.active(chosen_language)]
    answers = [*_knowledge(view, chosen_language), *_precedents(actor, view, chosen_language)]
    pieces = sorted([*templates, *answers], key=lambda one: -one.score)
    chosen = _chosen(pieces, picked)
    frame = next((one for one in chosen if one.kind is PieceKind.TEMPLATE), None)
    return Draft(
        number=view.matter.number,
        language=chosen_language,
        language_name=dict(settings.LANGUAGES)[chosen_language],
        text=_text(view, chosen, frame, chosen_language),
        chosen=tuple(chosen),
        others=tuple(one for one in pieces if one not in chosen),
        outcome=_outcome(frame),
        warnings=tuple(_warnings(chosen_language, templates, chosen)),
    )


def _chosen(pieces: list[Piece], picked: Sequence[str] | None) -> list[Piece]:
    if picked is not None:
        return [one for one in pieces if one.mark in set(picked)]
    frame = next((one for one in pieces if one.kind is PieceKind.TEMPLATE), None)
    answers = [one for one in pieces if one.kind is not PieceKind.TEMPLATE and one.fits]
    best = next((one for one in answers if one.own_language), answers[0] if answers else None)
    return [one for one in (frame, best) if one is not None]


def _outcome(frame: Piece | None) -> str:
    return frame.note if frame else ""


def _text(view: AppealView, chosen: list[Piece], frame: Piece | None, language: str) -> str:
    answer = "\n\n".join(_said(one, language) for one in chosen if one.kind is not PieceKind.TEMPLATE)
    if frame is None:
        return answer
    values = {
        "title": view.matter.title,
        "number": view.matter.number,
        "unit": view.matter.holder_unit_name,
        "date": timezone.localdate().isoformat(),
        "answer": answer,
    }
    return templating.fill(frame.text, values)


def _said(piece: Piece, language: str) -> str:
    """The person is told what an answer stands on; a precedent is another person's and is not named."""
    if piece.kind is not PieceKind.KNOWLEDGE or not piece.source:
        return piece.text
    return f"{piece.text}\n{STANDS_ON.get(language, STANDS_ON['en']) % piece.source}"


def _warnings(language: str, templates: list[Piece], chosen: list[Piece]) -> list[str]:
    name = dict(settings.LANGUAGES)[language]
    found = []
    if not templates:
        found.append(_("There is no template in %(language)s.") % {"language": name})
    if any(not one.own_language for one in chosen):
        found.append(
            _(
                "Part of this draft is not in %(language)s: nobody has translated it, and no program does. Please do."
            )
            % {"language": name}
        )
    return found


def _rank(fit: float, use: Use | None) -> tuple[float, float | None, int]:
    """Fit times what is kept of it: a source that clerks write over sinks, one they send as it is rises."""
    kept = learning.mean(use)
    return fit * (0.5 + learning.expected(use)), kept, use.used if use else 0


def _of_template(one: TemplateInfo, language: str) -> Piece:
    key = f"{one.code}:{language}"
    score, kept, used = _rank(1.0, learning.use_of(PieceKind.TEMPLATE, key))
    return Piece(
        PieceKind.TEMPLATE,
        key,
        one.title,
        one.body,
        "",
        "",
        score + used / 1000,
        kept,
        used,
        True,
        one.outcome,
    )


def _knowledge(view: AppealView, language: str) -> list[Piece]:
    question = f"{view.matter.title} {view.text}"[:500]
    found = knowledge.ask(question=question, language=language, audience=Audience.ENTERPRISE, limit=MOST)
    asked = [(one, _asked(one.entry.question, question)) for one in (*found.answers, *found.near)]
    return [_of_entry(one, share) for one, share in asked if share >= NEAR or one in found.answers]


def _asked(question: str, text: str) -> float:
    """Share of a question's character pairs that stand in what the person wrote, which says much more beside it."""
    pairs = {question[at : at + 2] for at in range(len(question) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _of_entry(one: Answer, share: float) -> Piece:
    entry, fit = one.entry, max(one.covered, share)
    score, kept, used = _rank(fit, learning.use_of(PieceKind.KNOWLEDGE, entry.code))
    return Piece(
        kind=PieceKind.KNOWLEDGE,
        key=entry.code,
        title=entry.question,
        text=entry.answer,
        source="; ".join(line.title for line in entry.sources),
        url=next((line.url for line in entry.sources if line.url), ""),
        score=score,
        kept=kept,
        used=used,
        own_language=one.own_language,
        note=entry.owner_name,
        fits=share >= FITS,
    )


def _precedents(actor: Actor, view: AppealView, language: str) -> list[Piece]:
    found = appeals.precedents(actor=actor, number=view.matter.number, limit=MOST)
    return [_of_precedent(one, language) for one in found]


def _of_precedent(one: Precedent, language: str) -> Piece:
    """How well it fits, and that its person confirmed it; its words are in the language it was written in."""
    score, kept, used = _rank(one.likeness, learning.use_of(PieceKind.PRECEDENT, one.number))
    written = "zh-hans" if any("\u3400" <= char <= "\u9fff" for char in one.reply) else "en"
    return Piece(
        kind=PieceKind.PRECEDENT,
        key=one.number,
        title=one.title,
        text=mask(one.reply),
        source="",
        url="",
        score=score,
        kept=kept,
        used=used,
        own_language=written == language or (written in CHINESE and language == "zh-hant"),
        note=_("confirmed by the person") if one.confirmed else "",
        fits=one.likeness >= ALIKE,
    )
