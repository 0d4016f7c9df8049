"""How much there is to write in a form: counted from its entries, so that it cannot be said smaller than it is."""

from ..contracts import Entry, Form, Widget


def _asked(form: Form) -> list[Entry]:
    """Papers are counted as papers."""
    return [one for one in form.entries if one.widget != Widget.FILE.value and not one.material]


def written(form: Form) -> int:
    return len(_asked(form))


def typed(form: Form) -> int:
    """Entries that hang on an answer count as well: at most so many."""
    return sum(one.required and not one.source for one in _asked(form))
