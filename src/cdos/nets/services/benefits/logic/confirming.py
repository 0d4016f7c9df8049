"""Yes, no, and another account: what a party does with what was found for it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cdos.base.identity import api as identity
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Truth
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Availability, Fact, RegisterAway
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import Payee, PayoutRefused

from ..contracts import BenefitRefused, Programme, Risk
from ..contracts import EntitlementState as State
from ..models import Entitlement as Row
from . import checking, deciding, limits, offering, paying, recording, shelf, steps, vault

AGAIN = (State.DECLINED.value, State.EXPIRED.value, State.CANCELLED.value)
ACCOUNT_DIGITS = range(8, 31)


def own(actor: Actor, number: str, *, lock: bool = False) -> Row:
    """The party's own, or of whom the actor acts for. LookupError."""
    rows = Row.objects.select_for_update() if lock else Row.objects
    found = rows.filter(number=number, party_id=actor.party_id).first() if actor.party_id else None
    if found is None:
        raise LookupError(number)
    return found


def known_account(actor: Actor, party_id: int, *, wait: bool = False) -> Payee | None:
    """The account that the registers know, in the party's own name. With `wait` RegisterAway while it may yet be known."""
    facts = registers.facts_of(party_id=party_id, fields=deciding.BANK, purpose=deciding.ALL, actor=actor)
    bank, account = (facts[name].value for name in deciding.BANK)
    party = identity.proven(party_id)
    if not account and wait:
        _check_answered(facts)
    if not account or party is None:
        return None
    return Payee(party.name, str(account), str(bank or ""))


def _check_answered(facts: Mapping[str, Fact]) -> None:
    away = [name for name, fact in facts.items() if fact.availability is Availability.AWAY]
    if away:
        raise RegisterAway(", ".join(away))


def typed_account(party_id: int, bank: str, account: str) -> Payee:
    digits = account.replace(" ", "").replace("-", "")
    if not digits.isdigit() or not digits.isascii() or len(digits) not in ACCOUNT_DIGITS:
        raise BenefitRefused(_("An account number has 8 to 30 digits; please check it."))
    if not bank.strip():
        raise BenefitRefused(_("Please name the bank."))
    party = identity.proven(party_id)
    if party is None:
        raise BenefitRefused(_("Please prove who you are before money can be paid to you."))
    return Payee(party.name, digits, bank.strip()[:60])


def confirm(actor: Actor, number: str, payee: Payee | None) -> Row:
    """Once: said again it stays as it is. BenefitRefused, LookupError."""
    with transaction.atomic():
        row = own(actor, number)
        limits.lock(row.party_id)
        row = own(actor, number, lock=True)
        if row.state != State.OFFERED.value:
            return _already(row)
        if row.expires_on is not None and row.expires_on < timezone.localdate():
            raise BenefitRefused(
                _("This offer is no longer open: %(state)s.") % {"state": steps.STATES[State.EXPIRED]}
            )
        return _take(actor, row, payee)


def _already(row: Row) -> Row:
    if row.state in (*AGAIN, State.REFUSED.value):
        raise BenefitRefused(
            _("This offer is no longer open: %(state)s.") % {"state": steps.STATES[State(row.state)]}
        )
    return row


def claim(actor: Actor, code: str, payee: Payee | None, *, on: date | None = None) -> Row:
    """What was not offered by itself, or was declined before. BenefitRefused, LookupError."""
    if actor.party_id is None:
        raise BenefitRefused(_("Please sign in first."))
    day = on or timezone.localdate()
    one = open_programme(code, day)
    if one.terms.about not in deciding.abouts(actor.party_id):
        raise BenefitRefused(_("This programme is not for you, but for whom it names."))
    with transaction.atomic():
        limits.lock(actor.party_id)
        row = _row_for(one, actor.party_id, day)
        if row.state != State.OFFERED.value:
            return _already(row)
        return _take(actor, row, payee)


def open_programme(code: str, day: date) -> Programme:
    """LookupError; BenefitRefused once its last day has passed."""
    one = shelf.programme(code)
    if one.terms.closes_on is not None and one.terms.closes_on < day:
        raise BenefitRefused(
            _("This offer is no longer open: %(state)s.") % {"state": steps.STATES[State.EXPIRED]}
        )
    if one.terms.opens_on > day:
        raise LookupError(code)
    return one


