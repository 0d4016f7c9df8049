"""What is kept of a person's licences, for that person; and what goes when they close their account."""

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self

from ..contracts import CONSENT
from ..models import Use
from . import papers, reading


def of(asked: Self) -> dict[str, object]:
    if asked.party_id is None:
        return {}
    with fence.everything():
        licences = reading.of_holder(asked.party_id, valid_only=False)
        uses = Use.objects.filter(licence__holder_id=asked.party_id).order_by("pk")
        names = (
            "licence__identifier",
            "by_name",
            "purpose",
            "ground",
            "at",
            "expires_at",
            "stopped_at",
            "looks",
        )
        return {
            "licences": [
                {
                    "identifier": one.identifier,
                    "number": one.number,
                    "type": one.type.name,
                    "issuer": one.issuer_name,
                    "issued_on": one.issued_on,
                    "valid_until": one.valid_until,
                    "state": one.state.value,
                    "values": dict(one.values),
                }
                for one in licences
            ],
            "uses": list(uses.values(*names)),
            "documents": [
                {"code": one.code, "title": one.title, "issued_on": one.issued_on}
                for one in papers.of_holder(asked.party_id)
            ],
        }


def forget(asked: Self) -> None:
    """Licences are the city's acts and stay; what the person wrote about uses of their own goes, and ends."""
    if asked.party_id is None:
        return
    with fence.everything():
        own = Use.objects.filter(licence__holder_id=asked.party_id, ground=CONSENT)
        own.update(purpose="–", by_name="–")
