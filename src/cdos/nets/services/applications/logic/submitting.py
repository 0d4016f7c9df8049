"""Takes an application in: matter, answers, uses of licences, fee or decision in one transaction."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import IdentityRefused, Party
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filed, Filing, LinkKind, MatterInfo, MoveRefused, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import RegisterRefused
from cdos.nets.services.decisions.contracts import DecisionRefused
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.licences.contracts import LicenceRefused
from cdos.nets.services.payments.contracts import PaymentRefused

from ..contracts import KIND, ApplicationRefused, Channel, Submission
from ..models import Application
from . import channels, deciding, fees, gathering, holders, materials, once, people, recording, vault
from .gathering import Gathered, Wanted

REFUSALS = (
    DecisionRefused,
    IdentityRefused,
    LicenceRefused,
    MoveRefused,
    PaymentRefused,
    RegisterRefused,
)
ENTERPRISES = frozenset({"2", "3", "4", "5", "6"})


@dataclass(frozen=True, slots=True)
class Taken:
    """An application that was taken in, with its matter as it is after the decision, where there was one."""

    row: Application
    matter: MatterInfo
    created: bool


def purpose_of(submission: Submission) -> str:
    return submission.purpose or f"item:{submission.item}"


def submit(submission: Submission, actor: Actor) -> Taken:
    """ApplicationRefused with its problems: nothing was filed."""
    try:
        return _submit(submission, actor)
    except REFUSALS as refused:
        raise ApplicationRefused(str(refused)) from refused


def _submit(submission: Submission, actor: Actor) -> Taken:
    channel = Channel(submission.channel)
    acting = people.acting_for(actor, submission.party_id, channel)
    proof = channels.check_proof(channel, submission.proof)
    item = gathering.item_of(submission.item)
    check_channel(item, channel)
    party = identity.party(submission.party_id)
    if party is None:
        raise ApplicationRefused(_("This person is not known here."))
    check_audience(item, party)
    with transaction.atomic(), organisation.acting(acting):
        _consent(submission, acting)
        found = gathering.gather(_wanted(submission, item, channel), acting)
        if found.problems:
            raise ApplicationRefused(_("Something is missing or not right yet."), found.problems)
        check_child(found, party, channel)
        return _file(submission, acting, found, party, proof)


def _wanted(submission: Submission, item: Item, channel: Channel) -> Wanted:
    return Wanted(
        item=item,
        party_id=submission.party_id,
        purpose=purpose_of(submission),
        answers=submission.answers,
        files=submission.files,
        supplied=submission.supplied,
        assisted=channel in people.BY_STAFF,
    )


def check_channel(item: Item, channel: Channel) -> None:
    """In the chat as online; a bundle goes by its own way."""
    way = Channel.ONLINE if channel is Channel.CHAT else channel
    if way is not Channel.BUNDLE and way.value not in item.channels:
        raise ApplicationRefused(
            _("“%(item)s” cannot be applied for this way: %(channel)s.")
            % {"item": item.title, "channel": channels.title(channel.value)}
        )


def check_audience(item: Item, party: Party) -> None:
    """For people, for enterprises, or for both."""
    fits = "1" in item.audience if party.kind == "person" else bool(ENTERPRISES & set(item.audience))
    if not fits:
        raise ApplicationRefused(
            _("“%(item)s” is not for %(name)s: choose somebody else to apply for.")
            % {"item": item.title, "name": party.name}
        )


def check_child(found: Gathered, party: Party, channel: Channel) -> None:
    """A clerk who saw the papers files for a child whom the city does not know yet; a bundle has asked itself."""
    if channel is Channel.BUNDLE or channel in people.BY_STAFF:
        return
    if problem := holders.problem(found.item, found.form, party, found.answers):
        raise ApplicationRefused(" ".join(problem.values()), problem)


def _consent(submission: Submission, actor: Actor) -> None:
    purpose = purpose_of(submission)
    wanted = set(submission.consents)
    if wanted:
        wanted -= registers.consented(party_id=submission.party_id, purpose=purpose)
    for source in sorted(wanted):
        registers.consent(actor=actor, party_id=submission.party_id, source=source, purpose=purpose)


def unit_of(item: Item, party: Party) -> str:
    """The item's department; where districts handle it, that of the person's district."""
    unit = organisation.unit(item.department)
    if item.use_level != "4" or unit is None or not party.community:
        return item.department
    near = organisation.find_unit(function=unit.function, area=party.community)
    return near.code if near else item.department


def _file(
    submission: Submission, actor: Actor, found: Gathered, party: Party, proof: dict[str, str]
) -> Taken:
    item = found.item
    filing = Filing(
        kind=KIND,
        title=item.title,
        text=f"{item.title}\n{item.department_name}",
        subject_id=party.id,
        place=Place(scope=organisation.scope_of(party.community) if party.community else Place().scope),
        source=Channel(submission.channel).value,
        holder_unit=unit_of(item, party),
        idempotency_key=submission.idempotency_key,
    )
    tokens = gathering.tokens(found)
    with matters.opening(actor=actor) as serial:
        filed = matters.file(actor=actor, filing=filing, files=tokens, serial=serial)
        if not filed.created:
            return Taken(Application.objects.get(pk=filed.matter.id), filed.matter, created=False)
        once.check(item, holders.holder(item, party, found.answers))
        row = _insert(submission, found, filed, proof)
        return Taken(row, _take_up(row, actor, found, filed.matter, party), created=True)


def _insert(submission: Submission, found: Gathered, filed: Filed, proof: dict[str, str]) -> Application:
    item = found.item
    row = Application(
        matter_id=filed.matter.id,
        number=filed.matter.number,
        item=item.code,
        item_version=item.version,
        title=item.title,
        party_id=submission.party_id,
        unit=filed.matter.holder_unit,
        channel=Channel(submission.channel).value,
        purpose=purpose_of(submission),
        parent=submission.parent,
        sealed=vault.seal({"answers": found.answers, "proof": proof}, vault.APPLICATION),
        sources=gathering.sources(found),
        materials=[asdict(one) for one in found.materials],
        legal_days=item.legal_days,
        legal_unit=item.legal_unit.value,
        promised_days=item.promised_days,
        promised_unit=item.promised_unit.value,
        fee_fen=0 if submission.parent else fees.due(item),
    )
    return statements.insert(row)


def _take_up(row: Application, actor: Actor, found: Gathered, matter: MatterInfo, party: Party) -> MatterInfo:
    materials.use(found.materials, purpose=row.purpose, by=found.item.department_name, unit=row.unit)
    if row.parent:
        matters.link(actor=SYSTEM, source=row.number, target=row.parent, kind=LinkKind.PARENT)
    if Channel(row.channel) in people.BY_STAFF:
        recording.filed_for(actor, row)
    if row.fee_fen:
        return fees.ask(row, found.item)
    return deciding.at_once(row, found, matter, actor, party)


def go_on(row: Application, matter: MatterInfo) -> None:
    """After the fee was paid: the rule looks at the facts as they are now, at the item as it was when it was asked for
    where it ended meanwhile. ApplicationRefused.

    Who got such a licence meanwhile gets no other: a person looks, refuses, and the fee goes back.
    """
    item = gathering.item_of(row.item, since=timezone.localdate(matter.filed_at))
    party = identity.party(row.party_id)
    if once.refused(item, holders.holder(item, party, vault.answers(row))):
        return
    lines = {one["code"]: one for one in row.materials}
    files = {code: one["token"] or one["handed"] for code, one in lines.items()}
    wanted = Wanted(
        item=item,
        party_id=row.party_id,
        purpose=row.purpose,
        answers=vault.answers(row),
        files=files,
        assisted=Channel(row.channel) in people.BY_STAFF,
    )
    deciding.at_once(row, gathering.gather(wanted, SYSTEM), matter, SYSTEM, party)
