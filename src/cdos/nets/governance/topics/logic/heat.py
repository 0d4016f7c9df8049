"""How hot a topic is: people x growth x severity.

People: different senders. Votes count too, but one message that many like is no topic of many people, so a message's
votes count by their logarithm, and all together for no more than the senders themselves.
Growth: 1 when people come evenly over the years, up to 2 when all come within a month.
Severity: 1, up to 1.5 when every message speaks of danger to life or health.
"""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ..contracts import Heat, Message

WINDOW = timedelta(days=30)
# Danger to life, limb or health, in general words of Chinese and English.
DANGER = re.compile(
    "爆炸|起火|火灾|燃气泄漏|煤气泄漏|漏电|触电|坍塌|倒塌|塌陷|坠落|坠楼|高空抛物|中毒|毒气|溺水|伤亡|死亡|受伤|生命|致癌|窒息|呼吸|开裂|裂缝|"
    "安全隐患|消防|危及|危房|洪水|滑坡|污染|explo|fire|gas leak|electrocut|collaps|injur|death|died|poison|toxic|drown|hazard|pollut",
    re.IGNORECASE,
)


def of(messages: Sequence[Message]) -> Heat:
    """Heat of a topic with these messages."""
    senders = {message.person or f"\0{message.id}" for message in messages}
    support = sum(math.log2(1 + max(0, message.votes)) for message in messages)
    dangerous = sum(1 for each in messages if danger(each)) / len(messages)
    return made(len(senders), support, _busiest(messages) / len(senders), dangerous)


def made(people: int, support: float, lately: float, dangerous: float) -> Heat:
    """`support` adds log2(1 + votes); `lately` is the share of the people who came together, `dangerous` of messages."""
    weight, growth, severity = people + min(support, people), 1 + lately, 1 + 0.5 * dangerous
    return Heat(round(weight * growth * severity, 2), people, round(growth, 3), round(severity, 3))


def danger(message: Message) -> bool:
    """It speaks of danger to life or health."""
    return DANGER.search(message.title) is not None or DANGER.search(message.detail) is not None


def _busiest(messages: Iterable[Message]) -> int:
    """Most different senders within any 30 days; those without a time count for nothing."""
    timed = sorted((m.at, m.person or f"\0{m.id}") for m in messages if m.at is not None)
    inside: dict[str, int] = {}
    most = start = 0
    for at, person in timed:
        inside[person] = inside.get(person, 0) + 1
        while timed[start][0] < at - WINDOW:
            gone = timed[start][1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            start += 1
        most = max(most, len(inside))
    return most


def span(messages: Iterable[Message]) -> tuple[datetime | None, datetime | None]:
    times = [message.at for message in messages if message.at is not None]
    return (min(times), max(times)) if times else (None, None)
