"""Two disputes of duty near the demonstration resident's home: one ruled, with its precedent, one that waits for its ruling."""

from cdos.base.identity import api as identity
from cdos.base.matters.contracts import Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling, Source
from cdos.nets.governance.rulings import api as rulings

HOME = "440304"
WATER, URBAN, OFFICE = f"{HOME}-water", f"{HOME}-urban", f"{HOME}008-office"
POLE = "景田北街人行道中间立着一根废弃线杆，早就没有线了，轮椅和婴儿车都要绕到马路上走。"
LEAK = "景田路人行道下面常年渗水，石板一踩一脚泥，冬天结了青苔很滑，已经有两位老人摔倒。"
# Who gives it back, why, and whose it is in their view; a dispatcher follows each time.
STORIES: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        POLE,
        (
            ("water-handler", "线杆不是供排水设施。", URBAN),
            ("urban-handler", "杆线归产权单位，本局没有产权资料。", OFFICE),
            ("office-handler", "街道没有杆线拆除权限。", URBAN),
        ),
    ),
    (
        LEAK,
        (
            ("urban-handler", "渗水来自地下管道，应由水务部门查漏。", WATER),
            ("water-handler", "已测漏，供水管网正常，属人行道养护。", URBAN),
            ("urban-handler", "人行道下方空洞由渗水造成，先止水再修路。", WATER),
        ),
    ),
)
FIRST = {POLE: WATER, LEAK: URBAN}
RULED = {
    "unit": URBAN,
    "reason": "道路上废弃、无人认领的线杆由城管部门先行拆除，再追查权属。",
    "holds": "yes",
    "wording": "废弃线杆",
    "level": "district",
}


def disputes(party: int, *, lon: float, lat: float) -> int:
    """How many rulings were opened."""
    place = Place("福田区莲花街道景田社区", round(lon - 0.0004, 6), round(lat - 0.0003, 6))
    opened = [_dispute(party, place, text, returns) for text, returns in STORIES]
    rulings.decide(actor=_staff("supervisor"), number=opened[0], data=dict(RULED))
    return len(opened)


def _staff(login: str) -> Actor:
    account = identity.account_by_login(login)
    if account is None:
        raise LookupError(login)
    return organisation.actor_of_account(account.id)


def _dispute(party: int, place: Place, text: str, returns: tuple[tuple[str, str, str], ...]) -> str:
    filing = AppealFiling(text=text, place=place, public=True, source=Source.SAMPLE)
    number = appeals.file_appeal(actor=Actor(party_id=party), filing=filing).number
    desk, unit = _staff("dispatcher"), FIRST[text]
    for login, reason, proposed in returns:
        appeals.dispatch(actor=desk, number=number, unit=unit, reason="按职责清单和退回意见分拨")
        data = {"reason": reason, "proposed_unit": proposed}
        appeals.act(actor=_staff(login), number=number, move="return", data=data)
        unit = proposed
    return rulings.opened_by_move(number=number, move="return")
