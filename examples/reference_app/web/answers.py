"""Answers that are files."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

_CSV: Final = "text/csv; charset=utf-8"


def csv_file(content: bytes, name: str) -> Response:
    """Return a table to be kept under a name of letters, digits, dots and hyphens."""
    return Response(content, media_type=_CSV, headers={"content-disposition": f'attachment; filename="{name}"'})
