"""SEPA reason codes: what a rejected or returned debit says about who acted.

Source: the ISO 20022 external code list and the CFONB labels. A code decides nothing alone:
:mod:`netsoft.billing.opposition` adds the counter-facts.

>>> REASON_CODES["MS02"].debtor_act
'own'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import frozen

DebtorAct: TypeAlias = Literal["own", "ambiguous", "unstated", "none"]
Side: TypeAlias = Literal["debtor", "creditor-or-bank"]


@frozen
class ReasonCode:
    """One code: its French label, whether it shows an act of the debtor, and on whose side the cause lies.

    ``own``: the debtor's own order. ``ambiguous``: perhaps, a proof is needed. ``unstated``: the bank hides
    the reason, which never suffices. ``none``: no act of the debtor.
    """

    code: str
    label: str
    debtor_act: DebtorAct = "none"
    side: Side = "debtor"


_CODES: Final = (
    ReasonCode("AC01", "coordonnées bancaires inexploitables"),
    ReasonCode("AC04", "compte clôturé"),
    ReasonCode("AC06", "opposition sur compte ou compte bloqué", "ambiguous"),
    ReasonCode("AC13", "compte de consommateur dans un prélèvement interentreprises", side="creditor-or-bank"),
    ReasonCode("AG01", "opération non admise sur ce compte"),
    ReasonCode("AG02", "code opération incorrect", side="creditor-or-bank"),
    ReasonCode("AM04", "provision insuffisante"),
    ReasonCode("AM05", "opération en double", side="creditor-or-bank"),
    ReasonCode("BE05", "identifiant du créancier inconnu", side="creditor-or-bank"),
    ReasonCode("CNOR", "banque du créancier non participante", side="creditor-or-bank"),
    ReasonCode("DNOR", "banque du débiteur non participante", side="creditor-or-bank"),
    ReasonCode("ED05", "échec du règlement interbancaire", side="creditor-or-bank"),
    ReasonCode("FF01", "format de fichier incorrect", side="creditor-or-bank"),
    ReasonCode("FF05", "type de prélèvement incorrect", side="creditor-or-bank"),
    ReasonCode("MD01", "absence de mandat", "ambiguous"),
    ReasonCode("MD02", "données du mandat incorrectes", side="creditor-or-bank"),
    ReasonCode("MD06", "opération autorisée contestée par le débiteur", "own"),
    ReasonCode("MD07", "titulaire du compte décédé"),
    ReasonCode("MS02", "refus du débiteur", "own"),
    ReasonCode("MS03", "raison non communiquée par la banque", "unstated"),
    ReasonCode("RC01", "identifiant de banque incorrect", side="creditor-or-bank"),
    ReasonCode("RR01", "motif réglementaire : compte du débiteur", side="creditor-or-bank"),
    ReasonCode("RR02", "motif réglementaire : nom ou adresse du débiteur", side="creditor-or-bank"),
    ReasonCode("RR03", "motif réglementaire : nom ou adresse du créancier", side="creditor-or-bank"),
    ReasonCode("RR04", "motif réglementaire", side="creditor-or-bank"),
    ReasonCode("SL01", "service spécifique demandé par le débiteur à sa banque", "ambiguous"),
)

REASON_CODES: Final[Mapping[str, ReasonCode]] = MappingProxyType({c.code: c for c in _CODES})
"""Every code that the account knows, by its four characters; another is refused at the door."""
