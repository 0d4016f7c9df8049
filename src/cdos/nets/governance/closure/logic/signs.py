"""What speaks against an answer, put together: independent signs, each with a weight, none of which condemns alone.

suspicion = 1 - product of (1 - weight). From SUSPECT on a supervisor sees it. The weights are ours to argue about: what a
person found on the spot weighs most, what words sound like least.
"""

from dataclasses import asdict
from math import prod

from cdos.nets.governance.closure.contracts import Hollowness, Reason, Standing
from cdos.nets.governance.closure.models import Answer

SUSPECT = 0.4
WEIGHTS = {
    "hollow_reply": 0.5,
    "sent_anyway": 0.1,
    "promise_broken": 0.5,
    "promise_moved": 0.15,
    "refiled": 0.45,
    "refiled_by_same": 0.6,
    "not_fixed": 0.8,
    "photo_elsewhere": 0.45,
    "photo_old": 0.45,
    "photo_same": 0.5,
    "photo_reused": 0.6,
    "visit_hollow": 0.9,
    "visit_partly": 0.5,
    "visit_solved": 0.0,
}


def of_reply(found: Hollowness, *, sent_anyway: bool) -> list[Reason]:
    """Signs that the reply itself gives."""
    signs = []
    if found.hollow:
        signs.append(Reason("hollow_reply", round(WEIGHTS["hollow_reply"] * found.score, 4)))
        if sent_anyway:
            signs.append(Reason("sent_anyway", WEIGHTS["sent_anyway"]))
    return signs


def add(answer_id: int, sign: Reason) -> bool:
    """Once for the same sign with the same words; a new one brings an answer that was found sound up again."""
    answer = Answer.objects.select_for_update().get(pk=answer_id)
    known = {(one["code"], one["said"]) for one in answer.signs}
    if (sign.code, sign.said) in known:
        return False
    answer.signs = [*answer.signs, asdict(sign)]
    settle(answer, anew=sign.weight > 0)
    answer.save(update_fields=["signs", "suspicion", "standing"])
    return True


def remove(answer_id: int, code: str, said: str) -> None:
    """What turned out to be no sign."""
    answer = Answer.objects.select_for_update().get(pk=answer_id)
    answer.signs = [one for one in answer.signs if (one["code"], one["said"]) != (code, said)]
    settle(answer)
    answer.save(update_fields=["signs", "suspicion", "standing"])


def settle(answer: Answer, *, anew: bool = False) -> None:
    """Suspicion and standing from the signs there are; a verdict stands, but “in order” only until a new sign (`anew`)."""
    answer.suspicion = round(1 - prod(1 - one["weight"] for one in answer.signs), 4)
    if answer.standing == Standing.HOLLOW.value or (answer.standing == Standing.SOUND.value and not anew):
        return
    suspect = answer.suspicion >= SUSPECT
    answer.standing = Standing.SUSPECT.value if suspect else Standing.CLEAR.value
