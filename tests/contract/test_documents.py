"""The printed life of a contract, and the acknowledgement of a notice."""

from datetime import UTC, date, datetime

import pytest

from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.contract_events import ContractEvent, NoticeGiven, Suspension
from netsoft.billing.contract.delivery import Delivery
from netsoft.billing.contract.life import Recorded, life
from netsoft.documents import Document, Party, Signature, html, text
from netsoft.documents.acknowledgement import Letterhead, acknowledgement
from netsoft.documents.contract import CAUSES, EVENTS, STATES, contract_document
from netsoft.errors import InvalidValue
from netsoft.facts.contract import contract_facts
from netsoft.facts.contract_answer import contract_answer
from netsoft.facts.contract_events import KIND_KEYS, KINDS
from tests.contract.build import contract

RAW = b"From: a@b.fr\r\nSubject: r\xe9siliation\r\n\r\nNous partons.\x00\r\n"
MESSAGE = ReceivedMessage(RAW, datetime(2027, 2, 15, 8, 5, 9, tzinfo=UTC), "contact@infrassur.fr", "a@b.fr")
NOTICE = NoticeGiven(date(2027, 2, 15), "client", "email", message=MESSAGE)
AROUND = Letterhead(
    parties=(Party("Fournisseur", ("Infrassur",)), Party("Client", ("Cabinet Mistral",))),
    reference="AR-2027-3",
    signature=Signature("Fait à Aix, le 16 février 2027", "Le fournisseur"),
    with_message=True,
)


def recorded(event: ContractEvent) -> Recorded:
    return life(contract(), (event,), date(2027, 12, 31)).events[0]


def words(page: Document) -> str:
    return " ".join(text(page).replace("\xa0", " ").split())


def test_an_acknowledgement_states_the_end_and_what_was_received() -> None:
    page = acknowledgement(recorded(NOTICE), contract(), date(2027, 2, 16), AROUND)
    said = words(page)
    for part in (
        "AR-2027-3",
        "Le contrat prend fin le 31 mars 2027, à minuit.",
        "15/02/2027 à 09:05:09 (+0100), heure de Paris",
        "contact@infrassur.fr",
        "non justifié à ce jour",
        "restitués à la fin du contrat",
        "Fait à Aix",
        "Nous partons.\\x00",
        "r\\xe9siliation",
    ):
        assert part in said
    assert MESSAGE.digest in "".join(text(page).split())
    assert "<h" in html(page)


def test_the_message_is_annexed_when_asked_for() -> None:
    page = acknowledgement(recorded(NOTICE), contract(), date(2027, 2, 16))
    assert (page.annexes, page.parties) == ((), ())
    assert "Nous partons" not in words(page)
    plain = NoticeGiven(date(2027, 2, 15), "client", "email")
    assert "SHA-256" not in words(acknowledgement(recorded(plain), contract(), date(2027, 2, 16), AROUND))


def test_the_power_that_was_shown_is_printed() -> None:
    message = ReceivedMessage(b"x", MESSAGE.received_at, "contact@infrassur.fr", "a@b.fr", "gérante")
    notice = NoticeGiven(date(2027, 2, 15), "client", "email", message=message)
    assert "gérante" in words(acknowledgement(recorded(notice), contract(), date(2027, 2, 16)))


@pytest.mark.parametrize(
    ("notice", "outcome"),
    [
        (NoticeGiven(date(2027, 2, 15), "client", "phone"), "Il ne met pas fin au contrat"),
        (NoticeGiven(date(2027, 3, 1), "client", "email"), "prend fin le 31 mars 2028"),
        (
            NoticeGiven(date(2027, 1, 5), "provider", "registered-letter", Delivery("unclaimed")),
            "dépend d'un fait qui reste à établir",
        ),
    ],
)
def test_what_an_acknowledgement_says_of_the_effect(notice: NoticeGiven, outcome: str) -> None:
    said = words(acknowledgement(recorded(notice), contract(), date(2027, 3, 2)))
    assert outcome in said
    assert ("restitués" in said) is recorded(notice).accepted


def test_a_later_notice_does_not_put_off_the_end_that_is_acknowledged() -> None:
    notices = (NoticeGiven(date(2027, 1, 10), "client", "email"), NoticeGiven(date(2027, 3, 15), "client", "email"))
    first, second = life(contract(), notices, date(2027, 3, 16)).events
    assert first.sooner is None
    told = words(acknowledgement(second, contract(), date(2027, 3, 16)))
    assert "Le contrat prend déjà fin le 31 mars 2027, à minuit" in told
    assert "y mettrait fin le 31 mars 2028" in told


def test_what_is_no_notice_is_not_acknowledged() -> None:
    with pytest.raises(InvalidValue, match="l'événement n'est pas un préavis"):
        acknowledgement(recorded(Suspension(date(2027, 1, 1))), contract(), date(2027, 1, 2))


def test_every_kind_state_and_cause_has_its_french() -> None:
    assert set(EVENTS) == set(KIND_KEYS) == set(KINDS.values())
    assert len(set(STATES.values())) == len(STATES) == 9
    assert len(CAUSES) == 4


def page(**facts: object) -> str:
    return words(contract_document(contract_answer(contract_facts({"on": date(2027, 1, 5)} | facts))))


def test_a_page_without_days_says_so() -> None:
    said = page()
    assert "pas encore de contrat" in said
    assert "Qui peut partir" not in said
    assert "Laissé de côté" not in said


def test_a_page_of_an_indefinite_contract() -> None:
    said = page(available_on=date(2025, 4, 1), readings={"renewal": "indefinite"})
    assert "n° 2, depuis le 01/04/2026, sans terme" in said
    assert "tout jour" in said


def test_a_page_tells_what_is_set_aside_and_left_out() -> None:
    event = {"on": date(2027, 2, 1), "kind": "suspension"}
    said = page(available_on=date(2026, 4, 1), readings={"set_aside": ["4.1"]}, events=[event])
    assert "clause 4.1 écartée (19.1)" in said
    assert "01/02/2027, suspension du service : postérieur au 05/01/2027" in said


def test_a_page_of_a_switching() -> None:
    event = {"on": date(2026, 12, 1), "kind": "switching", "erase_only": True}
    said = page(available_on=date(2026, 4, 1), client={"name": "Mistral", "representative": "Mme M."}, events=[event])
    assert "Demandé le 01/12/2026" in said
    assert "Transition" not in said
    assert "représenté par Mme M." in said


def test_a_page_tells_the_next_day_to_whoever_missed_one() -> None:
    said = page(on=date(2027, 2, 10), available_on=date(2026, 4, 1))
    assert "Pour le fournisseur, ce jour est passé ; pour l'échéance suivante : 31/01/2028." in said
    assert "Pour le client, ce jour est passé" not in said


def test_a_page_gives_no_days_of_a_switching_to_which_there_is_no_right() -> None:
    early = page(on="2025-09-11", available_on="2025-01-01")
    assert "applicable à compter du 12/09/2025 seulement" in early
    assert "Transition jusqu'au" not in early
    assert "Transition jusqu'au" in page(on="2025-09-12", available_on="2025-01-01")


def test_a_page_names_the_mailbox_only_of_a_way_that_holds() -> None:
    assert "contact@infrassur.fr" in page(on="2026-05-01", available_on="2026-04-01")
    aside = {"set_aside": ["5.2"]}
    assert "contact@infrassur.fr" not in page(on="2026-05-01", available_on="2026-04-01", readings=aside)
