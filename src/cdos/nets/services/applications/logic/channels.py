"""Assisted modes: what each channel asks of the clerk who files by it, and how the person is known there."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ..contracts import ApplicationRefused, Channel, ChannelRule


def rules() -> dict[Channel, ChannelRule]:
    """In the reader's language."""
    seen = ("document", _("Which document was seen"), _("The original, held beside the person's face."))
    made = (
        ChannelRule(
            Channel.COUNTER, _("At the counter"), _("A clerk saw the person and the document."), (seen,)
        ),
        ChannelRule(
            Channel.HOME,
            _("At home"),
            _("Two people of the city came to the person and saw the document."),
            (seen, ("address", _("Where"), ""), ("companion", _("Who came along"), _("Nobody goes alone."))),
        ),
        ChannelRule(
            Channel.VIDEO,
            _("By video"),
            _("A clerk saw the person and the document on the screen; the talk is kept."),
            (seen, ("recording", _("Number of the recording"), "")),
        ),
        ChannelRule(
            Channel.BANK,
            _("In a bank"),
            _("A bank clerk saw the person and the document; the bank answers for it."),
            (seen, ("branch", _("Bank and branch"), ""), ("bank_clerk", _("Bank clerk"), "")),
        ),
        ChannelRule(
            Channel.CROSS_BORDER,
            _("Across the border"),
            _("A partner outside saw the person and a travel document."),
            (
                ("document", _("Which travel document"), _("Home return permit or passport.")),
                ("partner", _("Which partner outside"), ""),
                ("declared", _("Number of the declaration or notarisation"), ""),
            ),
        ),
    )
    return {one.channel: one for one in made}


def check_proof(channel: Channel, proof: Mapping[str, str]) -> dict[str, str]:
    """What the channel asks for, cleaned; ApplicationRefused names what is missing."""
    rule = rules().get(channel)
    if rule is None:
        return {}
    given = {name: " ".join(str(proof.get(name, "")).split())[:200] for name, _title, _help in rule.needs}
    missing = {
        name: _("Please fill in: %(field)s.") % {"field": title}
        for name, title, _help in rule.needs
        if not given[name]
    }
    if missing:
        raise ApplicationRefused(" ".join(missing.values()), missing)
    return given


def title(channel: str) -> str:
    rule = rules().get(Channel(channel))
    if rule is not None:
        return rule.title
    known = {
        Channel.ONLINE.value: _("Online"),
        Channel.CHAT.value: _("In the chat"),
        Channel.BUNDLE.value: _("As a part of a bundle"),
    }
    return known[channel]
