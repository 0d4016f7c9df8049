"""The matrix of centres: appointments, queue numbers, the counter."""

from tests.support.matrix import ALL, OWNER, SIGNED, Line, form

HALL = frozenset({"clerk", "lead"})  # who handles for the unit that serves in the town's hall
CENTRES = [
    Line("centres:life", "/map/life", ALL),
    Line("centres:points", "/map/life.geojson?kind=canteen", ALL),
    Line("centres:centre", "/centres/town-hall/", ALL),
    Line("centres:screen", "/centres/town-hall/screen", ALL),
    Line("centres:book", "/centres/town-hall/book", SIGNED),
    form("centres:number", "/centres/town-hall/number", SIGNED),
    Line("centres:ticket", "/queue/{ticket}/", ALL),  # whoever has its key
    form("centres:act_on_ticket", "/queue/{ticket}/leave", ALL),
    Line("centres:appointments", "/me/appointments/", SIGNED),
    Line("centres:appointment", "/me/appointments/{appointment}/", OWNER),
    form("centres:act_on_appointment", "/me/appointments/{appointment}/cancel", OWNER),
    Line("centres:counter", "/staff/counter/", HALL),
    form("centres:act", "/staff/counter/town-hall/next", HALL, window="1"),
    form("centres:serve", "/staff/counter/tickets/{ticket_id}/again", HALL),
    form("centres:receive", "/staff/counter/appointments/{appointment}/came", HALL),
]
