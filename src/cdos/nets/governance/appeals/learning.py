"""Commands that learn from files: `./cdos appeals train`, `… evaluate`, `… train-replies`, `… evaluate-replies`. They need no database."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from cdos.hubs.ai import api as ai
from cdos.hubs.ai.contracts import LabelledReplies, ModelRefused, Prediction

from . import api
from .contracts import Table

Label = Annotated[str, typer.Option("--label", help="The column with the right answer.")]
Texts = Annotated[
    list[str] | None,
    typer.Option(
        "--text", help="A column of the message, the title first; again for more (default: recognised)."
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", help="Write row (from 0), predicted, second, confidence as CSV.")
]


def add_to(app: typer.Typer) -> None:
    app.command("train")(train)
    app.command("evaluate")(evaluate)
    app.command("evaluate-replies")(evaluate_replies)
    app.command("train-replies")(train_replies)


def train(
    file: Annotated[Path, typer.Argument(help="CSV file of messages with their category.")],
    label: Label,
    text: Texts = None,
    model: Annotated[
        Path | None, typer.Option("--model", help="Where the model goes (default: beside the data).")
    ] = None,
) -> None:
    """Train the classifier of messages on the city's own history; prints what it is worth on rows held out."""
    with refusing():
        table = labelled(read(file, label, text))
        place = model or api.model_path()
        place.parent.mkdir(parents=True, exist_ok=True)
        info = ai.train(texts=table.texts, labels=table.labels, path=place)
    typer.echo(msgspec.json.format(msgspec.json.encode(info)).decode())
    typer.echo(f"Written to {place}.", err=True)


def evaluate(
    label: Label,
    file: Annotated[Path | None, typer.Argument(help="One CSV file, with --folds.")] = None,
    train: Annotated[Path | None, typer.Option("--train", help="CSV file to learn from.")] = None,
    test: Annotated[Path | None, typer.Option("--test", help="CSV file to be judged on.")] = None,
    text: Texts = None,
    folds: Annotated[
        int, typer.Option("--folds", min=2, max=50, help="Without --test: so many folds of one file.")
    ] = 5,
    out: Out = None,
) -> None:
    """Measure the classifier on messages it has not seen; JSON alone on stdout.

    With one file near-duplicates are kept in one fold. The threshold of coverage_at_99 comes from the training side.
    """
    source = to_learn_from(train, file)
    with refusing():
        seen = read(source, label, text)
        if test is None:
            measured, said = ai.evaluate_folds(texts=seen.texts, labels=seen.labels, folds=folds)
        else:
            unseen = read(test, label, seen.names)
            kept = labelled(seen)
            measured, said = ai.evaluate(
                train=kept.texts, labels=kept.labels, test=unseen.texts, wanted=unseen.labels
            )
    if out:
        write(out, said)
    typer.echo(msgspec.json.format(msgspec.json.encode(measured)).decode())


def evaluate_replies(
    label: Label,
    reply: Annotated[str, typer.Option("--reply", help="The column with the reply.")],
    message: Annotated[list[str], typer.Option("--message", help="A column of the message; again for more.")],
    file: Annotated[Path | None, typer.Argument(help="One CSV file, with --folds.")] = None,
    train: Annotated[Path | None, typer.Option("--train", help="CSV file to learn from.")] = None,
    test: Annotated[Path | None, typer.Option("--test", help="CSV file to be judged on.")] = None,
    positive: Annotated[
        str,
        typer.Option(
            "--positive", help="The label to find, as hollow replies; without it every label counts."
        ),
    ] = "",
    folds: Annotated[
        int, typer.Option("--folds", min=2, max=50, help="Without --test: so many folds of one file.")
    ] = 5,
    out: Out = None,
) -> None:
    """Measure how well replies are judged, beside what their length alone gives; JSON alone on stdout."""
    source = to_learn_from(train, file)
    columns = [*message, reply]
    with refusing():
        seen = replies_of(labelled(read(source, label, columns)))
        unseen = replies_of(read(test, label, columns)) if test else None
        measured, said = ai.evaluate_replies(train=seen, test=unseen, positive=positive, folds=folds)
    if out:
        write(out, said)
    kept = {name: value for name, value in msgspec.to_builtins(measured).items() if value is not None}
    typer.echo(msgspec.json.format(msgspec.json.encode(kept)).decode())


def train_replies(
    file: Annotated[
        Path, typer.Argument(help="CSV file of messages, the replies to them, and what was said of them.")
    ],
    label: Label,
    reply: Annotated[str, typer.Option("--reply", help="The column with the reply.")],
    message: Annotated[list[str], typer.Option("--message", help="A column of the message; again for more.")],
    positive: Annotated[str, typer.Option("--positive", help="The label of hollow replies.")],
    model: Annotated[
        Path | None, typer.Option("--model", help="Where the model goes (default: beside the data).")
    ] = None,
) -> None:
    """Train the judge of replies that clerks and supervisors are shown; prints what it is worth on rows held out."""
    with refusing():
        rows = replies_of(labelled(read(file, label, [*message, reply])))
        place = model or api.replies_model_path()
        place.parent.mkdir(parents=True, exist_ok=True)
        info = ai.train_replies(rows=rows, positive=positive, path=place)
    typer.echo(msgspec.json.format(msgspec.json.encode(info)).decode())
    typer.echo(f"Written to {place}.", err=True)


def replies_of(table: Table) -> LabelledReplies:
    """The last of the chosen columns is the reply."""
    return LabelledReplies(
        messages=["\n".join(text[:-1]) for text in table.texts],
        replies=[text[-1] for text in table.texts],
        labels=table.labels,
    )


def to_learn_from(train: Path | None, file: Path | None) -> Path:
    source = train or file
    if source is None:
        raise typer.BadParameter("name a file: FILE --folds 5, or --train A.csv --test B.csv")
    return source


class refusing:
    """What a file lacks is one sentence on stderr and exit code 1."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (api.ImportRefused, ModelRefused)):
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None


def read(file: Path, label: str, columns: Sequence[str] | None) -> Table:
    return api.read_table(
        path=file, label=label, columns=columns or (), say=lambda said: typer.echo(said, err=True)
    )


def labelled(table: Table) -> Table:
    """Without the rows that nobody labelled."""
    rows = [row for row, label in enumerate(table.labels) if label]
    return Table(table.names, [table.texts[row] for row in rows], [table.labels[row] for row in rows])


def write(path: Path, said: Sequence[Prediction]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["row", "predicted", "second", "confidence"])
        for row, one in enumerate(said):
            writer.writerow([row, one.label, one.second, f"{one.confidence:.6f}"])
