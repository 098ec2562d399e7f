"""``migrate``: every brokerage's databases brought to the last revision, several at a time, each for itself."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack

from reference_app.deployment import Deployment
from reference_app.errors import SetupError
from reference_app.serving import alone
from reference_app.storage.sites import Place


def migrate_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--check", action="store_true", help="dire ce qui est en retard, sans rien changer")
    parser.add_argument("--workers", type=int, default=4, help="combien de bases à la fois (4)")


def migrate(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Upgrade what is behind; whatever stops one database stops no other, and a later run goes on from there."""
    if not 1 <= asked.workers <= 32:
        raise SetupError("--workers : donner un nombre de 1 à 32.")
    behind = deployment.vault.revisions.behind()
    if not behind:
        print("Toutes les bases sont à jour.")
        return 0
    if asked.check:
        print(f"{len(behind)} base(s) en retard ; lancer « migrate ».")
        return 1
    with ExitStack() as held:
        if deployment.settings.database is None:
            held.enter_context(alone(deployment.settings.data_folder))
        failed = _upgraded(deployment, behind, asked.workers)
    print(f"{len(behind) - failed} base(s) mise(s) à jour, {failed} en échec.")
    return 1 if failed else 0


def _upgraded(deployment: Deployment, behind: tuple[Place, ...], workers: int) -> int:
    """Upgrade each; say how far it is, and why one was left."""
    failed = 0
    with ThreadPoolExecutor(workers) as pool:
        begun = {pool.submit(deployment.vault.prepare, place): place for place in behind}
        for number, done in enumerate(as_completed(begun), 1):
            error, place = done.exception(), begun[done]
            if error is not None:
                failed += 1
                said = f"{place.tenant_id} {place.purpose.value} : {type(error).__name__}, laissée telle quelle"
                print(f"{said}. Les autres continuent.", file=sys.stderr)
            if number % 50 == 0 or number == len(behind):
                print(f"{number} / {len(behind)}", flush=True)
    return failed
