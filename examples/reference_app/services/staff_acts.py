"""The acts of the publisher's staff: in French, page by page for the staff, and what each brokerage is told of them.

A member of staff who gives an access to herself cannot do it in silence: the journal of the staff is
only appended to, and the brokerage reads from it who opened or replaced an access of its own, and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from attrs import frozen

from reference_app.ids import TenantId
from reference_app.services.billing_form import FORMS
from reference_app.services.contract_forms import CONTRACT_FORMS
from reference_app.services.offer_forms import OFFER_FORMS
from reference_app.storage.directory import Directory, StaffAct
from reference_app.storage.staff_log import acts_about, count_acts, recent_acts

PAGE: Final = 50
RECENT: Final = timedelta(days=30)
_GIVING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "brokerage.open": "cabinet ouvert, avec l’accès de",
        "administrator.open": "accès ouvert à",
        "administrator.reset": "mot de passe remplacé pour",
        "administrator.reopen": "accès rouvert à",
        "administrator.close": "accès fermé à",
    }
)
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "brokerage.open": "Cabinet ouvert",
        "administrator.open": "Accès d’administrateur ouvert",
        "administrator.reset": "Mot de passe remplacé",
        "administrator.reopen": "Accès rouvert",
        "administrator.close": "Accès fermé",
        "entry.cancel": "Écriture contre-passée",
        "rate.enter": "Taux saisi",
        "price.revise": "Prix révisé",
        "record.strike": "Saisie rayée",
        "conduct.note": "Agissement consigné (13.1)",
        "conduct.close": "Accès fermé pour un agissement (13.1)",
        "conduct.reopen": "Accès rouvert après un agissement (13.1)",
        "record.judged": "Usage jugé intensif",
        "job.start": "Tâche lancée",
        "job.resume": "Tâche reprise",
        "rate.cancel": "Taux contre-passé",
        "backup": "Base sauvegardée",
        "backup.failed": "Sauvegarde en échec",
        "backup.verify": "Sauvegardes relues",
        "restore.test": "Restauration essayée",
        "dossiers.restore.begin": "Restauration de dossiers commencée",
        "dossiers.restore": "Dossiers restaurés",
        "dossiers.purge": "Changements et fichiers purgés",
        "files.purge": "Fichiers retirés par le cabinet, purgés",
        "database.rebuild.begin": "Réfection d’une base commencée",
        "database.rebuild": "Base refaite",
        "directory.rebuild": "Annuaire refait",
        "secret.rotate": "Secret d’une base remplacé",
        "secret.rotate.failed": "Remplacement d’un secret en échec",
        "master.rotate": "Clé maîtresse remplacée",
        "database.move.begin": "Déplacement commencé",
        "database.switch": "Cabinet servi d’un autre lieu",
        "database.move": "Cabinet déplacé",
        "database.forget": "Bases d’avant un déplacement retirées",
        "data.export": "Données rendues",
        "places.lift": "Lieux d’usage levés",
        "password.change": "Mot de passe changé par soi-même",
        "brokerage.close": "Cabinet fermé",
        "erase.begin": "Effacement commencé",
        "erase": "Cabinet effacé",
    }
    | {f"{form.slug}.enter": f"{form.title} : saisie" for form in FORMS.values()}
    | {f"record.{form.slug}": f"{form.title} : saisie" for form in (*CONTRACT_FORMS.values(), *OFFER_FORMS.values())}
)


@frozen
class ActRow:
    """An act of the staff as people read it."""

    act: StaffAct
    words: str
    by: str
    subject: str


@frozen
class ActsPage:
    """A page of the journal of the staff; pages count from one."""

    rows: tuple[ActRow, ...]
    number: int
    pages: int
    total: int


@frozen
class AccessNews:
    """What the publisher did to an access of a brokerage: what, whose, when, who, and whether it is news."""

    words: str
    person: str
    at: datetime
    by: str
    recent: bool


def act_words(action: str) -> str:
    """Say an act in French; one without words keeps its name."""
    return _WORDS.get(action, action)


def acts_page(directory: Directory, asked: str) -> ActsPage:
    """Return a page of the journal, the newest acts first; a page that is not there gives the nearest."""
    with directory.store.read() as db:
        total = count_acts(db)
        pages = max(1, -(-total // PAGE))
        number = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        acts = recent_acts(db, PAGE, (number - 1) * PAGE)
    staff, subjects = _staff(directory), _subjects(directory)
    rows = (ActRow(act, act_words(act.action), _by(act, staff), subjects.get(act.subject, "")) for act in acts)
    return ActsPage(tuple(rows), number, pages, total)


def given_by_publisher(directory: Directory, tenant_id: TenantId, now: datetime) -> tuple[AccessNews, ...]:
    """Return what the publisher did to the accesses of a brokerage, the newest first."""
    users = directory.users.of_tenant(tenant_id)
    people = {str(user.id): user.person.full_name for user in users}
    with directory.store.read() as db:
        acts = acts_about(db, (*people, tenant_id), _GIVING)
    staff = _staff(directory)
    first = {user.person.login: user.person.full_name for user in users}
    return tuple(
        AccessNews(
            _GIVING[act.action],
            people.get(act.subject) or first.get(act.detail.rpartition(", ")[2], ""),
            act.at,
            _by(act, staff),
            act.action != "brokerage.open" and now - act.at < RECENT,
        )
        for act in acts
    )


def _by(act: StaffAct, staff: Mapping[str, str]) -> str:
    return staff.get(act.staff_id or "", "l’exploitant")


def _staff(directory: Directory) -> dict[str, str]:
    return {str(member.id): member.person.full_name for member in directory.staff.all()}


def _subjects(directory: Directory) -> dict[str, str]:
    """Name brokerages, and the administrators' brokerages: its other users are its own business."""
    names = {str(tenant.id): tenant.name for tenant in directory.tenants.all()}
    owners = {str(user.id): names.get(str(user.tenant_id), "") for user in directory.users.all() if user.administrator}
    return owners | names
