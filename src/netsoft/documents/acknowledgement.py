"""The acknowledgement of a notice: that it was received, when, what it ends and on which day, or why it does not.

A notice of the client that came by e-mail is identified by the digest of its raw message, its instant, its mailbox,
its sender and the power shown (5.2); the message itself stands in an annex when asked for.

>>> from datetime import date
>>> from netsoft.billing.contract.contract import Contract
>>> from netsoft.billing.contract.contract_events import NoticeGiven
>>> from netsoft.billing.contract.life import life
>>> from netsoft.billing.contract.withdrawal import Formation
>>> from netsoft.cg052018 import CG052018
>>> from netsoft.documents import text
>>> contract = Contract(CG052018, Formation(available_on=date(2026, 4, 1)))
>>> told = life(contract, (NoticeGiven(date(2027, 2, 15), "client", "email"),), date(2027, 2, 16))
>>> page = text(acknowledgement(told.events[0], contract, date(2027, 2, 16)))
>>> "prend fin le 31 mars 2027" in " ".join(page.split())
True
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from netsoft.answers import Reason
from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import NoticeGiven
from netsoft.billing.contract.delivery import IN_FRENCH
from netsoft.billing.contract.life import Recorded
from netsoft.days import Day
from netsoft.documents.page import Annex, Block, Document, Items, Note, Paragraph, Party, Section, Signature, Verbatim
from netsoft.errors import InvalidValue
from netsoft.paris import PARIS
from netsoft.rendering import long_day

ROLES: Final = ("Fournisseur", "Client")


@frozen
class Letterhead:
    """What stands around an acknowledgement: the parties as the page shows them, its reference, who signs."""

    parties: tuple[Party, ...] = ()
    reference: str = ""
    signature: Signature | None = None
    with_message: bool = False


PLAIN: Final = Letterhead()


def acknowledgement(recorded: Recorded, contract: Contract, on: Day, letterhead: Letterhead = PLAIN) -> Document:
    """Acknowledge a notice on a day; what is no notice cannot be acknowledged."""
    notice = recorded.event
    if not isinstance(notice, NoticeGiven):
        raise InvalidValue("recorded", "l'événement n'est pas un préavis", "donner un préavis")
    message = notice.message
    annexes = (_annex(message),) if message is not None and letterhead.with_message else ()
    return Document(
        "ACCUSÉ DE RÉCEPTION D'UN PRÉAVIS",
        letterhead.reference,
        parties=letterhead.parties,
        particulars=tuple(_particulars(notice, contract, on)),
        blocks=tuple(_body(recorded, letterhead)),
        annexes=annexes,
    )


def _particulars(notice: NoticeGiven, contract: Contract, on: Day) -> Iterator[tuple[str, str]]:
    yield "Date", long_day(on)
    yield "Conditions générales", contract.terms.name
    yield "Préavis donné par", "le client" if notice.party == "client" else "le fournisseur"
    yield "Moyen", IN_FRENCH[notice.means]
    yield "Reçu le", long_day(notice.on)
    if notice.message is not None:
        yield from _message(notice.message)


def _message(message: ReceivedMessage) -> Iterator[tuple[str, str]]:
    at = message.received_at.astimezone(PARIS)
    yield "Instant", f"{at:%d/%m/%Y à %H:%M:%S} ({at:%z}), heure de Paris"
    yield "Boîte", message.mailbox
    yield "Expéditeur", message.sender
    yield "Pouvoir", message.power or "non justifié à ce jour"
    yield "Empreinte SHA-256", message.digest


def _body(recorded: Recorded, letterhead: Letterhead) -> Iterator[Block]:
    yield Paragraph(_outcome(recorded))
    yield Section("Motifs", (Items(tuple(map(_fact, recorded.decision.reasons))),))
    if recorded.accepted:
        yield Note(
            "Le service reste ouvert et les factures restent dues jusqu'à ce jour inclus. Les données et les fichiers "
            "sont restitués à la fin du contrat (article 9), selon les directives du client."
        )
    if letterhead.signature is not None:
        yield letterhead.signature


def _outcome(recorded: Recorded) -> str:
    if recorded.exit is not None:
        ends_on = long_day(recorded.exit.ends_on)
        if recorded.sooner is not None:
            sooner = long_day(recorded.sooner.ends_on)
            return (
                f"Nous accusons réception de ce préavis. Le contrat prend déjà fin le {sooner}, à minuit ; ce préavis, "
                f"à lui seul, y mettrait fin le {ends_on}."
            )
        return f"Nous accusons réception de ce préavis. Le contrat prend fin le {ends_on}, à minuit."
    if recorded.decision.verdict == "pending":
        return "Nous accusons réception de ce préavis. Son effet dépend d'un fait qui reste à établir."
    return "Nous accusons réception de ce préavis. Il ne met pas fin au contrat, pour les motifs qui suivent."


def _fact(reason: Reason) -> str:
    return f"{reason.fact} ({reason.clause})"


def _annex(message: ReceivedMessage) -> Annex:
    """Show the message; what does not print is shown by its escape, so that the page holds what the bytes say."""
    text = message.raw.decode("utf-8", "backslashreplace")
    lines = tuple(_printable(line) for line in text.replace("\r\n", "\n").split("\n"))
    return Annex("Message reçu", (Verbatim("Message brut", lines),))


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
