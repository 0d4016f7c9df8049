"""How much was filed, answered, and how people rated it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ...contracts import Draft, Evidence
from .week import Week, change, percent


def said(week: Week) -> Iterator[Draft]:
    yield _filed(week)
    if week.this.total.handling_on_time is not None:
        yield _on_time(week)
    if week.this.total.rated:
        yield _rated(week)


def _filed(week: Week) -> Draft:
    now, before = week.this.total.filed or 0, week.before.total.filed or 0
    by = change(now, before)
    if by is None or now == before:
        text = _("From {first} to {last}, {now} appeals were filed; in the week before {before}.")
    elif by > 0:
        text = _(
            "From {first} to {last}, {now} appeals were filed, {by} % more than in the week before ({before})."
        )
    else:
        text = _(
            "From {first} to {last}, {now} appeals were filed, {by} % fewer than in the week before ({before})."
        )
    rows = tuple(
        (this.on.isoformat(), this.filed or 0, earlier.filed or 0)
        for this, earlier in zip(week.this.days, week.before.days, strict=True)
    )
    said = text.format(
        first=week.first.isoformat(),
        last=week.last.isoformat(),
        now=now,
        before=before,
        by=f"{abs(by or 0):.1f}",
    )
    evidence = Evidence(
        title=_("Appeals filed a day"),
        how=_("Counted by the time of filing; the week before beside it, day by day."),
        columns=(_("Day"), _("This week"), _("Week before")),
        rows=(*rows, (_("Together"), now, before)),
        links=((_("Figures"), "/staff/figures?days=7"),),
        draw="bars",
        drawn=len(rows),
    )
    return Draft("volume", "filed", said, evidence, picture=True)


def _on_time(week: Week) -> Draft:
    total = week.this.total
    replied, share = total.replied or 0, total.handling_on_time or 0.0
    text = _(
        "Of those filed in the week, {replied} have an answer; {share} % of the answers came in time."
    ).format(replied=replied, share=percent(share))
    units = [one for one in week.this.by_unit if one.key and one.figures.handling_on_time is not None]
    evidence = Evidence(
        title=_("Answered in time, by unit"),
        how=_("Answers within the term of the duty item, of all answers to appeals filed in the week."),
        columns=(_("Unit"), _("Filed"), _("Answered"), _("In time, %")),
        rows=(
            *(
                (
                    one.name,
                    one.figures.filed or 0,
                    one.figures.replied or 0,
                    round(100 * (one.figures.handling_on_time or 0), 1),
                )
                for one in units[:30]
            ),
            (_("Together"), total.filed or 0, replied, round(100 * share, 1)),
        ),
    )
    return Draft("volume", "on_time", text, evidence)


def _rated(week: Week) -> Draft:
    total = week.this.total
    rated, share = total.rated or 0, total.satisfied or 0.0
    text = _("{rated} people rated the answer; {share} % of them are satisfied.").format(
        rated=rated, share=percent(share)
    )
    evidence = Evidence(
        title=_("Ratings"),
        how=_("The last rating of each appeal filed in the week. Who did not rate is not counted."),
        columns=("", _("Number")),
        rows=(
            (_("Rated"), rated),
            (_("Satisfied"), round(rated * share)),
            (_("Satisfied, %"), round(100 * share, 1)),
            (_("Sent back because the person was not satisfied"), total.redone or 0),
        ),
    )
    return Draft("volume", "rated", text, evidence)
