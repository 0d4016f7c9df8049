"""The rule that comes with CDOS."""

import json
from datetime import date
from importlib.resources import files

from django.conf import settings

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleRow


def rule(since: date) -> RuleRow:
    source = files("cdos.apps.credit_care") / "data" / "rule.json"
    read = json.loads(source.read_text(encoding="utf-8"))
    return RuleRow(
        code=read["code"],
        title=read["title"],
        node=rules.parse(read["node"]),
        effective_from=since,
        unit=settings.CARE_OFFICE,
        outputs=read["outputs"],
    )
