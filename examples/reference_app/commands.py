"""What each command does. Passwords are printed once, where they are made, and kept nowhere."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from attrs import frozen

from reference_app import ending_commands as e
from reference_app import operation_commands as o
from reference_app.audit_command import audit_arguments, run_audit
from reference_app.deployment import Deployment
from reference_app.folder_lock import alone
from reference_app.ids import TenantId
from reference_app.job_commands import job_arguments, run_everything, run_job
from reference_app.jobs.table import JOBS
from reference_app.migrate_command import migrate, migrate_arguments
from reference_app.services.jobs import EVERYTHING
from reference_app.services.opening import (
    Given,
    open_brokerage,
    open_staff,
    reset_password,
)
from reference_app.serving import serve
from reference_app.storage.people import Person, Realm, Tenant


@frozen
class Command:
    """A command: its help, its arguments, and what it does."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Deployment, argparse.Namespace], int]


def show_given(given: Iterable[Given]) -> None:
    """Print accounts with the passwords just made for them."""
    print("\nComptes et mots de passe, affichés cette seule fois :")
    shown = tuple(given)
    width = max(len(one.account.person.login) for one in shown)
    for one in shown:
        where = "éditeur, /editeur" if one.account.realm is Realm.STAFF else "cabinet, /"
        print(f"  {one.account.person.login:<{width}}   {one.password}   ({where})")
    print("Un mot de passe perdu se remplace : python -m reference_app reset-password ADRESSE\n")


def _serve(deployment: Deployment, asked: argparse.Namespace) -> int:
    from reference_app.services.demo import make_demonstration, refuse_unfinished

    with alone(deployment.settings.data_folder):
        refuse_unfinished(deployment)
        if asked.demo and not deployment.directory.tenants.all():
            made = make_demonstration(deployment)
            show_given(Given(one.account, one.password) for one in made)
        return serve(deployment, asked.host, asked.port)


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port (8000, ou le premier libre)")
    parser.add_argument("--demo", action="store_true", help="données de démonstration au premier démarrage")


def explain_key(deployment: Deployment) -> None:
    """Say where the master key is, on the start that made it, and what its loss would mean."""
    key = deployment.master_key
    if key.created:
        print(
            f"Une clé maîtresse a été créée : {key.source}\n"
            "Elle ouvre toutes les données. Perdue, elle ne se remplace pas et les données sont perdues :\n"
            "en garder une copie en lieu sûr, ailleurs que les sauvegardes des données."
        )


def _reset(deployment: Deployment, asked: argparse.Namespace) -> int:
    show_given(reset_password(deployment, asked.login))
    return 0


def _reset_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login", metavar="ADRESSE", help="adresse e-mail du compte")


def _create_tenant(deployment: Deployment, asked: argparse.Namespace) -> int:
    now = deployment.clock.now()
    person = Person.named(asked.first_name, asked.last_name, asked.login)
    identity = Tenant(
        TenantId(""), asked.name, asked.form, asked.siren, person.full_name,
        asked.address, person.login, asked.phone, now,
    )  # fmt: skip
    show_given([open_brokerage(deployment, identity, person, now)])
    return 0


def _create_tenant_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="nom du cabinet")
    parser.add_argument("--siren", required=True, help="SIREN, neuf chiffres")
    parser.add_argument("--form", default="", help="forme juridique")
    parser.add_argument("--address", default="", help="adresse postale")
    parser.add_argument("--phone", default="", help="téléphone")
    _person_arguments(parser)


def _create_staff(deployment: Deployment, asked: argparse.Namespace) -> int:
    person = Person.named(asked.first_name, asked.last_name, asked.login)
    show_given([open_staff(deployment, person)])
    return 0


def _person_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--first-name", required=True, help="prénom de la personne")
    parser.add_argument("--last-name", required=True, help="nom de la personne")
    parser.add_argument("--login", required=True, help="adresse e-mail nominative")


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no argument."""
    parser.set_defaults()


def _list(deployment: Deployment, asked: argparse.Namespace) -> int:  # noqa: ARG001
    directory = deployment.directory
    for tenant in directory.tenants.all():
        print(f"{tenant.name} (SIREN {tenant.siren}){' – fermé' if tenant.closed_at else ''}")
        for user in directory.users.of_tenant(tenant.id):
            role = ", administrateur" if user.administrator else ""
            closed = ", fermé" if user.closed_at else ""
            print(f"  {user.person.full_name} <{user.person.login}>{role}{closed}")
    print("Éditeur")
    for member in directory.staff.all():
        print(f"  {member.person.full_name} <{member.person.login}>")
    return 0


COMMANDS: Final = {
    "migrate": Command("Mettre les tables de chaque cabinet à jour.", migrate_arguments, migrate),
    "serve": Command("Servir l’application.", _serve_arguments, _serve),
    "reset-password": Command("Donner un nouveau mot de passe.", _reset_arguments, _reset),
    "create-tenant": Command(
        "Ouvrir un cabinet et son premier administrateur.", _create_tenant_arguments, _create_tenant
    ),
    "create-staff": Command("Ouvrir un compte de l’éditeur.", _person_arguments, _create_staff),
    "audit-isolation": Command("Contrôler l’étanchéité des bases des cabinets.", audit_arguments, run_audit),
    "list": Command("Lister les cabinets et les comptes.", _no_arguments, _list),
    **{job.name: Command(f"{job.words}.", job_arguments, partial(run_job, job)) for job in JOBS},
    "backup": Command("Sauvegarder un cabinet ou tous, et l’annuaire.", o.backup_arguments, o.run_backup),
    "verify-backup": Command("Relire les sauvegardes et comparer.", o.one_or_all, o.run_verify),
    "restore": Command("Rendre les dossiers d’un cabinet à un instant.", o.restore_arguments, o.run_restore),
    "rebuild": Command("Refaire une base perdue depuis une sauvegarde.", o.rebuild_arguments, o.run_rebuild),
    "rebuild-directory": Command(
        "Refaire l’annuaire d’un déploiement neuf depuis sa sauvegarde.", o.directory_arguments, o.run_rebuild_directory
    ),
    "restore-test": Command("Essayer de restaurer les dernières sauvegardes.", o.one_or_all, o.run_restore_test),
    "move": Command("Déplacer un cabinet vers un autre serveur.", o.move_arguments, o.run_move),
    "rotate-secret": Command("Remplacer le secret des bases, sans interruption.", o.one_or_all, o.run_rotate),
    "lift-places": Command("Lever les lieux qui ferment le service à un cabinet.", o.one_arguments, o.run_lift_places),
    "rotate-master-key": Command("Remplacer la clé maîtresse.", _no_arguments, o.run_rotate_master),
    "export": Command("Rendre ses données à un cabinet, chiffrées pour lui.", e.export_arguments, e.run_export),
    "close-tenant": Command("Fermer un cabinet ; ses données restent.", o.one_arguments, e.run_close),
    "erase": Command("Effacer un cabinet fermé, avec un certificat.", e.erase_arguments, e.run_erase),
    EVERYTHING: Command("Faire tout ce qui est dû, tâche après tâche.", _no_arguments, run_everything),
}
