"""Words of a problem as the set of their character pairs, so that order and a missing word do not part the like."""

import re
import unicodedata

RUN = re.compile(r"[\u3400-\u9fff]+|[0-9a-z]+")


def pairs(text: str) -> frozenset[str]:
    """Chinese by two characters, a lone one by itself; Latin words whole."""
    found: set[str] = set()
    for run in RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if run[0] < "\u3400" or len(run) == 1:
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)
