"""What the AI hub says: proposals of a text classifier, with how sure it is and why; measures of how good it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

# A text as its columns: the first is the title where there are several; the others are the body.
Columns = Sequence[str]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The likeliest label and the next; `confidence` is the chance that the first is right, learned on held-out rows."""

    label: str
    second: str
    confidence: float
    sure: bool  # confidence reaches the threshold at which 99 % were right on the training side
    words: tuple[str, ...] = ()  # what decided, most decisive first; only where it was asked for


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A trained model: `version` is a digest of what it learned, the same for the same rows."""

    version: str
    labels: tuple[str, ...]
    rows: int
    trained_at: str  # UTC, ISO 8601
    threshold: float  # of confidence, for 99 % precision; above 1 where no row reached it
    held_out: dict[str, float] = field(
        default_factory=dict
    )  # accuracy, macro_f1, top2_accuracy on inner folds


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures on rows the model has not seen; `f1` by label. Figures between 0 and 1 but for rows and CPU seconds."""

    rows: int
    train_rows: int
    accuracy: float
    macro_f1: float
    top2_accuracy: float
    f1: dict[str, float]
    coverage_at_99: float  # share of rows above the threshold that gave 99 % precision on the training side
    precision_at_99: float  # what that threshold gives here
    rows_per_cpu_s: float  # of classification alone
    train_cpu_s: float


@dataclass(frozen=True, slots=True)
class LabelledReplies:
    """Messages, the replies to them and what somebody said of the replies; three columns of one length."""

    messages: Sequence[str]
    replies: Sequence[str]
    labels: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReplyEvaluation:
    """Measures of judging replies. With a positive label the average precisions are there and `f1` is that label's."""

    rows: int
    train_rows: int
    accuracy: float
    macro_f1: float
    f1: float | dict[str, float]
    average_precision: float | None = None
    length_only_ap: float | None = (
        None  # the reply's length alone, in the direction that the training side shows
    )
    banded_ap: float | None = None  # mean AP inside five bands of equal count by the reply's length
    length_only_banded_ap: float | None = None


@dataclass(frozen=True, slots=True)
class ReplyModelInfo:
    """A trained judge of replies; `threshold` is the chance with the best F1 on rows held out."""

    version: str
    positive: str  # the label that it finds, as hollow
    rows: int
    hollow: int  # rows of that label
    trained_at: str  # UTC, ISO 8601
    threshold: float
    held_out: dict[str, float] = field(
        default_factory=dict
    )  # rows, average_precision, f1, banded_ap, length_only_banded_ap


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely a reply has the positive label; `by_length` is what replies of its length have had, held apart."""

    chance: float
    by_length: float
    hollow: bool  # the chance reaches the threshold
    stretches: tuple[str, ...] = ()  # of the reply, that spoke most for it


@dataclass(frozen=True, slots=True)
class Ranked:
    """A text that a question may be about: its place in the collection, its BM25 score and what it covers."""

    at: int
    score: float
    covered: float  # 0..1, share of the question that stands in the text, rare characters counting more
    sure: bool  # it covers more than wrong texts of this collection do


class ModelRefused(ValueError):
    """Rows that nothing can be learned from, or a file that is no model; the text says why."""
