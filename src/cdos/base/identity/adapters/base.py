"""What a population and business register must answer (实名核验)."""

from abc import ABC, abstractmethod

from cdos.base.identity.contracts import CheckedDocument, Party, Relation


class Register(ABC):
    """One outside register. An implementation raises IdentityRefused when the register cannot be asked now."""

    key: str
    title: str

    @abstractmethod
    def same_person(self, *, name: str, document: CheckedDocument) -> bool:
        """Whether the document was given to somebody of this name."""

    @abstractmethod
    def may_act(self, *, holder: Party, relation: Relation, name: str, document: CheckedDocument) -> bool:
        """Whether `holder` stands in this relation to the one named: a parent, a child, a legal representative."""
