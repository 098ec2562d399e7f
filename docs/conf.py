"""How the documentation is built: plain Markdown, one theme, no request to another host."""

import tomllib
from pathlib import Path

with (Path(__file__).parents[1] / "pyproject.toml").open("rb") as _file:
    release = tomllib.load(_file)["project"]["version"]

project = "netsoft"
author = "The netsoft maintainers"
copyright = author
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
nitpicky = True
html_theme = "furo"
html_title = f"netsoft {release}"
html_show_sphinx = False
myst_heading_anchors = 3
