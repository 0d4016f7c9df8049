"""The register of flows, and the checks that a declared flow makes sense."""

from dataclasses import dataclass, field

from cdos.base.matters.contracts import Detail, Flow, Move, Phase, Requirement, State
from cdos.base.organisation.contracts import Role

PARTS = {"subject", "holder", "co_handler", "system", *(role.value for role in Role)}
PAUSERS = {"system", "lead", "supervisor", "dispatcher"}
REQUIREMENT_KINDS = {"text", "long_text", "unit", "choice", "rating", "datetime", "item"}


@dataclass
class Registry:
    flows: dict[str, Flow] = field(default_factory=dict)
    details: dict[str, Detail] = field(default_factory=dict)


REGISTRY = Registry()


class FlowInvalid(ValueError):
    """A flow that contradicts itself; raised at start-up, for its author."""


def register(flow: Flow, *, detail: Detail | None = None) -> None:
    check_flow(flow)
    REGISTRY.flows[flow.kind] = flow
    if detail is not None:
        REGISTRY.details[flow.kind] = detail


def forget(kind: str) -> None:
    REGISTRY.flows.pop(kind, None)
    REGISTRY.details.pop(kind, None)


def flow_of(kind: str) -> Flow:
    """LookupError for a kind nobody registered."""
    if kind not in REGISTRY.flows:
        raise LookupError(f"No flow is registered for the kind {kind!r}.")
    return REGISTRY.flows[kind]


def state_of(kind: str, name: str) -> State | None:
    """The state, or None where a kind or state is no longer declared (old rows stay readable)."""
    flow = REGISTRY.flows.get(kind)
    return next((state for state in flow.states if state.name == name), None) if flow else None


def initial(flow: Flow) -> State:
    return flow.state(flow.initial) if flow.initial else flow.states[0]


def open_states() -> tuple[str, ...]:
    """Every state of every kind in which a matter is not closed."""
    names = {
        state.name
        for flow in REGISTRY.flows.values()
        for state in flow.states
        if state.phase is not Phase.DONE
    }
    return tuple(sorted(names))


def all_open(states: tuple[str, ...]) -> bool:
    """Whether no kind closes a matter in any of these states."""
    done = {
        state.name for flow in REGISTRY.flows.values() for state in flow.states if state.phase is Phase.DONE
    }
    return bool(states) and not done.intersection(states)


def check_flow(flow: Flow) -> None:
    for check in (
        _check_names,
        _check_moves,
        _check_clocks,
        _check_pauses,
        _check_requirements,
        _check_reachable,
    ):
        check(flow)


def _need(good: bool, flow: Flow, message: str) -> None:
    if not good:
        raise FlowInvalid(f"Flow {flow.kind!r}: {message}")


def _check_names(flow: Flow) -> None:
    states = [state.name for state in flow.states]
    moves = [move.name for move in flow.moves]
    _need(bool(states), flow, "a flow needs a state")
    _need(len(set(states)) == len(states), flow, "two states have one name")
    _need(len(set(moves)) == len(moves), flow, "two moves have one name")
    _need(
        not flow.initial or flow.initial in states,
        flow,
        f"the initial state {flow.initial!r} is not declared",
    )


def _check_moves(flow: Flow) -> None:
    states = {state.name for state in flow.states}
    for move in flow.moves:
        _need(bool(move.sources), flow, f"move {move.name!r} starts nowhere")
        unknown = {*move.sources, *move.leads_to, *({move.target} if move.target else set())} - states
        _need(not unknown, flow, f"move {move.name!r} names unknown states {sorted(unknown)}")
        _need(bool(move.by), flow, f"nobody may make the move {move.name!r}")
        _need(move.by <= PARTS, flow, f"move {move.name!r} names unknown parts {sorted(move.by - PARTS)}")


def _clock_names(move: Move) -> set[str]:
    return {*move.starts, *move.stops, *move.pauses, *move.resumes}


def _check_clocks(flow: Flow) -> None:
    known = {clock.name for clock in flow.clocks}
    used = set(flow.starts).union(*(_clock_names(move) for move in flow.moves))
    _need(used <= known, flow, f"unknown clocks {sorted(used - known)}")


def _check_pauses(flow: Flow) -> None:
    """A clock stands still only for a reason that somebody other than the handler approves, or while the subject is asked:
    then the subject's own answer sets it going again, and the wait itself has a clock.
    """
    for move in flow.moves:
        if move.pauses:
            reasoned = any(item.name == "reason" and item.required for item in move.requires)
            _need(reasoned, flow, f"move {move.name!r} pauses a clock and must require a reason")
            allowed = move.by <= PAUSERS or _asks_subject(flow, move)
            _need(allowed, flow, f"move {move.name!r} pauses a clock: only {sorted(PAUSERS)} may")


def _asks_subject(flow: Flow, move: Move) -> bool:
    answers = [one for one in flow.moves if move.target in one.sources and "subject" in one.by]
    return bool(move.starts) and any(set(move.pauses) <= set(one.resumes) for one in answers)


def _clear(item: Requirement) -> bool:
    return item.kind in REQUIREMENT_KINDS and (item.kind != "choice" or bool(item.choices))


def _check_requirements(flow: Flow) -> None:
    for move in flow.moves:
        bad = [item.name for item in move.requires if not _clear(item)]
        _need(not bad, flow, f"move {move.name!r} has unclear requirements {bad}")


def _check_reachable(flow: Flow) -> None:
    """Every state can be reached from the initial one; an effect may lead anywhere, so it reaches all."""
    if any(move.effect is not None for move in flow.moves):
        return
    reached, grown = {initial(flow).name}, True
    while grown:
        targets = {move.target for move in flow.moves if move.target and reached.intersection(move.sources)}
        grown = not targets <= reached
        reached |= targets
    lost = {state.name for state in flow.states} - reached
    _need(not lost, flow, f"no move leads to {sorted(lost)}")
