"""Commands of the ledger: `./cdos ledger heads`, `witness add URL`, `cosign`, `proof ROW`, `new-key`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from cdos.base.ledger import api
from cdos.base.ledger.contracts import LedgerDamaged, WitnessRefused

app = typer.Typer(help="The ledger: signed heads, witnesses, proofs.", no_args_is_help=True)
witness = typer.Typer(help="Nodes that cosign each other's heads.", no_args_is_help=True)
app.add_typer(witness, name="witness")
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


@app.command()
def heads(
    as_json: AsJson = False,
    sign: Annotated[bool, typer.Option("--sign", help="Sign the present state first.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 10,
) -> None:
    """Signed heads, newest first; publish them where others keep them."""
    if sign:
        api.head()
    found = api.own_heads(limit=limit)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=1))
        return
    for one in found:
        typer.echo(f"{one.at}  {one.size} rows  {one.root}  {one.algorithm} key {one.key_id}")
    if not found:
        typer.echo("No head is signed yet: ./cdos ledger heads --sign")


@app.command()
def identity() -> None:
    """This node's name and key: read the key id to those who add it as a witness."""
    own = api.identity()
    typer.echo(f"{own.node}  {own.algorithm} key {own.key_id}\n{own.public_key}", nl=False)


@witness.command("add")
def add(
    url: Annotated[
        str, typer.Argument(help="Where the other node's web answers, e.g. https://futian.example")
    ],
    key: Annotated[str, typer.Option("--key", help="Its key id, as its operator read it to you.")] = "",
) -> None:
    """Know another node. Do the same there: then each cosigns the other's heads every hour."""
    try:
        found = api.add_witness(url, key_id=key)
    except WitnessRefused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Added {found.node}, {found.algorithm} key {found.key_id}.")
    if not key:
        typer.echo("Compare this key id with the one its operator reads to you.")


@witness.command("list")
def list_witnesses() -> None:
    """What each has cosigned of ours, and we of theirs."""
    for one in api.witnesses():
        typer.echo(
            f"{one.node}  {one.url}  key {one.key_id}  ours: {one.cosigned_size} rows, theirs: {one.seen_size} rows"
            + (f"  TROUBLE: {one.trouble}" if one.trouble else "")
        )


@app.command()
def cosign() -> None:
    """Sign the present state and have every witness cosign it now. Exit code 1 when one did not."""
    answers = api.ask_witnesses()
    for node, wrong in answers.items():
        typer.echo(f"{node}: {wrong or 'cosigned'}")
    if not answers:
        typer.echo("There are no witnesses yet: ./cdos ledger witness add URL")
    raise typer.Exit(1 if any(answers.values()) else 0)


@app.command()
def proof(row: Annotated[int, typer.Argument(help="Number of the row.")]) -> None:
    """The proof of a row as JSON, for verify_proof.py."""
    try:
        typer.echo(json.dumps(api.proof(row), ensure_ascii=False, indent=1))
    except (LookupError, LedgerDamaged) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command("new-key")
def new_key() -> None:
    """Sign with a new key from now on. The old one is kept, and what it signed stays valid."""
    own = api.replace_key()
    typer.echo(f"{own.algorithm} key {own.key_id} signs from now on; tell the witnesses.")
