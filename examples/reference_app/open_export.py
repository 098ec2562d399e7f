"""Open what a brokerage was given back: ``python -m reference_app.open_export FILE ZIP --key PRIVATE.pem``."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from reference_app.errors import SetupError
from reference_app.operations.envelope import opened, private_key
from reference_app.operations.files import whole_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the zip that an export holds; an error is one line on standard error, and exit 2."""
    parser = argparse.ArgumentParser(prog="python -m reference_app.open_export", description=__doc__)
    parser.add_argument("file", type=Path, help="l’export")
    parser.add_argument("zip", type=Path, help="le fichier zip à écrire")
    parser.add_argument(
        "--key", type=Path, help="la clé privée X25519, PEM ; sans elle, la phrase secrète est demandée"
    )
    asked = parser.parse_args(arguments)
    os.umask(0o077)
    try:
        secret = private_key(asked.key.read_bytes()) if asked.key else getpass.getpass("Phrase secrète : ")
        with asked.file.open("rb") as file, whole_file(asked.zip.absolute()) as made:
            for part in opened(file, secret):
                made.write(part)
    except (SetupError, OSError) as error:
        print(f"erreur : {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
