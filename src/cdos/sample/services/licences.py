"""Licences of the demonstration's residents and their firm, and of some neighbours, so that no wallet is empty."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.hubs.registers.contracts import SEXES
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import CONSENT, LicenceRow
from cdos.sample.people.demonstration import COMMUNITY, Residents

NEIGHBOURS = 200
ADDRESS = "深圳市福田区莲花街道景田社区"
Wanted = tuple[str, date, dict[str, object]]


def load(residents: Residents, others: Sequence[int], today: date) -> int:
    """How many; one of them used, with consent, and one that has run out."""
    rows = [*_mother(residents, today), *_neighbour(residents, today), *_firm(residents, today)]
    rows += _others(others[:NEIGHBOURS], today)
    count = licences.load(rows)
    _used(residents.first)
    return count


def _row(party: int, kind: str, issued_on: date, values: dict[str, object]) -> LicenceRow:
    known = identity.proven(party)
    assert known is not None
    own = {
        "name": known.name,
        "sex": SEXES.get(known.sex, ""),
        "birth_date": known.born_on,
        "id_number": known.document_number,
        "residence_address": ADDRESS,
        "nationality": "汉族",
    }
    issuer = licences.definer(type=kind)
    return LicenceRow(
        type=kind,
        holder_id=party,
        holder_name=known.name,
        issuer=issuer,
        issued_on=issued_on,
        values={**own, **values},
    )


def _rows(party: int, wanted: Iterable[Wanted]) -> Iterator[LicenceRow]:
    return (_row(party, kind, issued_on, values) for kind, issued_on, values in wanted)


def _mother(residents: Residents, today: date) -> Iterator[LicenceRow]:
    area = organisation.area(COMMUNITY)
    yield from _rows(
        residents.first,
        (
            ("id-card", date(2019, 4, 2), {}),
            (
                "household-book",
                date(2016, 9, 12),
                {"hukou": "sz", "marital_status": "married"},
            ),
            (
                "marriage-certificate",
                date(2015, 5, 20),
                {"spouse_name": "林志远", "marriage_date": date(2015, 5, 20)},
            ),
            (
                "degree-certificate",
                date(2013, 6, 28),
                {
                    "education": "bachelor",
                    "degree_name": "深圳大学 管理学学士",
                    "graduation_date": date(2013, 6, 28),
                },
            ),
            ("social-security-card", date(2020, 3, 16), {"bank_name": "深圳农村商业银行"}),
            ("medical-insurance-card", date(2020, 3, 16), {}),
            ("driving-licence", today - timedelta(days=6 * 365 - 12), {"driving_licence_class": "C1"}),
            (
                "health-certificate",
                today - timedelta(days=500),
                {"employer_name": "深圳市小满烘焙餐饮管理有限公司"},
            ),
            (
                "estate-certificate",
                date(2021, 11, 8),
                {
                    "estate_number": "粤（2021）深圳市不动产权第0187342号",
                    "estate_address": f"{ADDRESS}景田北街 18 号 6 栋 1203",
                    "estate_area_m2": 78.42,
                    "estate_share": "共同共有",
                },
            ),
            ("residence-permit", date(2014, 2, 10), {"residence_community": area.name if area else ""}),
            (
                "birth-certificate",
                date(2018, 6, 12),
                {
                    "child_name": "陈知夏",
                    "child_sex": "female",
                    "child_birth_date": date(2018, 6, 7),
                    "mother_name": "陈小满",
                    "father_name": "林志远",
                    "birth_certificate_number": "S440118273",
                },
            ),
        ),
    )


def _neighbour(residents: Residents, today: date) -> Iterator[LicenceRow]:
    return _rows(
        residents.second,
        (
            ("id-card", date(2016, 8, 30), {}),
            ("household-book", date(2002, 5, 18), {"hukou": "sz", "marital_status": "married"}),
            ("social-security-card", date(2022, 1, 7), {"bank_name": "中国工商银行深圳分行"}),
            ("retirement-certificate", date(2018, 11, 20), {"pension_months": 412}),
            ("elder-card", date(2023, 11, 6), {"phone": ""}),
        ),
    )


def _firm(residents: Residents, today: date) -> Iterator[LicenceRow]:
    known = identity.proven(residents.enterprise)
    assert known is not None
    values: dict[str, object] = {
        "enterprise_name": known.name,
        "uscc": known.document_number,
        "enterprise_type": "limited",
        "legal_representative": "陈小满",
        "registered_capital_fen": 50_000_000,
        "founded_on": date(2023, 3, 1),
        "enterprise_address": f"{ADDRESS}景田路 66 号 102 铺",
        "business_scope": "餐饮服务；糕点、面包制造与销售；食品销售",
    }
    wanted = (
        ("business-licence", date(2023, 3, 1)),
        ("food-permit", date(2023, 4, 18)),
        ("seal-record", date(2023, 3, 3)),
        ("tax-registration", date(2023, 3, 6)),
    )
    return _rows(residents.enterprise, ((kind, issued_on, values) for kind, issued_on in wanted))


def _others(parties: Sequence[int], today: date) -> Iterator[LicenceRow]:
    """Cards of neighbours: so that the desks that issue them have something on their lists."""
    for number, party in enumerate(int(one) for one in parties):
        known = identity.proven(party)
        if known is None or not known.document_number or known.born_on is None:
            continue
        age = (today - known.born_on).days // 365
        day = today - timedelta(days=20 + number * 7 % 900)
        if age >= 16:
            yield _row(party, "id-card", day, {})
        if age >= 60:
            yield _row(party, "elder-card", day, {})
        elif age >= 20 and number % 5 == 0:
            values = {"spouse_name": "", "marriage_date": day}
            yield _row(party, "marriage-certificate", day, values)


def _used(party: int) -> None:
    """Two uses that the resident finds in the wallet: one that runs, and one by law."""
    held = {one.type.code: one for one in licences.of_holder(party)}
    account = identity.account_by_login("chenxiaoman")
    assert account is not None
    actor = organisation.actor_of_account(account.id)
    now = timezone.now()
    licences.use(
        licence=held["degree-certificate"],
        purpose="人才引进核验",
        ground=CONSENT,
        by="深圳市人力资源和社会保障局",
        until=now + timedelta(days=60),
        actor=actor,
    )
    licences.use(
        licence=held["household-book"],
        purpose="义务教育入学核验",
        ground="《中华人民共和国义务教育法》第十二条",
        by="深圳市教育局",
        until=now + timedelta(days=20),
    )
