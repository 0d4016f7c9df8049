from cdos.base.identity.adapters.base import Register
from cdos.base.identity.contracts import CheckedDocument, Party, Relation

# Lets a demonstration and a test show the refusal.
REFUSED_NAME = "不符"


class DemoRegister(Register):
    """Confirms every valid number, unless the name holds 不符."""

    key = "demo"
    title = "Demonstration register"

    def same_person(self, *, name: str, document: CheckedDocument) -> bool:
        return REFUSED_NAME not in name

    def may_act(self, *, holder: Party, relation: Relation, name: str, document: CheckedDocument) -> bool:
        return REFUSED_NAME not in name
