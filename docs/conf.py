"""How the documentation is built: plain Markdown, one theme, no request to another host."""

import tomllib
from pathlib import Path

with (Path(__file__).parents[1] / "pyproject.toml").open("rb") as _file:
    release = tomllib.load(_file)["project"]["version"]

project = "netsoft"
author = "The netsoft maintainers"
copyright = author
extensions = ["myst_parser", "sphinx.ext.autodoc"]
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"netsoft {release}"
html_show_sphinx = False
myst_heading_anchors = 3


def shorten(
    app: object, what: str, name: str, obj: object, options: object, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Leave out a signature that spells whole tables as its defaults."""
    return ("(…)", returns) if signature and len(signature) > LONGEST else (signature, returns)


LONGEST = 400


def setup(app: object) -> None:
    """Register what Sphinx calls."""
    app.connect("autodoc-process-signature", shorten)  # type: ignore[attr-defined]
