"""What people write, made safe to store and kept whole otherwise."""

import re
import unicodedata

from django.utils.translation import gettext as _

from ..contracts import MAX_TEXT, MAX_TITLE, AppealRefused

# C0 and C1 controls but tab and line feed: PostgreSQL refuses NUL, and XML refuses most of the others.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
SURROGATES = re.compile("[\ud800-\udfff]")
INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]+"
)
SENTENCE_END = re.compile("[。！？!?；;\n]|\\.\\s")
TITLE_LENGTH = 40


def safe(text: str) -> str:
    """The text with line ends as `\\n` and without NUL, other controls and lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return SURROGATES.sub("\ufffd", CONTROLS.sub("", text))


def one_line(text: str, limit: int) -> str:
    """Safe, on one line, cut at `limit` characters."""
    line = " ".join(safe(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def is_blank(text: str) -> bool:
    """True where a reader would see nothing: spaces, zero-width and direction marks only."""
    return not INVISIBLE.sub("", text)


def checked(text: str) -> str:
    """The text to store; AppealRefused where it is empty or too long."""
    clean = safe(text).strip()
    if is_blank(clean):
        raise AppealRefused("text", _("Please say what it is about: the text is empty."))
    if len(clean) > MAX_TEXT:
        raise AppealRefused(
            "text",
            _(
                "The text has %(length)d characters; at most %(most)d are possible. Please shorten it or attach a file."
            )
            % {"length": len(clean), "most": MAX_TEXT},
        )
    return clean


def title_of(text: str) -> str:
    """The first sentence, at most forty characters."""
    head = next(
        (part for part in SENTENCE_END.split(text[:2000].strip()) if not is_blank(part)), text[:TITLE_LENGTH]
    )
    return one_line(head, TITLE_LENGTH)


def title_and_text(title: str, text: str) -> tuple[str, str]:
    """A stored title and text; a title too long for its column stays whole at the head of the text."""
    whole = " ".join(safe(title).split())
    if is_blank(whole):
        return title_of(text), text
    if len(whole) > MAX_TITLE:
        return one_line(whole, MAX_TITLE), f"{whole}\n{text}"
    return whole, text


def folded(text: str) -> str:
    """For comparing: compatibility forms and case folded."""
    return unicodedata.normalize("NFKC", text).casefold()


RUN = re.compile("[a-z0-9]+|[\u3400-\u9fff]+")


def pieces(text: str) -> list[str]:
    """Chinese text as 2-character pieces in order, Latin words and figures whole."""
    found: list[str] = []
    for run in RUN.findall(folded(text)):
        if run[0] < "\u3400":
            found.append(run)
        elif len(run) == 1:
            continue
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of common pieces (Jaccard), 0..1."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)
