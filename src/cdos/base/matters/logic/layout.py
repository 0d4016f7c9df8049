"""A flow as boxes in one column and wires beside them.

States stand below each other in the order in which they are declared. A move to a later state is a wire on the
right, one to an earlier state a wire on the left. Wires that overlap in height get lanes of their own, short ones
inside, and the places where wires meet a box are ordered so that wires of nested lanes do not cross.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cdos.base.matters.contracts import Flow, Move, State

BOX_WIDTH, LEAST_HEIGHT, GAP = 280, 64, 34
PORT, LANE, MARGIN = 18, 30, 16


@dataclass
class Wire:
    """All moves from one state to another."""

    source: int
    target: int
    moves: list[int] = field(default_factory=list)  # numbers of the moves, from 1
    lane: int = 0
    source_y: float = 0
    target_y: float = 0

    @property
    def forward(self) -> bool:
        return self.target > self.source

    @property
    def span(self) -> tuple[int, int]:
        return min(self.source, self.target), max(self.source, self.target)


@dataclass
class Box:
    state: State
    own: list[int]  # moves that keep the state
    y: float = 0
    height: float = LEAST_HEIGHT


@dataclass
class Layout:
    boxes: list[Box]
    wires: list[Wire]
    left: float  # x of the boxes
    width: float
    height: float


def layout(flow: Flow) -> Layout:
    wires = _wires(flow)
    for side in (True, False):
        _set_lanes([wire for wire in wires if wire.forward is side])
    boxes = [Box(state, _own(flow, state)) for state in flow.states]
    bottom = _place(boxes, wires)
    left = MARGIN + LANE * (_lanes(wires, forward=False) + 1)
    width = left + BOX_WIDTH + LANE * (_lanes(wires, forward=True) + 1) + MARGIN
    return Layout(boxes, wires, left, width, bottom + MARGIN)


def _own(flow: Flow, state: State) -> list[int]:
    return [
        number
        for number, move in enumerate(flow.moves, 1)
        if state.name in move.sources and _stays(move, state.name)
    ]


def _stays(move: Move, state: str) -> bool:
    return move.target in {"", state}


def _wires(flow: Flow) -> list[Wire]:
    place = {state.name: number for number, state in enumerate(flow.states)}
    found: dict[tuple[int, int], Wire] = {}
    for number, move in enumerate(flow.moves, 1):
        for source in move.sources:
            targets = {move.target or source, *move.leads_to} - {source}
            for ends in sorted((place[source], place[target]) for target in targets):
                found.setdefault(ends, Wire(*ends)).moves.append(number)
    return list(found.values())


def _set_lanes(wires: Iterable[Wire]) -> None:
    """The innermost lane that is free over the wire's height, short wires first."""
    taken: list[list[tuple[int, int]]] = []
    for wire in sorted(wires, key=lambda each: (each.span[1] - each.span[0], each.span[0])):
        first, last = wire.span
        free = (n for n, lane in enumerate(taken) if all(last <= low or high <= first for low, high in lane))
        wire.lane = next(free, len(taken))
        if wire.lane == len(taken):
            taken.append([])
        taken[wire.lane].append(wire.span)


def _lanes(wires: list[Wire], *, forward: bool) -> int:
    return max((wire.lane + 1 for wire in wires if wire.forward is forward), default=0)


def _place(boxes: list[Box], wires: list[Wire]) -> float:
    y: float = MARGIN
    for number, box in enumerate(boxes):
        right, left = _ports(number, wires, forward=True), _ports(number, wires, forward=False)
        box.y, box.height = y, max(LEAST_HEIGHT, PORT * (max(len(right), len(left)) + 1))
        for ports in (right, left):
            for place, wire in enumerate(ports):
                at = y + box.height * (place + 1) / (len(ports) + 1)
                if wire.source == number:
                    wire.source_y = at
                else:
                    wire.target_y = at
        y += box.height + GAP
    return y - GAP


def _ports(number: int, wires: list[Wire], *, forward: bool) -> list[Wire]:
    """Wires on one side of a box, top first. Forward: what comes in (inner lanes first), then what goes out (outer first).

    Backward wires climb, so there it is what goes out (inner first), then what comes in (outer first).
    """
    into = sorted((w for w in wires if w.forward is forward and w.target == number), key=lambda w: w.lane)
    out = sorted((w for w in wires if w.forward is forward and w.source == number), key=lambda w: w.lane)
    return [*into, *reversed(out)] if forward else [*out, *reversed(into)]
