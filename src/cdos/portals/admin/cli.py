"""`cdos staff`: the first administrators of a real city, before anybody can sign in."""

from typing import Annotated

import typer
from django.conf import settings
from django.db import transaction
from rich.console import Console

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import IdentityRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    SYSTEM,
    AreaLevel,
    AreaRow,
    OrganisationRefused,
    Role,
    UnitLevel,
    UnitRow,
)

app = typer.Typer(no_args_is_help=True)
Person = tuple[str, str, str]
FIRST = {Role.ADMIN: "accounts", Role.SECURITY: "security", Role.AUDIT: "audit"}


@app.callback()
def staff() -> None:
    """Accounts of staff. All others are made on the page /admin/accounts."""


@app.command()
def first(
    admin: Annotated[Person, typer.Option(help="LOGIN NAME PHONE of the administrator of accounts.")],
    security: Annotated[Person, typer.Option(help="LOGIN NAME PHONE of the security administrator.")],
    audit: Annotated[Person, typer.Option(help="LOGIN NAME PHONE of the audit administrator.")],
    unit: Annotated[str, typer.Option(help="Code of their unit; made when the city has no unit yet.")] = "",
    url: Annotated[str, typer.Option(help="The city's address, for the links.")] = "http://localhost:8000",
) -> None:
    """Create the first three administrators: three different people, who later appoint one another's successors.

    Prints one link for each, which sets their password once, within a week. Hand it to nobody but that person.
    """
    people = {Role.ADMIN: admin, Role.SECURITY: security, Role.AUDIT: audit}
    console = Console()
    try:
        links = create(people, unit=unit)
    except (IdentityRefused, OrganisationRefused, ValueError) as refused:
        console.print(str(refused), style="red", highlight=False, markup=False)
        raise typer.Exit(1) from None
    for role, path in links.items():
        login, name, _phone = people[role]
        console.print(f"{FIRST[role]}: {name} ({login})", highlight=False, markup=False)
        typer.echo(f"  {url.rstrip('/')}{path}")


def create(people: dict[Role, Person], *, unit: str = "") -> dict[Role, str]:
    """Paths of the links by role; all three or none. IdentityRefused, OrganisationRefused or ValueError say why not."""
    check_three_people(people)
    links = {}
    with transaction.atomic():
        place = unit or _own_unit()
        for role, (login, name, phone) in people.items():
            made = identity.create_staff(login=login, name=name, phone=phone)
            organisation.appoint(actor=SYSTEM, account_id=made.id, unit=place, role=role)
            links[role] = f"/accounts/reset/first/{identity.first_link(made.id)}/"
    return links


def check_three_people(people: dict[Role, Person]) -> None:
    for number, what in ((0, "login"), (2, "phone")):
        if len({person[number].strip() for person in people.values()}) < len(people):
            raise ValueError(f"Three different people are needed: two have the same {what}.")
    demonstration = {one.id for one in identity.staff_accounts(limit=100_000) if one.demonstration}
    for code in organisation.units():
        for role in people:
            if {account for account, _name in organisation.staff_of(code, role)} - demonstration:
                raise ValueError(
                    f"There is an administrator of {FIRST[role]} already; further ones are appointed by the others."
                )


def _own_unit() -> str:
    """The city's first unit, or one made for the administrators of a city that has none yet."""
    known = organisation.units()
    city = settings.CITY_CODE
    if mine := next((code for code, unit in known.items() if unit.area == city), ""):
        return mine
    if organisation.area(city) is None:
        organisation.load_areas([AreaRow(city, settings.CITY_NAME, AreaLevel.CITY, "", 0.0, 0.0)])
    code = f"{city}-administration"
    organisation.load_units(
        [UnitRow(code, f"{settings.CITY_NAME}政务服务和数据管理局", UnitLevel.CITY, "data", city)]
    )
    return code
