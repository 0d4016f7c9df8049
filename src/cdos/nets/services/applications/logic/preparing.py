"""What a page shows before sending: the form filled, what is still needed, and what would be decided."""

from cdos.base.identity import api as identity
from cdos.base.organisation.contracts import Actor

from ..contracts import Channel, Prepared, Submission
from . import fees, foreseeing, gathering, holders, once, people, submitting
from .gathering import Wanted


def prepare(submission: Submission, actor: Actor) -> Prepared:
    item = gathering.item_of(submission.item)
    channel = Channel(submission.channel)
    submitting.check_channel(item, channel)
    wanted = Wanted(
        item=item,
        party_id=submission.party_id,
        purpose=submitting.purpose_of(submission),
        answers=submission.answers,
        files=submission.files,
        supplied=submission.supplied,
        assisted=channel in people.BY_STAFF,
    )
    found = gathering.gather(wanted, actor)
    held = gathering.sources(found)
    party = identity.party(submission.party_id)
    no_other = once.refused(item, holders.holder(item, party, found.answers))
    unknown_child: dict[str, str] = {}
    if party is not None and channel in (Channel.ONLINE, Channel.CHAT):
        unknown_child = holders.problem(item, found.form, party, found.answers)
    return Prepared(
        item=item,
        party_id=submission.party_id,
        form=found.form,
        answers=found.answers,
        filled=found.filled,
        materials=found.materials,
        foresight=foreseeing.no_other(no_other) if no_other else foreseeing.foresee(found),
        problems=found.problems | unknown_child,
        fee_fen=fees.due(item),
        unknown=found.unknown,
        locked=frozenset(
            one.name
            for one in gathering.entries(found.form)
            if one.source and not one.editable and one.name in held
        ),
    )
