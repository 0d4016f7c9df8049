"""Lines of the permission matrix: registers and forms."""

from tests.support.matrix import ALL, EDITOR, SIGNED, STAFF, Line, form

PERSONS = STAFF | {"resident", "neighbour"}  # staff read that the page is not for them
FORMS = [
    Line("registers:consents", "/me/consents", SIGNED),
    form("registers:withdraw", "/me/consents/999999/withdraw", STAFF),  # there is none
    Line("registers:register", "/me/registers/marriage", PERSONS),
    Line("registers:wrong", "/me/registers/marriage/marital_status/wrong", PERSONS),
    form("registers:withdraw_correction", "/me/corrections/SZ-NONE/withdraw", STAFF),
    Line("registers:states", "/staff/registers", STAFF),
    Line("forms:areas", "/services/forms/areas?q=西", ALL),
    form("forms:precheck", "/services/forms/precheck", ALL, token="none"),
    Line("forms:list", "/staff/forms/", EDITOR),
    Line("forms:new", "/staff/forms/new", EDITOR),
    Line("forms:form", "/staff/forms/town-form/", EDITOR),
    Line("forms:edit", "/staff/forms/town-form/edit", EDITOR),
    form("forms:try", "/staff/forms/town-form/try", EDITOR),
    form("forms:act", "/staff/forms/town-form/1/begin", EDITOR),
]
