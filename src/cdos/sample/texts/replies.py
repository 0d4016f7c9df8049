"""What units answer: most say what was found and done; some are hollow, as in life."""

from datetime import datetime

from cdos.nets.governance.appeals.contracts import Outcome
from cdos.sample.texts.scene import Scene
from cdos.sample.texts.voices import phrases

OPENINGS = (
    "您好！您反映的“{title}”已收悉。",
    "尊敬的市民：您好！关于您反映的{spot}一事，现答复如下：",
    "您好，我单位接到您的诉求后立即安排办理。",
    "您好，现将办理情况向您说明：",
    "收到您关于{spot}的诉求，感谢您的监督。",
)
VISITS = (
    "{month}月{day}日{hour}时许，我单位工作人员到{place}现场查看，{found}。",
    "{month}月{day}日，{unit}会同{office}到场核查，{found}。",
    "经办人员{month}月{day}日与您通话并到{place}核实，{found}。",
    "我们于{month}月{day}日派{people}名工作人员前往{place}，{found}。",
)


def reply(
    scene: Scene,
    title: str,
    subject: str,
    class_name: str,
    unit: str,
    outcome: Outcome,
    at: datetime,
    hollow: bool,
) -> str:
    """`subject` is the duty item's name; a hollow reply (敷衍) says nothing."""
    random = scene.random
    bank = phrases()
    if hollow:
        return str(random.choice(bank["hollow"]))
    values = {
        "title": title.rstrip("。"),
        "spot": scene.spot,
        "place": random.choice((scene.spot, scene.estate.name, scene.road)),
        "unit": unit,
        "office": scene.hood.prefix[3:] + "办事处",
        "found": scene.fill(random.choice(bank["found"])),
        "month": at.month,
        "day": at.day,
        "hour": random.choice((9, 10, 11, 14, 15, 16, 17)),
        "people": random.randint(2, 5),
    }
    parts = [random.choice(OPENINGS), random.choice(VISITS)]
    said = "".join(part.format(**values) for part in parts)
    return (
        said
        + _what(scene, class_name, f"{subject}{title}", outcome)
        + scene.fill(random.choice(bank["next"]))
    )


def _fitting(options: list[str], subject: str) -> list[str]:
    """What was done, the sentences that share most characters with the subject first."""
    return sorted(options, key=lambda sentence: -len(set(sentence) & set(subject)))


def _what(scene: Scene, class_name: str, title: str, outcome: Outcome) -> str:
    bank, random = phrases(), scene.random
    if outcome is Outcome.SOLVED:
        done = _fitting(bank["done"][class_name], title)[: 2 if random.random() < 0.3 else 1]
        return "；".join(scene.fill(sentence) for sentence in done) + "。"
    key = "explained" if outcome is Outcome.EXPLAINED else "impossible"
    return scene.fill(random.choice(bank[key])) + "。"


def remark(scene: Scene, satisfied: bool) -> str:
    """What a person adds to the rating; often nothing."""
    if scene.random.random() > 0.35:
        return ""
    return str(scene.random.choice(phrases()["good" if satisfied else "bad"]))
