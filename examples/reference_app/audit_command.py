"""``python -m reference_app audit-isolation``: each finding with its remedy, and exit 1 where there is one."""

from __future__ import annotations

import argparse
import json
from typing import Final

from netsoft.tenancy.audit import Finding
from reference_app.deployment import Deployment
from reference_app.services.isolation_audit import Audited, audit_isolation

SOME_FOUND: Final = 1
_WORDS: Final = {"fault": "GRAVE", "warning": "ALERTE"}
_ALLOW: Final = "donner NETSOFT_AUDIT_DATABASE, l’adresse d’un superutilisateur, le temps de l’audit"


def audit_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the form of the answer."""
    parser.add_argument("--json", action="store_true", help="répondre en JSON, pour un programme")


def run_audit(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Audit, and print what was found; nothing is changed."""
    audited = audit_isolation(deployment)
    print(_as_json(audited) if asked.json else _as_text(audited, deployment.settings.where))
    return SOME_FOUND if audited.findings else 0


def _as_text(audited: Audited, where: str) -> str:
    lines = [f"Étanchéité des bases de {where} : {audited.databases} base(s)"]
    for finding in audited.findings:
        lines += ["", *_told(finding)]
    lines += ["", _counted(audited)]
    lines += [f"Non vu : {unseen} ; {_ALLOW}." for unseen in audited.unseen]
    lines += [f"Pas encore de base, personne n’y est entré : {name}." for name in audited.unmade]
    return "\n".join(lines)


def _told(finding: Finding) -> tuple[str, str]:
    return (
        f"{_WORDS[finding.severity]} [{finding.clause}] {finding.object}\n  {finding.problem}".replace("'", "’"),
        f"  remède : {finding.remedy}",
    )


def _counted(audited: Audited) -> str:
    grave = sum(finding.severity == "fault" for finding in audited.findings)
    if not audited.findings:
        return "Aucun constat."
    return f"{len(audited.findings)} constat(s), dont {grave} grave(s)."


def _as_json(audited: Audited) -> str:
    findings = [
        {
            "clause": finding.clause.number,
            "severity": finding.severity,
            "code": finding.code,
            "object": finding.object,
            "problem": finding.problem,
            "remedy": finding.remedy,
        }
        for finding in audited.findings
    ]
    answer = {"databases": audited.databases, "findings": findings, "unseen": audited.unseen, "unmade": audited.unmade}
    return json.dumps(answer, ensure_ascii=False, indent=2)
