"""The only door to masking: personal data in free text, found and starred. No tables, no settings, no network."""

from cdos.base.masking.contracts import Kind, Span
from cdos.base.masking.logic.finding import find
from cdos.base.masking.logic.logs import masked_event
from cdos.base.masking.logic.stars import mask

__all__ = ["Kind", "Span", "find", "mask", "masked_event"]
