"""Lines of the permission matrix for the desk of benefits."""

from tests.support.matrix import EDITOR, FIGURES, NOBODY, STAFF, Line, form

BENEFIT_DESK = [
    Line("benefits:staff_list", "/staff/benefits/", STAFF),
    Line("benefits:staff_pick", "/staff/benefits/pick?q=a", STAFF),
    Line("benefits:staff_nights", "/staff/benefits/nights/", STAFF),
    Line("benefits:staff_statistics", "/staff/benefits/statistics/", FIGURES),
    Line("benefits:staff_letters", "/staff/benefits/letters/", FIGURES),  # names, each of the own reach
    Line("benefits:staff_new", "/staff/benefits/new", EDITOR),
    form("benefits:staff_new", "/staff/benefits/new", EDITOR, code="new-one", title="补贴"),
    Line("benefits:staff_programme", "/staff/benefits/nothing/", NOBODY),  # no such programme in this town
    Line("benefits:staff_edit", "/staff/benefits/nothing/edit", NOBODY),
    Line("benefits:staff_preview", "/staff/benefits/nothing/preview", NOBODY),
    form("benefits:staff_conditions", "/staff/benefits/nothing/conditions", NOBODY),
    form("benefits:staff_put", "/staff/benefits/nothing/1/approve", NOBODY),
]
