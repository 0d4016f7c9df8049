"""The form of a reply beside its message: what it repeats, and which forms of speech its own words have.

General grammar of Chinese official letters, chosen before any file was looked at: days, rules, finished and passed-on acts,
findings, offices, amounts, enumerations, courtesies, denials. Shapes and shares as well as counts, so that a long letter is not
fuller only for being long.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
ECHO = 8  # characters in a row that also stand in the message
SHORTEST = 3  # characters of what counts as a sentence
_DAY = re.compile(r"\d{1,4}年|\d{1,2}月|\d{1,2}[日号]|上午|下午|今天|昨天|当日|当天")
_RULE = re.compile(r"《[^》]{2,60}》|第[一二三四五六七八九十百\d]+条|文件|规定|条例|办法|政策")
_DONE = re.compile(r"(?:已经?|均已|现已)[\u4e00-\u9fff]{2}|完毕|完成|到位|恢复")
_PASSED = re.compile(r"转交|转办|转至|转给|转由|移交|责成|督促|交由|转相关")
_WILL = re.compile(r"将|拟|计划|尽快|进一步|下一步|继续|争取|力争")
_FOUND = re.compile(r"经[\u4e00-\u9fff]{0,6}(?:查|核|调|了解|研究)|现场|属于|由于|因为|原因|不属")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{2}(?:局|办事处|街道|大队|公司|委员会|中心|学校|医院|政府|部门|单位)")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?\s*(?:米|公里|吨|元|万元|亿元|%|平方米|亩|个|台|人|次|户|栋|套)")
_LISTED = re.compile(r"[一二三四五六七八九十]是|[一二三四五六七八九十]、|（[一二三四五六七八九十]）|\d[、.]")
_QUOTED = re.compile(r"[“”\"]")
_COURTEOUS = re.compile(r"相关|有关|高度重视|感谢|谢谢|理解|支持|关注|监督")
_DENIED = re.compile(r"不予|不能|无法|没有|未|不符")
_CONTACT = re.compile(r"https?:|www\.|电话|联系|\d{7,}")
SPEECH = (
    *(_DAY, _RULE, _DONE, _PASSED, _WILL, _FOUND, _OFFICE, _AMOUNT, _LISTED, _QUOTED, _COURTEOUS, _DENIED),
    _CONTACT,
)
FULL, TELLING = (_DAY, _RULE, _DONE, _FOUND, _AMOUNT, _DENIED), (_DAY, _RULE, _DONE, _FOUND, _AMOUNT)
_ends, _blanks = re.compile(r"[。！？；!?;\n]"), re.compile(r"\s+")


def forms(messages: Sequence[str], replies: Sequence[str]) -> Floats:
    """Shape (pairs, 39)."""
    rows = [_of(_plain(message), _plain(reply)) for message, reply in zip(messages, replies, strict=True)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 13 + 2 * len(SPEECH))


def _plain(text: str) -> str:
    return _blanks.sub("", unicodedata.normalize("NFKC", text))


def _of(message: str, reply: str) -> list[float]:
    copied = repeated(message, reply)
    own = "".join("\n" if gone else char for char, gone in zip(reply, copied, strict=True))
    length, kept = max(1, len(reply)), len(reply) - sum(copied)
    sentences = [one for one in _ends.split(own) if len(one) > SHORTEST]
    sizes = [len(one) for one in sentences] or [0]
    full = sum(_any(FULL, one) for one in sentences)
    idle = sum(_any((_PASSED, _COURTEOUS), one) and not _any(TELLING, one) for one in sentences)
    counts = [len(pattern.findall(own)) for pattern in SPEECH]
    return [
        sum(copied) / length,
        float(np.log1p(kept)),
        len(sentences),
        max(sizes),
        float(np.mean(sizes)),
        full,
        idle,
        full / max(1, len(sentences)),
        idle / max(1, len(sentences)),
        float(np.log1p(len(message))),
        len(reply) / max(1, len(message)),
        len(set(reply)) / length,
        float(np.log1p(len(set(reply)))),
        *(float(np.log1p(count)) for count in counts),
        *(100 * count / length for count in counts),
    ]


def _any(patterns: Sequence["re.Pattern[str]"], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def repeated(message: str, reply: str) -> list[bool]:
    """Which characters of the reply stand in a run that is copied from the message."""
    known = {message[place : place + ECHO] for place in range(len(message) - ECHO + 1)}
    copied = [False] * len(reply)
    for place in range(len(reply) - ECHO + 1):
        if reply[place : place + ECHO] in known:
            copied[place : place + ECHO] = [True] * ECHO
    return copied
