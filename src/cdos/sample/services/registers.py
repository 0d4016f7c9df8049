"""What the demonstration registers hold of the demonstration's residents and their firm, and a consent that was used."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.organisation.contracts import Actor
from cdos.base.rules.contracts import Value
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import SEXES, NewRow
from cdos.sample.people.demonstration import COMMUNITY, Residents

ADDRESS = "深圳市福田区莲花街道景田社区"
FIRM, SPOUSE = "深圳市小满烘焙餐饮管理有限公司", "林志远"
Held = dict[str, dict[str, Value]]  # source -> values


def load(residents: Residents, today: date) -> int:
    count = registers.load(
        row for party, own in held(residents, today).items() for row in _rows(party, own, today)
    )
    _used(residents.first)
    return count


def held(residents: Residents, today: date) -> dict[int, Held]:
    """What all registers hold of each."""
    return {
        residents.first: _mother(today),
        residents.second: _neighbour(),
        residents.talent: _talent(today),
        residents.enterprise: _firm(residents),
    }


def _rows(party: int, held: Held, today: date) -> Iterator[NewRow]:
    """Registers are brought up to date at different hours of different days."""
    own = identity.proven(party)
    assert own is not None
    proven: dict[str, Value] = {"name": own.name, "id_number": own.document_number, "birth_date": own.born_on}
    proven["sex"] = SEXES.get(own.sex)
    for at, (source, values) in enumerate(held.items()):
        day = datetime.combine(today - timedelta(days=2 + 3 * at), time(5, 30))
        known = proven if source == "household" else {}
        if source == "residence":
            known = {name: proven[name] for name in ("name", "id_number")}
        yield NewRow(source, party, {**known, **values}, timezone.make_aware(day))


def _mother(today: date) -> Held:
    return {
        "household": {"hukou": "sz", "nationality": "cn", "children_count": 1},
        "residence": {
            "residence_address": f"{ADDRESS}景田北街 18 号 6 栋 1203",
            "residence_community": COMMUNITY,
            "residence_years": 17,
            "residence_permit": False,
            "school_district": "福田区景田小学",
        },
        "marriage": {
            "marital_status": "married",
            "spouse_name": SPOUSE,
            "marriage_date": date(2015, 5, 20),
        },
        "birth": {  # a second child, three weeks old
            "child_name": "陈知秋",
            "child_sex": "male",
            "child_birth_date": today - timedelta(days=21),
            "birth_certificate_number": "U440296617",
            "mother_name": "陈小满",
            "father_name": SPOUSE,
        },
        "social_security": {
            "social_security_months": 148,
            "social_security_base_fen": 980_000,
            "pension_months": 148,
            "employment": "self",
            "employer_name": FIRM,
            "bank_name": "深圳农村商业银行",
            "bank_account": "6210580000001234567",
        },
        "education": {
            "education": "bachelor",
            "degree_name": "深圳大学 管理学学士",
            "graduation_date": date(2013, 6, 28),
        },
        "civil": {"disability_level": 0, "low_income": False, "veteran": False},
        "tax": {"income_month_fen": 1_260_000},
        "credit": {"illegal_record": False, "credit_level": "A"},
        "estate": {
            "estate_number": "粤（2021）深圳市不动产权第0187342号",
            "estate_address": f"{ADDRESS}景田北街 18 号 6 栋 1203",
            "estate_area_m2": 78.42,
            "estate_owner": True,
            "mortgage": True,
        },
        "vehicle": {
            "vehicle_plate": "粤BD12345",
            "vehicle_type": "new_energy",
            "driving_licence_class": "C1",
        },
        "utilities": {
            "water_account": "1020304050",
            "power_account": "0755012345678",
            "gas_account": "60012345",
        },
    }


def _neighbour() -> Held:
    return {
        "household": {"hukou": "sz", "nationality": "cn", "children_count": 2},
        "residence": {
            "residence_address": f"{ADDRESS}景田北街 18 号 2 栋 301",
            "residence_community": COMMUNITY,
            "residence_years": 36,
        },
        "marriage": {"marital_status": "married", "spouse_name": "王秀兰"},
        "social_security": {
            "social_security_months": 372,
            "pension_months": 372,
            "employment": "retired",
            "bank_name": "中国工商银行深圳分行",
            "bank_account": "6222020000007654321",
        },
        "civil": {"disability_level": 0, "low_income": False, "veteran": True},
        "estate": {"estate_owner": True, "mortgage": False},
        "utilities": {
            "water_account": "1020304051",
            "power_account": "0755012345679",
            "gas_account": "60012346",
        },
    }


def _talent(today: date) -> Held:
    return {
        "household": {"hukou": "other", "nationality": "cn", "children_count": 0},
        "residence": {
            "residence_address": f"{ADDRESS}商报路 2 号 3 栋 808",
            "residence_community": COMMUNITY,
            "residence_years": 4,
            "residence_permit": True,
        },
        "marriage": {"marital_status": "single"},
        "social_security": {
            "social_security_months": 46,
            "social_security_base_fen": 1_850_000,
            "pension_months": 46,
            "employment": "employed",
            "employer_name": "深圳市云栈智能科技有限公司",
            "bank_name": "招商银行深圳分行",
            "bank_account": "6214830000009876543",
        },
        "education": {
            "education": "master",
            "degree_name": "华南理工大学 工学硕士",
            "graduation_date": date(2021, 6, 25),
            "talent_type": "academic",
        },
        "civil": {"disability_level": 0, "low_income": False, "veteran": False},
        "tax": {"income_month_fen": 1_980_000},
        "credit": {"illegal_record": False, "credit_level": "A"},
        "estate": {"estate_owner": False},
    }


def _firm(residents: Residents) -> Held:
    own = identity.proven(residents.enterprise)
    assert own is not None
    return {
        "enterprise": {
            "enterprise_name": own.name,
            "uscc": own.document_number,
            "enterprise_type": "limited",
            "registered_capital_fen": 50_000_000,
            "legal_representative": "陈小满",
            "enterprise_address": f"{ADDRESS}景田北街 20 号 101 铺",
            "business_scope": "烘焙食品制售；餐饮服务；咖啡馆服务",
            "founded_on": date(2023, 2, 17),
        },
        "firm_security": {"staff_count": 9},
        "firm_tax": {"tax_arrears": False},
        "credit": {"illegal_record": False, "credit_level": "A"},
    }


def _used(party: int) -> None:
    """The mother let two registers be used for the library card, and they were."""
    account = identity.account_by_login("chenxiaoman")
    assert account is not None
    actor = Actor(account_id=account.id, name=account.name, party_id=party, own_party_id=party)
    purpose = "item:library-card"
    for source in ("household", "residence"):
        registers.consent(actor=actor, party_id=party, source=source, purpose=purpose)
    registers.facts_of(party_id=party, fields=("hukou", "residence_address"), purpose=purpose, actor=actor)
