"""The untrained measure of a reply: does it answer what was asked, and say what was done, when, by whom, by which rule?

Grammar, not a list of phrases from any labelled file: Chinese and English forms of a finished act (已…, …完毕, was …ed),
of a day, a named office, a rule, an amount, a finding; and of passing on. Length plays no part. Each part found lowers the
score by its weight; what only repeats the message is taken out first, so that an echo answers nothing.
"""

import re
from collections.abc import Iterator

from cdos.nets.governance.closure.contracts import Hollowness, Judge, Reason

ECHO = 8  # characters in a row that also stand in the message
HOLLOW = 0.62
FORWARDED = 0.9  # what only passes on is at least so hollow
ANSWERS, TAKEN_UP = 0.25, 4  # weight, and how many pairs of characters of the message make it whole
LEAST_SHARE = 0.2  # of its weight that a part must reach to count as there

_HAN = "\u4e00-\u9fff"
_FILLER = set("的了是在有和也就都很我们你您请他这那个不没到得吗呢吧啊与及其以为被把将对")
# A passing-on, a receipt or a courtesy is no act, however finished it is.
_NO_ACT = (
    "收悉|收到|知悉|悉知|受理|登记|记录|阅|关注|转|交办|移交|责成|要求|反映|反馈|上报|高度|建议|安排人|联系"
)
_done = re.compile(
    rf"(?:已经|均已|现已|业已|已)(?:于[{_HAN}\d]{{1,12}}?)?(?!{_NO_ACT})[{_HAN}]{{2,}}"
    rf"|[{_HAN}]{{2,8}}(?:完毕|完成|到位)|恢复(?:正常|了|供|通)|[{_HAN}]{{2}}了[{_HAN}\d]{{2,}}"
    r"|\b(?:has|have|had|was|were)(?: been)?(?: \w+ly)? (?!forward|pass|refer|receiv|not(?:ed|ic)|regist|inform|mad|ask|complain)\w+(?:ed|en|ilt)\b"
    r"|\b(?:we|they|workers|staff) (?:have )?(?!forward|pass|refer|receiv|note|regist)\w+ed\b",
    re.IGNORECASE,
)
_passed = re.compile(
    rf"(?:转交|转办|转至|转给|转由|转送|转发|交由|交办|责成|移交|督促|敦促|转相关|转有关|转[{_HAN}]{{2,12}}(?:处理|办理|核实|核查|调查|研究))"
    r"|\b(?:forwarded|passed on|referred|handed on)\b",
    re.IGNORECASE,
)
_when = re.compile(
    r"\d{1,4}\s*[年月]|\d{1,2}\s*[日号点时](?!内)|\d{1,2}[:：]\d{2}|今[天日早晚]|昨[天日晚]|上午|下午|当[天日晚]|本[周月]"
    r"|\b\d{1,2} ?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:today|yesterday|this morning|this afternoon|last (?:night|week))\b",
    re.IGNORECASE,
)
_who = re.compile(
    rf"(?<!相关)(?<!有关)(?<!主管)(?:[{_HAN}]{{2,10}}?(?:局|办事处|街道办|大队|支队|中队|派出所|公司|管理所|管理处|委员会|居委会|村委会|业委会|物业|工程队|施工队|养护队|执法队|学校|医院)|执法人员|民警|工人|维修人员|技术人员|工程师)"
    r"|\b(?:bureau|office|company|crew|police|engineers?|inspectors?|workers)\b",
    re.IGNORECASE,
)
_rule = re.compile(
    rf"《[^》]{{2,60}}》|第[一二三四五六七八九十百\d]+条|(?:根据|依据|依照|按照)[{_HAN}“”\d]{{2,30}}?(?:规定|条例|办法|细则|标准|规划|政策|法)"
    r"|\b(?:under|according to) (?:the )?[\w ]{2,40}(?:act|law|regulations?|rules?|by-?law)\b",
    re.IGNORECASE,
)
_amount = re.compile(
    r"\d+(?:\.\d+)?\s*(?:多|余)?\s*(?:米|公里|千米|厘米|吨|元|万元|亿元|%|％|平方米|立方米|处|个|台|人|次|户|盏|根|块|辆|株|棵|条|套|扇|分贝)"
    r"|\b\d+(?:\.\d+)? ?(?:m|km|metres?|tons?|yuan|lamps?|places?)\b",
    re.IGNORECASE,
)
_found = re.compile(
    rf"(?:经|现场)[{_HAN}]{{0,8}}?(?:查|核|看|勘|检测|了解)[{_HAN}]{{0,4}}[，,：:]?\s*(?!属实)[{_HAN}\d]{{6,}}|由于|因为|原因(?:是|为|系)|(?:问题|主要)?系[{_HAN}]{{3,}}|属于[{_HAN}]{{3,}}|不属于|不符合"
    r"|\bbecause\b|\b(?:we|they|inspectors?) found\b|\bdue to\b",
    re.IGNORECASE,
)
PARTS = (
    ("done", 0.32, _done),
    ("found", 0.16, _found),
    ("when", 0.13, _when),
    ("who", 0.12, _who),
    ("rule", 0.15, _rule),
    ("amount", 0.10, _amount),
)


def measure(message: str, reply: str, evidence: str = "") -> Hollowness:
    """Of a reply with its evidence; the message decides what an echo is and what was asked."""
    own = without_echo(message, f"{reply}\n{evidence}")
    reasons = [*_parts(own), _answers(message, own)]
    substance = sum(-reason.weight for reason in reasons if reason.weight < 0)
    score = max(0.0, 1 - substance)
    passed, done = _passed.search(own), any(reason.code == "done" for reason in reasons)
    if passed and not done:
        reasons.append(Reason("forwards_only", FORWARDED, passed.group(0)))
        score = max(score, FORWARDED)
    if not done and not passed:
        reasons.append(Reason("nothing_done", 0.3))
    score = round(min(1.0, score), 4)
    return Hollowness(score=score, hollow=score >= HOLLOW, judge=Judge.MEASURE, reasons=tuple(reasons))


def _parts(own: str) -> Iterator[Reason]:
    for code, weight, pattern in PARTS:
        if found := pattern.search(own):
            yield Reason(code, -weight, found.group(0).strip()[:20])


def without_echo(message: str, text: str) -> str:
    """What of the text is not copied from the message in long runs; cuts become line ends."""
    known = {message[place : place + ECHO] for place in range(len(message) - ECHO + 1)}
    copied = [False] * len(text)
    for place in range(len(text) - ECHO + 1):
        if text[place : place + ECHO] in known:
            copied[place : place + ECHO] = [True] * ECHO
    return "".join("\n" if gone else char for char, gone in zip(text, copied, strict=True))


def pieces(text: str) -> set[str]:
    """Pairs of Chinese characters that mean something, and whole Latin words."""
    runs = re.findall(rf"[{_HAN}]+", text)
    pairs = {run[place : place + 2] for run in runs for place in range(len(run) - 1)}
    words = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", text)}
    return {pair for pair in pairs if not set(pair) & _FILLER} | words


def _answers(message: str, own: str) -> Reason:
    """How much of what was asked the reply's own words take up."""
    shared = pieces(message) & pieces(own)
    share = min(1.0, len(shared) / TAKEN_UP)
    if share < LEAST_SHARE:
        return Reason("not_asked", 0.25)
    return Reason("answers", -ANSWERS * share, "、".join(sorted(shared)[:4]))
