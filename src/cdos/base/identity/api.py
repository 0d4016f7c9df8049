"""The only door to identity.

Contracts are in `contracts.py`; DocumentInvalid and IdentityRefused carry one sentence for the person and a stable `code`.
"""

from cdos.base.identity.adapters.registry import add as add_register
from cdos.base.identity.addresses import to_sign_in
from cdos.base.identity.documents import check_document, id_check_digit
from cdos.base.identity.logic.accounts import (
    account,
    account_by_login,
    accounts,
    create_account,
    has_accounts,
    set_active,
    set_language,
)
from cdos.base.identity.logic.administration import (
    create_staff,
    end_sessions_of,
    lock_state,
    reset_factors,
    reset_password,
    staff_accounts,
    switch,
)
from cdos.base.identity.logic.administration import unlock as unlock_account
from cdos.base.identity.logic.agents import agents_of, end_agent, name_agent
from cdos.base.identity.logic.agents import may_name as may_name_agents
from cdos.base.identity.logic.bulk import load_accounts, load_mandates, load_parties, password_hash
from cdos.base.identity.logic.closing import close as close_account
from cdos.base.identity.logic.closing import needed as needed_after_closing
from cdos.base.identity.logic.closing import register as register_closing
from cdos.base.identity.logic.closing import why_not as why_not_closed
from cdos.base.identity.logic.codes import check_code, send_code
from cdos.base.identity.logic.correcting import correct as correct_own
from cdos.base.identity.logic.demonstration import demo_accounts
from cdos.base.identity.logic.devices import devices, end_sessions
from cdos.base.identity.logic.devices import end as end_device
from cdos.base.identity.logic.mandates import end_mandate, grant_mandate, mandates, named, party_acted_for
from cdos.base.identity.logic.own_data import gather as own_data
from cdos.base.identity.logic.own_data import register as register_own_data
from cdos.base.identity.logic.parties import (
    contact,
    find,
    parties,
    party,
    proven,
    register_enterprise,
    register_person,
    without_phone,
    youngest,
)
from cdos.base.identity.logic.passwords import first_link, open_reset, set_password
from cdos.base.identity.logic.people import add_represented, register_resident, verify_phone, verify_real_name
from cdos.base.identity.logic.sign_in import sign_in
from cdos.base.identity.logic.throttle import unlock
from cdos.base.identity.logic.tokens import account_from_bearer, create_token, end_token, tokens
from cdos.base.identity.logic.vault import mask_mail, mask_phone
from cdos.base.identity.ninja_auth import authenticators
from cdos.base.identity.phones import check_phone
from cdos.base.identity.uscc import organisation_check_symbol, uscc_check_symbol

__all__ = [
    "account",
    "account_by_login",
    "account_from_bearer",
    "accounts",
    "agents_of",
    "authenticators",
    "add_register",
    "add_represented",
    "check_code",
    "check_document",
    "check_phone",
    "close_account",
    "needed_after_closing",
    "register_closing",
    "why_not_closed",
    "contact",
    "correct_own",
    "create_account",
    "create_staff",
    "create_token",
    "demo_accounts",
    "devices",
    "end_agent",
    "end_device",
    "end_mandate",
    "end_sessions",
    "end_sessions_of",
    "first_link",
    "lock_state",
    "reset_factors",
    "reset_password",
    "staff_accounts",
    "switch",
    "unlock_account",
    "end_token",
    "find",
    "grant_mandate",
    "has_accounts",
    "id_check_digit",
    "load_accounts",
    "load_mandates",
    "load_parties",
    "mandates",
    "mask_mail",
    "mask_phone",
    "may_name_agents",
    "name_agent",
    "organisation_check_symbol",
    "open_reset",
    "own_data",
    "parties",
    "party",
    "named",
    "party_acted_for",
    "password_hash",
    "proven",
    "register_enterprise",
    "register_own_data",
    "register_person",
    "register_resident",
    "send_code",
    "set_active",
    "set_language",
    "set_password",
    "sign_in",
    "to_sign_in",
    "tokens",
    "unlock",
    "uscc_check_symbol",
    "verify_phone",
    "verify_real_name",
    "without_phone",
    "youngest",
]
