"""The bundles in force, and a newborn whose mother may act for it: the registers know it since the hospital reported it."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Relation
from cdos.base.rules.contracts import Value
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.services.bundles import api as bundles
from cdos.sample.people.demonstration import COMMUNITY, HOME, Residents
from cdos.sample.people.documents import citizen_number

AGE_DAYS, SEQUENCE = 21, 117


def load(residents: Residents, today: date) -> int:
    _newborn(residents.first, today - timedelta(days=AGE_DAYS))
    return bundles.load(bundles.sample_bundles(), effective_from=date(today.year - 1, 1, 1))


def _newborn(mother: int, born: date) -> None:
    number = citizen_number(f"{HOME}{born:%Y%m%d}{SEQUENCE:03d}")
    child = identity.register_person(name="陈知秋", document_number=number, community=COMMUNITY).id
    identity.grant_mandate(holder_id=mother, party_id=child, relation=Relation.CHILD, valid_from=born)
    since = timezone.make_aware(datetime.combine(born, time(9)))
    birth: dict[str, Value] = {
        "child_name": "陈知秋",
        "child_sex": "male",
        "child_birth_date": born,
        "birth_certificate_number": "U440296617",
        "mother_name": "陈小满",
        "father_name": "林志远",
    }
    registers.load(
        [
            NewRow("birth", child, birth, since),
            NewRow("household", child, {"hukou": "sz", "nationality": "cn"}, since),
        ]
    )
