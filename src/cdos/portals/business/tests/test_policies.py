"""Policies on the enterprise's page say how often they pay."""

from dataclasses import replace

import pytest
from django.utils import timezone, translation

from cdos.base.rules.contracts import Truth
from cdos.nets.services.benefits.contracts import (
    Entitlement,
    EntitlementState,
    Found,
    Period,
    Programme,
    ProgrammeState,
)
from cdos.nets.services.benefits.tests.desk import TERMS
from cdos.portals.business import policies


@pytest.mark.parametrize(
    ("period", "key", "said"),
    [
        (Period.ONCE, "once", "1,200 元"),
        (Period.YEAR, "2026", "每年 1,200 元"),
        (Period.MONTH, "2026-11", "每月 1,200 元"),
    ],
)
def test_a_sum_that_comes_again_says_how_often(period: Period, key: str, said: str) -> None:
    programme = Programme("jobs", 1, ProgrammeState.LIVE, replace(TERMS, period=period), "benefit-jobs")
    taken = Entitlement(
        id=1,
        number="SZBT2026000001",
        programme="jobs",
        title="稳岗返还",
        party_id=1,
        period=key,
        fen=120_000,
        state=EntitlementState.OFFERED,
        made_at=timezone.now(),
        expires_on=None,
    )
    with translation.override("zh-hans"):
        assert policies.policy(Found(programme, Truth.YES, 120_000), sure=True).sum == said
        assert policies.policy(Found(programme, Truth.UNKNOWN, None), sure=False).sum == ""
        assert policies.taken(taken).sum == said
