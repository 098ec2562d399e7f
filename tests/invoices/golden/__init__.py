"""What the examples of invoices give, kept beside; ``python -m tests.invoices.golden`` writes it anew."""

from collections.abc import Iterator
from pathlib import Path

from netsoft.__main__ import answer

HERE = Path(__file__).parent
EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "invoices").iterdir())
FORMS = {"txt": (), "json": ("--json",), "html": ("--html",)}


def kept(example: Path) -> Iterator[tuple[Path, str]]:
    """What an example gives, with the file that keeps it: the text, the JSON and the HTML."""
    for form, options in FORMS.items():
        yield HERE / f"{example.stem}.{form}", answer(["invoice", str(example), *options])
