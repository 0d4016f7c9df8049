"""Which of the days in a reply are promises: something that the city will do until then, not what was done or others must do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cdos.nets.governance.closure.logic import dates

_sentences = re.compile(r"[^。！？!?；;\n]+")
# A comma parts what will be done from what was done; the nearest clause decides, then the sentence.
_clauses = re.compile(r"[^，,、：:]+")
_will = re.compile(
    r"将|会(?!议|同|议室|计|员|展|所)|拟|计划|预计|预期|承诺|争取|力争|确保|保证|尽快|届时|待|着手|安排|完成|竣工|完工|到位|整改|修复|更换|解决|答复|回复|恢复|开工|启动|施工|清理|拆除|安装|投入使用|通车|派|维修|检修|上门|进行|组织|疏通"
    r"|\b(?:will|shall|plan|expect|intend|promise|be (?:done|finished|repaired|replaced))\b",
    re.IGNORECASE,
)
_done = re.compile(
    r"已(?!列入|纳入|安排|计划|要求|责令|责成|督促)|于.{0,14}(?:完成了|进行了|到达|前往)|曾|昨|上周|上月|\b(?:was|were|has been|have been)\b",
    re.IGNORECASE,
)
_others = re.compile(
    r"请您|您可|您应|您需|你可|需在|应当?在|应于|须在|可在|可于|逾期|规定|条例|办法|\byou (?:may|must|can|should)\b|\bplease\b",
    re.IGNORECASE,
)
_surely = re.compile(
    r"(?<!现)将(?!办理|有关|相关|情况|处理情况)|会(?:在|于)|拟|计划|预计|预期|承诺|争取|力争|确保|保证|\b(?:will|shall|plan|expect)",
    re.IGNORECASE,
)
_deadline = re.compile(r"前|底|末|内|end|before", re.IGNORECASE)
_says_year = re.compile(r"\d{4}|[〇零]|明|下|后|个|next", re.IGNORECASE)
_every = re.compile(r"每(?:年|月|周|日|天)|办公时间|工作时间|上班时间")


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised, in the reply's own words, and until when."""

    phrase: str
    sentence: str
    due: date


def promises(reply: str, on: date) -> Iterator[Promised]:
    """In the order of the text; the same day in the same sentence once."""
    for match in _sentences.finditer(reply):
        sentence, seen = match.group(0).strip(), set()
        for named in dates.days(sentence, on):
            if named.due not in seen and _is_promise(sentence, named):
                seen.add(named.due)
                yield Promised(named.phrase, sentence[:300], named.due)


def _rolled(named: dates.Named) -> bool:
    """A month that has passed this year, and no word that means the next."""
    return named.rolled and not _says_year.search(named.phrase)


def _is_promise(sentence: str, named: dates.Named) -> bool:
    before, own, after = _around(sentence, named)
    if _every.search(own) or _others.search(own):
        return False
    sure = _surely.search(own) or _surely.search(before)
    if (_rolled(named) or named.today) and not (sure or _deadline.search(named.phrase)):
        return False  # more likely what happened, this morning or in a month that is over
    if _done.search(sentence) and not _surely.search(own):
        return False  # a report: within six hours they came, and now it is repaired
    will = _will.search(own) or _will.search(after)
    if _done.search(own) and not _surely.search(own):
        return False
    return bool(will or (_surely.search(before) and not _done.search(before)))


def _around(sentence: str, named: dates.Named) -> tuple[str, str, str]:
    """The clause before the day's own, its own, and the one after."""
    clauses = [(one.start(), one.end(), one.group(0)) for one in _clauses.finditer(sentence)]
    place = next((n for n, (start, end, _text) in enumerate(clauses) if start <= named.start < end), 0)
    texts = [text for _start, _end, text in clauses]
    return (
        texts[place - 1] if place else "",
        texts[place],
        texts[place + 1] if place + 1 < len(texts) else "",
    )
