"""Cells of files that spreadsheets open."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain_cell(cell: str) -> str:
    """A spreadsheet runs what begins like a formula: an apostrophe before it makes it text."""
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(DANGEROUS) else cell
