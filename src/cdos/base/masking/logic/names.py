"""Names of people, found by what stands beside them: 我叫…, 联系人：…, …女士, a line that signs.

A surname with a title, 陈女士, tells nobody apart and stays; so do the names of offices, 王局长, and what is masked, 张某.
"""

import re
from collections.abc import Iterator

from cdos.base.masking.contracts import Kind, Span
from cdos.base.masking.logic.surnames import AFTER, COMMON, COMPOUND, GIVEN, NOT_NAMES, PURE, RARE

HAN = re.compile("[\u4e00-\u9fff]")
GAP = r"[ ::]{0,3}"
# Nothing but a name can follow.
STRONG = re.compile(
    r"(?:我叫|我的名字[是叫]|我名叫|名字[是叫为]|名叫|人叫|姓名(?:是|为)?|联系人(?:是|为)?|投诉人|反映人|申请人|举报人|来电人|信访人|当事人|被投诉人|经办人|收件人|收货人|寄件人|"
    r"署名|签名|签字|户主(?:是|为)?|法人代表|法定代表人|开户名|户名|实名)"
    + GAP
    + "(?:[(（][^)）]{0,6}[)）])?"
)
# More often followed by something else: what comes must also end like a name.
WEAK = re.compile(
    r"(?:本人|我是|业主|村民|居民|市民|网友|患者|病人|死者|伤者|司机|车主|房东|租客|租户|老人|孩子|儿子|女儿|丈夫|妻子|老公|老婆|爱人|父亲|母亲|爸爸|妈妈|"
    r"哥哥|弟弟|姐姐|妹妹|爷爷|奶奶|外公|外婆|同事|朋友|邻居|同学|学生|老师|医生|护士|律师|保安|员工|职工|老板|负责人|中介|教练|代理人|监护人|家长|农民工|工友)(?:是|叫|为)?"
    + GAP
)
TITLE = re.compile(
    "先生|女士|小姐|太太|老师|医生|大夫|护士|阿姨|叔叔|大爷|大妈|大叔|大姐|大哥|奶奶|爷爷|伯伯|婆婆|师傅|同学|同志|律师|教授|老板娘?|教练|小朋友|老人|居士|保安"
)
FACTS = re.compile(
    r" ?[((,:] ?(?:男|女|身份证|电话|手机|联系|住|现年|[0-9]{2}岁|系)| ?[::]? ?(?:电话|手机|身份证|1[3-9][0-9]{2})"
)
SIGNED = re.compile(r"(?:敬礼|此致|谢谢|感谢|敬上|致敬|拜托)[^\u4e00-\u9fff\n]{0,4}[ \n]{1,8}|\n[ ]{0,40}")
DATE_OR_END = re.compile(r"\s*(?:$|\n|[12][0-9]{3}[年.\-/]|[0-9]{1,2}月|[一二]〇|二○)")
END = re.compile(
    r"$|[,。;:、()!?\"“”\n ]|[0-9*]|是|电话|手机|身份证|联系|住|系|男|女|今年|现年|在|于|因|说|称|反映|反应|来电|表示|向|被|把|将|与|和|的"
)
SIGNING = 90


def find(text: str) -> Iterator[Span]:
    for match in STRONG.finditer(text):
        yield from _name_at(text, match.end(), sure=True)
    for match in WEAK.finditer(text):
        yield from _name_at(text, match.end(), sure=False)
    for match in TITLE.finditer(text):
        yield from _name_before(text, match.start())
    for match in FACTS.finditer(text):
        yield from _name_before(text, match.start(), alone=True)
    yield from _signature(text)


def _han(text: str, at: int) -> bool:
    return at < len(text) and "\u4e00" <= text[at] <= "\u9fff"


def _surname(text: str, at: int) -> int:
    """The length of the surname here: 2, 1 or 0."""
    if text[at : at + 2] in COMPOUND_SET:
        return 2
    return 1 if text[at : at + 1] in COMMON else 0


COMPOUND_SET = frozenset(COMPOUND)


def _name_at(text: str, start: int, *, sure: bool) -> Iterator[Span]:
    surname = _surname(text, start)
    if not surname or (surname == 1 and text[start : start + 2] in NOT_NAMES):
        return
    if surname == 1 and not sure and text[start] in RARE:
        return
    end = _end(text, start + surname)
    if end == start + surname or any(character in OFFICES for character in text[start + surname : end]):
        return
    if sure or END.match(text, end) or _usual(text, start + surname, end):
        yield Span(Kind.NAME, start, end)


def _end(text: str, given: int) -> int:
    """Where the given name ends: after one character or two; at `given` where there is none."""
    second = given + 1
    if not _han(text, given) or TITLE.match(text, given) or (text[given] in AFTER and _han(text, second)):
        return given
    if not _han(text, second) or TITLE.match(text, second):
        return second
    if text[second] in AFTER and _han(text, second + 1):
        return second
    # 病人张丽让我们…: what cannot be of a name begins the next word.
    if (
        text[given] in GIVEN
        and text[second] not in GIVEN
        and _han(text, second + 1)
        and not END.match(text, second + 1)
    ):
        return second
    return second + 1


def _usual(text: str, start: int, end: int) -> bool:
    """A given name of two characters that names are made of: it needs no mark behind it."""
    return end - start == 2 and text[start] in GIVEN and text[start + 1] in GIVEN


def _name_before(text: str, end: int, *, alone: bool = False) -> Iterator[Span]:
    """The name that ends here; `alone`: only where no other word touches it."""
    for length in (4, 3, 2):
        start = end - length
        if start < 0 or not all(_han(text, place) for place in range(start, end)):
            continue
        if _is_name(text, start, end) and (not alone or not _han(text, start - 1) or start == 0):
            yield Span(Kind.NAME, start, end)
            return


def _is_name(text: str, start: int, end: int) -> bool:
    surname, length = _surname(text, start), end - start
    name = text[start:end]
    # 班主任唐老师
    if (
        text[max(0, start - 2) : start + 1].endswith("主任")
        or "某" in name
        or name[:2] in NOT_NAMES
        or name[1:] in NOT_NAMES
    ):
        return False
    if surname == 2:
        return length in {3, 4}
    if surname != 1 or length > 3 or name[0] in RARE:
        return False
    # 班主任张老师: the surname alone stands before the title.
    if name[-1] in PURE and (length == 2 or name[1:] in NOT_NAMES):
        return False
    return not any(character in GRAMMAR for character in name[1:])


OFFICES = frozenset("某吗河籍姓院局族镇部厂企")
GRAMMAR = frozenset(
    "的是在于了被把给将和与及或等有没不也都就到从向对我他她你您们这那个位名些吗河籍姓院局族镇部厂企"
)


def _signature(text: str) -> Iterator[Span]:
    """The last lines, when they are a name and at most a date."""
    for match in SIGNED.finditer(text, max(0, len(text.rstrip()) - SIGNING)):
        start = match.end()
        for length in (4, 3, 2):
            end = start + length
            whole = end <= len(text) and all(_han(text, place) for place in range(start, end))
            if whole and _is_name(text, start, end) and DATE_OR_END.match(text, end):
                yield Span(Kind.NAME, start, end)
                break
