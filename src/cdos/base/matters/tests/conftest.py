"""A permit office: a small flow that uses what a flow can, two districts, three units, and the people of them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters import api
from cdos.base.matters.contracts import (
    ClockSpec,
    Effect,
    Filing,
    Flow,
    MatterInfo,
    Move,
    MoveRefused,
    Phase,
    Place,
    Requirement,
    State,
    Urgency,
    Visibility,
)
from cdos.base.matters.logic import flows, numbers
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    Actor,
    AreaLevel,
    AreaRow,
    HeldPost,
    Role,
    Scope,
    UnitLevel,
    UnitRow,
)

KIND = "test-permit"
CITY, WEST, EAST = "440300", "440391", "440392"
STREET, COMMUNITY = "440391001", "440391001001"
WATER, HOUSING, EAST_WATER = "440391-water", "440391-housing", "440392-water"
PLACE = Place("甲路 1 号", 114.05, 22.55, Scope(WEST, STREET, COMMUNITY))
REASON = Requirement("reason", "Reason", "long_text", max_length=100)


def handling_term(matter: MatterInfo) -> Term:
    return Term(1 if matter.urgency is Urgency.URGENT else 5, TimeUnit.WORKING_DAYS)


def no_fees(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> None:
    if "fee" in data["reason"]:
        raise MoveRefused("fee", "Permits are free.")


def to_unit(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> Effect:
    return Effect(holder_unit=data["unit"], clear_holder_account=True)


def to_urgency(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> Effect:
    return Effect(urgency=Urgency(data["urgency"]))


FLOW = Flow(
    kind=KIND,
    title="Permit",
    states=(
        State("asked", "Asked", Phase.WAITING),
        State("working", "In hand", Phase.WORKING, "{holder} is working on it."),
        State("given", "Given", Phase.ANSWERED, "{holder} has answered."),
        State("closed", "Closed", Phase.DONE),
    ),
    moves=(
        Move(
            "assign",
            "Assign",
            ("asked",),
            "working",
            frozenset({"dispatcher", "system"}),
            (Requirement("unit", "Unit", "unit"),),
            starts=("handling",),
            stops=("dispatch",),
            key="d",
            undo_s=10,
            effect=to_unit,
        ),
        Move(
            "return",
            "Return",
            ("working",),
            "asked",
            frozenset({"holder"}),
            (REASON, Requirement("proposed_unit", "Whose it is", "unit")),
            starts=("dispatch",),
            visibility=Visibility.STAFF,
            guard=no_fees,
        ),
        Move(
            "class",
            "Change urgency",
            ("working",),
            "",
            frozenset({"holder", "dispatcher"}),
            (
                Requirement(
                    "urgency", "Urgency", "choice", choices=(("urgent", "Urgent"), ("ordinary", "Ordinary"))
                ),
            ),
            effect=to_urgency,
        ),
        Move("wait", "Wait", ("working",), "", frozenset({"lead"}), (REASON,), pauses=("handling",)),
        Move("go_on", "Go on", ("working",), "", frozenset({"holder"}), resumes=("handling",)),
        Move(
            "give",
            "Give",
            ("working",),
            "given",
            frozenset({"holder"}),
            (Requirement("reply", "Reply", "long_text"),),
            stops=("handling",),
        ),
        Move(
            "rate",
            "Rate",
            ("given",),
            "closed",
            frozenset({"subject"}),
            (
                Requirement("stars", "Stars", "rating"),
                Requirement("note", "Note", required=False, max_length=20),
            ),
        ),
        Move("close", "Close", ("asked", "working", "given"), "closed", frozenset({"supervisor"})),
        Move("reopen", "Reopen", ("closed",), "working", frozenset({"supervisor"}), starts=("handling",)),
    ),
    clocks=(
        ClockSpec("dispatch", "Dispatch", lambda matter: Term(2, TimeUnit.HOURS)),
        ClockSpec("handling", "Handling", handling_term),
        ClockSpec("never", "Never", lambda matter: Term(0, TimeUnit.HOURS)),
        ClockSpec("none", "None", lambda matter: None),
    ),
    starts=("dispatch", "never", "none"),
    tracking_path="/test/{number}",
)

AREAS = [
    AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55),
    AreaRow(WEST, "西区", AreaLevel.DISTRICT, CITY, 114.1, 22.55),
    AreaRow(EAST, "东区", AreaLevel.DISTRICT, CITY, 114.3, 22.55),
    AreaRow(STREET, "甲街道", AreaLevel.STREET, WEST, 114.05, 22.55),
    AreaRow(COMMUNITY, "北社区", AreaLevel.COMMUNITY, STREET, 114.05, 22.58),
]
UNITS = [
    UnitRow(WATER, "西区水务局", UnitLevel.DISTRICT, "water", WEST),
    UnitRow(HOUSING, "西区住建局", UnitLevel.DISTRICT, "housing", WEST),
    UnitRow(EAST_WATER, "东区水务局", UnitLevel.DISTRICT, "water", EAST),
]


def staff(account: int, name: str, unit: str, role: Role, area: str = WEST) -> Actor:
    return Actor(account_id=account, name=name, posts=(HeldPost(unit, unit, role, area),))


RESIDENT = Actor(account_id=100, name="何先生", party_id=700, own_party_id=700)
STRANGER = Actor(account_id=101, name="路人", party_id=701, own_party_id=701)
VISITOR = Actor()
DISPATCHER = staff(1, "分拨员", "440391-hotline", Role.DISPATCHER)
CITY_DISPATCHER = staff(2, "市分拨员", "440300-hotline", Role.DISPATCHER, CITY)
EAST_DISPATCHER = staff(3, "东区分拨员", "440392-hotline", Role.DISPATCHER, EAST)
HANDLER = staff(4, "经办人", WATER, Role.HANDLER)
COLLEAGUE = staff(5, "同事", WATER, Role.HANDLER)
LEAD = staff(6, "负责人", WATER, Role.LEAD)
HOUSING_HANDLER = staff(7, "住建经办", HOUSING, Role.HANDLER)
SUPERVISOR = staff(8, "督办员", "440391-supervision", Role.SUPERVISOR)
OPERATOR = staff(9, "话务员", "440300-hotline", Role.OPERATOR, CITY)

Now = Callable[[str], datetime]


@pytest.fixture(autouse=True)
def permit() -> Iterator[Flow]:
    api.register(FLOW)
    yield FLOW
    flows.forget(KIND)


@pytest.fixture(autouse=True)
def fresh_processes() -> Iterator[None]:
    """What a process holds of tables that the last test rolled back."""
    numbers.SERIALS.free.clear()
    yield
    calendar.forget()
    organisation.forget()


@pytest.fixture
def units(db: None) -> None:
    organisation.load_areas(AREAS)
    organisation.load_units(UNITS)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """`now("2026-09-28 10:00")` sets the clock on the wall, in Shenzhen's time."""

    def turn(text: str) -> datetime:
        moment = timezone.make_aware(datetime.fromisoformat(text)).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return turn


def filing(title: str = "请发许可", **values: Any) -> Filing:
    given: dict[str, Any] = {"text": "我想开一家小店", "subject_id": 700, "place": PLACE} | values
    return Filing(KIND, title, **given)


@pytest.fixture
def asked(units: None) -> MatterInfo:
    return api.file(actor=RESIDENT, filing=filing()).matter


@pytest.fixture
def working(asked: MatterInfo) -> MatterInfo:
    return api.act(actor=DISPATCHER, number=asked.number, move="assign", data={"unit": WATER})
