"""The city's units, their posts and the staff who hold them."""

from collections.abc import Iterator
from dataclasses import dataclass

from cdos.base.identity.contracts import Assurance, NewAccount
from cdos.base.organisation.contracts import AreaLevel, PostRow, Role, UnitLevel, UnitRow
from cdos.sample import data_files, names
from cdos.sample.ground.shapes import stream

CITY = "440300"
STAFF = 60_000  # at scale 1
TITLES = {
    Role.OPERATOR: "话务员",
    Role.DISPATCHER: "分拨员",
    Role.HANDLER: "经办人",
    Role.LEAD: "负责人",
    Role.SUPERVISOR: "督办员",
    Role.EDITOR: "清单管理员",
    Role.ADMIN: "系统管理员",
    Role.SECURITY: "安全管理员",
    Role.AUDIT: "审计管理员",
    Role.GUARDIAN: "个人信息保护负责人",
}
# Beside a handler and a lead, who every unit has.
EXTRA = {
    "hotline": {
        "city": {Role.OPERATOR: 24, Role.DISPATCHER: 12, Role.EDITOR: 2},
        "district": {Role.DISPATCHER: 4, Role.OPERATOR: 2},
    },
    "supervision": {"city": {Role.SUPERVISOR: 6}, "district": {Role.SUPERVISOR: 2}},
    "data": {"city": {Role.ADMIN: 2, Role.SECURITY: 2, Role.AUDIT: 2, Role.GUARDIAN: 1}, "district": {}},
}
# How the handlers of the whole city are shared out.
HANDLER_SHARES = {"city": 6.0, "district": 5.0, "street": 12.0, "community": 4.0}


@dataclass(frozen=True, slots=True)
class Position:
    """A post and one person who holds it."""

    post: PostRow
    account: NewAccount


def units() -> list[UnitRow]:
    """The city's first, then each district's, its streets' and communities'."""
    return [*_departments(), *_offices(), *_stations()]


def _departments() -> Iterator[UnitRow]:
    area_names = data_files.area_names()
    for row in data_files.functions():
        word = row["function"]
        if row["city_name"]:
            parent = "" if word == "government" else f"{CITY}-government"
            yield UnitRow(
                f"{CITY}-{word}",
                row["city_name"],
                UnitLevel.CITY,
                word,
                CITY,
                parent,
                backstop=word == "government",
            )
    for code in data_files.codes(AreaLevel.DISTRICT):
        for row in data_files.functions():
            word, name = row["function"], row["district_name"]
            if not name:
                continue
            top = word == "government"
            district = area_names[code]
            yield UnitRow(
                code=f"{code}-{word}",
                name=name.format(district=district, short=district.removesuffix("区")),
                level=UnitLevel.DISTRICT,
                function=word,
                area=code,
                parent=f"{CITY if top else code}-government",
                backstop=top,
            )


def _offices() -> Iterator[UnitRow]:
    for code in data_files.codes(AreaLevel.STREET):
        name = data_files.area_names()[code]
        tail = "办事处" if name.endswith("街道") else "管理办公室"
        yield UnitRow(
            f"{code}-office", name + tail, UnitLevel.STREET, "office", code, f"{code[:6]}-government"
        )


def _stations() -> Iterator[UnitRow]:
    for code in data_files.codes(AreaLevel.COMMUNITY):
        name = data_files.area_names()[code] + "工作站"
        yield UnitRow(f"{code}-station", name, UnitLevel.COMMUNITY, "station", code, f"{code[:9]}-office")


def positions(scale: float, seed: int) -> Iterator[Position]:
    """Everybody on the staff: at least a handler and a lead a unit; more as the city grows."""
    rows = units()
    shares = sum(HANDLER_SHARES[row.level.value] for row in rows)
    each = {level: max(1, round(STAFF * scale * share / shares)) for level, share in HANDLER_SHARES.items()}
    for row in rows:
        random = stream(seed, "staff", row.code)
        for role, count in _roles(row, each, scale):
            for number in range(1, count + 1):
                yield _position(row, role, number, random.integers(0, 1000, size=4).tolist())


def _roles(row: UnitRow, handlers: dict[str, int], scale: float) -> Iterator[tuple[Role, int]]:
    yield Role.LEAD, 1
    yield Role.HANDLER, handlers[row.level.value]
    for role, most in EXTRA.get(row.function, {}).get(row.level.value, {}).items():
        yield role, max(2, round(most * min(1.0, scale * 40)))


def _position(unit: UnitRow, role: Role, number: int, pick: list[int]) -> Position:
    pool = names.MALE if pick[0] % 2 else names.FEMALE
    name = (
        names.SURNAMES[pick[1] % len(names.SURNAMES)] + pool[pick[2] % len(pool)] + pool[pick[3] % len(pool)]
    )
    account = NewAccount(
        login=f"{unit.code}.{role.value}{number}",
        name=name,
        assurance=Assurance.REAL_NAME,
        is_staff=True,
    )
    return Position(PostRow(unit=unit.code, role=role, title=TITLES[role]), account)
