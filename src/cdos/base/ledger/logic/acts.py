"""What can be recorded: each module registers its acts, with a title for readers."""

from collections.abc import Mapping

from django.utils.functional import Promise

from cdos.base.ledger.contracts import Kind

_ACTS: dict[str, tuple[Kind, "str | Promise"]] = {}


def register(kind: Kind, titles: Mapping[str, "str | Promise"]) -> None:
    _ACTS.update({act: (kind, title) for act, title in titles.items()})


def kind_of(act: str) -> Kind:
    try:
        return _ACTS[act][0]
    except KeyError:
        raise ValueError(f"The act {act!r} was never registered: ledger.register_acts(…)") from None


def title_of(act: str) -> str:
    """The act's own name when nobody registers it any more."""
    return str(_ACTS[act][1]) if act in _ACTS else act


def titles() -> dict[str, str]:
    """All acts in the reader's language, by their title."""
    return dict(
        sorted(((act, str(title)) for act, (_kind, title) in _ACTS.items()), key=lambda pair: pair[1])
    )
