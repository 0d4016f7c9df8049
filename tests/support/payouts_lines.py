"""Who may open the pages of what the city pays out."""

from tests.support.matrix import FIGURES, LEADERS, NOBODY, SEERS, WORKERS, Line, form

MAKERS = WORKERS | {"stranger"}  # each of the own unit's pools
PAYOUTS = [
    Line("payouts:desk", "/staff/payouts/", FIGURES),
    form("payouts:make", "/staff/payouts/make", MAKERS),
    form("payouts:again", "/staff/payouts/again", MAKERS),
    Line("payouts:batch", "/staff/payouts/batches/{payout_batch}", SEERS),
    form("payouts:decide", "/staff/payouts/batches/{payout_batch}/decide", LEADERS, do="approve"),
    Line("payouts:differences", "/staff/payouts/differences", FIGURES),
    form("payouts:settle", "/staff/payouts/differences/0", NOBODY, note="x"),  # no such difference
    Line("payouts:recovery", "/staff/payouts/back", FIGURES),
    form("payouts:ask_back", "/staff/payouts/back/ask", {"lead", "supervisor"}),
    form("payouts:got_back", "/staff/payouts/back/came", NOBODY, key="nothing:1"),  # no such payout
]
