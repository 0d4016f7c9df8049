"""Lines of the permission matrix for bundles."""

from tests.support.matrix import ALL, EDITOR, FIGURES, NOBODY, RESIDENTS, Line, form

BUNDLES = [
    Line("bundles:list", "/bundles/", ALL),
    Line("bundles:table", "/bundles/table", ALL),
    Line("bundles:own", "/bundles/own", ALL),
    Line("bundles:one", "/bundles/none", NOBODY),  # no such bundle in this town
    Line("bundles:start", "/bundles/own/start", RESIDENTS),
    Line("bundles:form", "/bundles/own/form", RESIDENTS),
    Line("bundles:check", "/bundles/own/check", RESIDENTS),
    Line("bundles:matter", "/bundles/matters/{number}", NOBODY),  # an appeal is no bundle
    form("bundles:withdraw", "/bundles/matters/{number}/withdraw", NOBODY),
    Line("bundles:versions", "/staff/bundles/", EDITOR),
    Line("bundles:new", "/staff/bundles/new", EDITOR),
    Line("bundles:edit", "/staff/bundles/none", NOBODY),
    form("bundles:decide", "/staff/bundles/none/decide", EDITOR, do="approve"),
    Line("bundles:deliveries", "/staff/bundles/deliveries", FIGURES | {"admin"}),
    form("bundles:retry", "/staff/bundles/deliveries/999999/retry", NOBODY),
    form("bundles:switch", "/staff/bundles/systems", frozenset({"admin"}), do="on", department="x"),
]