def _row_for(one: Programme, party_id: int, day: date) -> Row:
    made = offering.rows_of(one, [offering.Hit(party_id, 1)], day)[0]
    found = (
        Row.objects.select_for_update()
        .filter(programme=one.code, party_id=party_id, period=made.period)
        .first()
    )
    if found is None:
        made.save(force_insert=True)
        steps.note(made, "claimed")
        return made
    if found.state in AGAIN:
        found.state, found.expires_on = State.OFFERED.value, made.expires_on
        found.save()
        steps.note(found, "claimed")
    return found


def _take(actor: Actor, row: Row, payee: Payee | None) -> Row:
    """Decided again on what the registers say now: an offer is a finding of the night before."""
    one = open_programme(row.programme, timezone.localdate())
    facts = deciding.facts_of(actor, row.party_id, [one], purpose=f"programme:{one.code}")
    decided = deciding.decide(one, facts)
    if actor.system and (decided is None or decided[0].truth is Truth.UNKNOWN or decided[1] is None):
        _check_answered(facts)
    _check(one, row, decided)
    assert decided is not None
    assert decided[1] is not None
    row.fen = min(decided[1], limits.left(one, row.party_id, row.year)) if one.terms.group else decided[1]
    account = payee or known_account(actor, row.party_id)
    if account is None:
        raise BenefitRefused(_("Please name the account that it shall be paid to."))
    offering.stamp(row, one)
    row.sealed = vault.seal(vault.Held(registers.known(facts), account))
    row.account_tail = account.account[-4:]
    if not row.district:
        row.district = deciding.district(one, facts)
    row.save()
    steps.note(row, "confirmed", by=actor.name)
    recording.entitlement(recording.CONFIRMED, row, by=actor.account_id)
    if one.terms.risk is Risk.CHECK:
        checking.open_check(row, one)
    else:
        paying.pay(row, one)
    return row


def _check(one: Programme, row: Row, decided: tuple[object, int | None] | None) -> None:
    verdict = decided[0] if decided else None
    truth = getattr(verdict, "truth", Truth.NO)
    if truth is Truth.NO:
        failing = getattr(verdict, "failing", ())
        why = rules.leaf_in_words(failing[0].leaf, limits.language()) if failing else one.terms.title
        raise BenefitRefused(_("You do not meet this condition any more: %(why)s") % {"why": why})
    if truth is Truth.UNKNOWN or decided is None or decided[1] is None:
        raise BenefitRefused(_("Something that it depends on is not known yet; the page says what."))
    if decided[1] <= 0:
        raise BenefitRefused(_("By your data it would pay nothing."))
    if why := limits.blocked(one, row.party_id, row.year, period=row.period):
        raise BenefitRefused(why)


def take_for(actor: Actor, pk: int) -> Row | None:
    """By the city itself, where nobody need be asked; None: no account is known, or it is no longer open.

    BenefitRefused; RegisterAway while a register that may know more does not answer.
    """
    limits.lock(Row.objects.values_list("party_id", flat=True).get(pk=pk))
    row = Row.objects.select_for_update().get(pk=pk)
    if row.state != State.OFFERED.value or known_account(actor, row.party_id, wait=True) is None:
        return None
    return _take(actor, row, None)


def decline(actor: Actor, number: str, reason: str) -> Row:
    with transaction.atomic():
        row = own(actor, number, lock=True)
        if row.state != State.OFFERED.value:
            raise BenefitRefused(_("Only what waits for your yes can be declined."))
        why = " ".join(reason.split())[:200] or gettext_noop("no reason given")
        steps.move(row, State.DECLINED, "declined", why=why, by=actor.name)
        recording.entitlement(recording.DECLINED, row, by=actor.account_id)
    return row


def change_account(actor: Actor, number: str, payee: Payee) -> Row:
    """After the bank could not pay: the same money, another account.

    The payout is locked before the row, as when the bank is heard; the other way round they would wait for each other.
    """
    with transaction.atomic():
        row = own(actor, number)
        if row.state not in (State.FAILED.value, State.RETURNED.value):
            raise BenefitRefused(_("The account can be changed when the bank could not pay."))
        try:
            payouts.give_account(key=paying.key(row), payee=payee)
        except PayoutRefused as refused:
            raise BenefitRefused(str(refused)) from refused
        row = own(actor, number, lock=True)
        row.sealed = vault.seal(vault.Held(vault.unseal(row).facts, payee))
        row.account_tail = payee.account[-4:]
        row.save()
        steps.note(row, "account", by=actor.name)
    return row
