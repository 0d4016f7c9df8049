"""Of what kind it was, and where."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from cdos.nets.governance.appeals.contracts import Group

from ...contracts import Draft, Evidence
from .week import Week, percent, rose

FIRST = 3
LISTED = 15
DRAWN = 8


def said(week: Week) -> Iterator[Draft]:
    kinds, areas = (
        _paired(week.this.by_class, week.before.by_class),
        _paired(week.this.by_area, week.before.by_area),
    )
    if kinds:
        yield _most(week, kinds)
        yield _rise(
            kinds,
            "kind",
            _("Appeals by kind of problem"),
            _("No kind of problem rose more than chance explains."),
        )
    if len(areas) > 1:
        yield _where(week, areas)
        yield _rise(areas, "area", _("Appeals by area"), _("No area rose more than chance explains."))


def _paired(this: Sequence[Group], before: Sequence[Group]) -> list[tuple[str, int, int]]:
    """(name, this week, week before), the most first; what has no kind or place is left out."""
    earlier = {one.key: one.figures.filed or 0 for one in before}
    now = {one.key: (one.name, one.figures.filed or 0) for one in this if one.key}
    gone = [(one.name, 0, one.figures.filed or 0) for one in before if one.key and one.key not in now]
    rows = [(name, count, earlier.get(key, 0)) for key, (name, count) in now.items()]
    return sorted(rows + gone, key=lambda row: (-row[1], -row[2], row[0]))


def _table(title: str, rows: list[tuple[str, int, int]]) -> Evidence:
    return Evidence(
        title=title,
        how=_("Counted by the time of filing; those without one are left out."),
        columns=(title, _("This week"), _("Week before")),
        rows=tuple(rows[:LISTED]),
        draw="bars",
        drawn=DRAWN,
    )


def _listed(rows: list[tuple[str, int, int]]) -> str:
    return _(", ").join(
        _("{name} {count}").format(name=name, count=count) for name, count, _before in rows[:FIRST]
    )


def _most(week: Week, rows: list[tuple[str, int, int]]) -> Draft:
    known = sum(count for _name, count, _before in rows)
    share = percent(sum(row[1] for row in rows[:FIRST]) / known) if known else "0.0"
    text = _("Most were about: {listed}; together {share} % of those whose kind is known ({known}).").format(
        listed=_listed(rows), share=share, known=known
    )
    table = _table(_("Kind of problem"), rows)
    return Draft("problems", "kinds", text, table, picture=True)


def _where(week: Week, rows: list[tuple[str, int, int]]) -> Draft:
    text = _("Most came from: {listed}.").format(listed=_listed(rows))
    return Draft("problems", "areas", text, _table(_("Area"), rows), picture=True)


def _rise(rows: list[tuple[str, int, int]], key: str, title: str, none: str) -> Draft:
    """What rose more than chance makes of two equal weeks, or that nothing did."""
    risen = [row for row in rows if rose(row[1], row[2])]
    risen.sort(key=lambda row: row[2] - row[1])
    listed = _(", ").join(
        _("{name} from {before} to {now}").format(name=name, before=before, now=now)
        for name, now, before in risen[:FIRST]
    )
    text = _("Risen more than chance explains: {listed}.").format(listed=listed) if risen else none
    evidence = Evidence(
        title=title,
        how=_(
            "Exact binomial test of this week against the week before, at 1 %; with many rows one in a hundred errs."
        ),
        columns=(title, _("This week"), _("Week before"), _("More than chance")),
        rows=tuple((*row, _("yes") if row in risen else _("no")) for row in rows[:LISTED]),
    )
    return Draft("problems", f"rise-{key}", text, evidence)
