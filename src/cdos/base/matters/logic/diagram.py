"""A flow drawn as an SVG picture. Colours come from the page's style sheet by class; every text is translated."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import Flow, Phase
from cdos.base.matters.logic.layout import BOX_WIDTH, LANE, Box, Layout, Wire, layout
from cdos.base.matters.logic.texts import translated

PARTS = {
    "subject": lambda: _("the person"),
    "holder": lambda: _("the unit that holds it"),
    "co_handler": lambda: _("a unit that helps"),
    "system": lambda: _("the system"),
    "operator": lambda: _("operators"),
    "dispatcher": lambda: _("dispatchers"),
    "handler": lambda: _("handlers"),
    "lead": lambda: _("leads"),
    "supervisor": lambda: _("supervisors"),
    "editor": lambda: _("editors"),
    "admin": lambda: _("administrators"),
}
PHASES = {
    Phase.DRAFT: lambda: _("draft"),
    Phase.WAITING: lambda: _("waiting"),
    Phase.WORKING: lambda: _("in hand"),
    Phase.ANSWERED: lambda: _("answered"),
    Phase.DONE: lambda: _("closed"),
}
RADIUS, BADGE = 10, 11


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move in words, for the list below the picture."""

    number: int
    title: str
    sources: tuple[str, ...]
    target: str  # "" keeps the state
    by: tuple[str, ...]
    requires: tuple[str, ...]
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    pauses: tuple[str, ...]
    resumes: tuple[str, ...]
    leads_to: tuple[str, ...]  # states that an effect may choose beside the target
    decides: bool  # an effect may choose another state or holder
    undo_s: int


def part_name(part: str) -> str:
    return PARTS[part]()


def lines(flow: Flow) -> list[MoveLine]:
    clock = {spec.name: translated(spec.title) for spec in flow.clocks}
    state = {one.name: translated(one.title) for one in flow.states}

    def clocks(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(clock[name] for name in names)

    return [
        MoveLine(
            number=number,
            title=translated(move.title),
            sources=tuple(state[name] for name in move.sources),
            target=state.get(move.target, ""),
            by=tuple(part_name(part) for part in sorted(move.by)),
            requires=tuple(translated(item.title) for item in move.requires if item.required),
            starts=clocks(move.starts),
            stops=clocks(move.stops),
            pauses=clocks(move.pauses),
            resumes=clocks(move.resumes),
            leads_to=tuple(state[name] for name in move.leads_to),
            decides=move.effect is not None,
            undo_s=move.undo_s,
        )
        for number, move in enumerate(flow.moves, 1)
    ]


def svg(flow: Flow) -> SafeString:
    """The picture; what it says is said again in words by `lines`."""
    plan = layout(flow)
    title = _("How “%(kind)s” is handled: its states and the actions between them") % {
        "kind": translated(flow.title)
    }
    return format_html(
        '<svg class="flow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-labelledby="flow-title"><title id="flow-title">{title}</title><defs><marker id="flow-tip" '
        'viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8Z" class="flow-tip" fill="#4a5868"/></marker></defs>{wires}{boxes}{badges}</svg>',
        w=round(plan.width),
        h=round(plan.height),
        title=title,
        wires=_joined(_wire(plan, wire) for wire in plan.wires),
        boxes=_joined(_box(plan, box) for box in plan.boxes),
        badges=_joined(_badges(flow, plan)),
    )


def _joined(pieces: Iterator[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _lane_x(plan: Layout, wire: Wire) -> float:
    return (
        plan.left + BOX_WIDTH + LANE * (wire.lane + 1) if wire.forward else plan.left - LANE * (wire.lane + 1)
    )


def _wire(plan: Layout, wire: Wire) -> SafeString:
    """Out of the box, along the lane, into the other box, with round corners."""
    edge, turn = (plan.left + BOX_WIDTH, RADIUS) if wire.forward else (plan.left, -RADIUS)
    x, down = _lane_x(plan, wire), RADIUS if wire.forward else -RADIUS
    path = (
        f"M{edge:.0f} {wire.source_y:.1f}H{x - turn:.0f}Q{x:.0f} {wire.source_y:.1f} {x:.0f} {wire.source_y + down:.1f}"
        f"V{wire.target_y - down:.1f}Q{x:.0f} {wire.target_y:.1f} {x - turn:.0f} {wire.target_y:.1f}H{edge:.0f}"
    )
    side = "forward" if wire.forward else "back"
    return format_html(
        '<path class="flow-wire {}" d="{}" fill="none" stroke="#6b7885" stroke-width="1.5" marker-end="url(#flow-tip)"/>',
        side,
        path,
    )


def _box(plan: Layout, box: Box) -> SafeString:
    middle = box.y + box.height / 2
    return format_html(
        '<g class="flow-state {}"><rect x="{}" y="{}" width="{}" height="{}" rx="12" fill="#fff" stroke="#1456a8"/>'
        '<text x="{}" y="{}" class="flow-name" font-size="16" font-weight="600">{}</text>'
        '<text x="{}" y="{}" class="flow-phase" font-size="13">{}</text></g>',
        box.state.phase.value,
        *(round(plan.left), round(box.y), BOX_WIDTH, round(box.height)),
        *(round(plan.left) + 16, round(middle) - 4, translated(box.state.title)),
        *(round(plan.left) + 16, round(middle) + 17, PHASES[box.state.phase]()),
    )


def _badges(flow: Flow, plan: Layout) -> Iterator[SafeString]:
    """The moves' numbers: on a wire beside where it leaves, or inside the box when the state stays."""
    for wire in plan.wires:
        step = 2 * BADGE + 2 if wire.forward else -2 * BADGE - 2
        for place, number in enumerate(wire.moves):
            y = wire.source_y + step * place + (RADIUS + 8) * (1 if wire.forward else -1)
            yield _badge(flow, _lane_x(plan, wire), y, number)
    for box in plan.boxes:
        for place, number in enumerate(reversed(box.own)):
            yield _badge(
                flow, plan.left + BOX_WIDTH - 20 - place * (2 * BADGE + 4), box.y + box.height / 2, number
            )


def _badge(flow: Flow, x: float, y: float, number: int) -> SafeString:
    return format_html(
        '<g class="flow-badge"><title>{title}</title><circle cx="{x}" cy="{y}" r="{r}" fill="#e8f0fb" stroke="#1456a8"/>'
        '<text x="{x}" y="{text_y}" text-anchor="middle" font-size="12">{number}</text></g>',
        title=translated(flow.moves[number - 1].title),
        x=round(x),
        y=round(y, 1),
        r=BADGE,
        text_y=round(y + 4, 1),
        number=number,
    )
