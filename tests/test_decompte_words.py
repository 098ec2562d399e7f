"""The words of a décompte that a reader needs in order to do the account again, and those that would mislead."""

import json
from typing import Any

from netsoft.answers_json import decompte_json
from netsoft.billing.arrears import arrears
from netsoft.decompte_text import Edition, decompte_text
from netsoft.facts.decompte import decompte_facts

A = {"number": "A", "issued": "2024-01-02", "due": "2024-02-01", "total": "1000.00"}
B = {"number": "B", "issued": "2024-01-20", "due": "2024-03-01", "total": "500.00"}
DEBIT = {"id": "p", "on": "2024-03-10", "amount": "1200.00", "means": "direct-debit"}
RETURN = {"type": "return", "on": "2024-04-20", "payment": "p", "reason": "AM04", "kind": "debit-returned"}
TRANSFER = {"id": "q", "on": "2024-04-01", "amount": "200.00"}


def document(*invoices: dict[str, str], on: str = "2024-06-10", **facts: object) -> dict[str, object]:
    return {"terms": "CG052018", "on": on, "invoices": list(invoices or (A,)), **facts}


def written(given: dict[str, object]) -> str:
    """The text on one line, its spaces alike."""
    facts = decompte_facts(given)
    answer = arrears(facts.ledger, facts.terms, facts.on, facts.assuming)
    return " ".join(decompte_text(facts, answer, Edition("1.0.0")).split())


def as_json(given: dict[str, object]) -> Any:
    facts = decompte_facts(given)
    answer = arrears(facts.ledger, facts.terms, facts.on, facts.assuming)
    return json.loads(json.dumps(decompte_json(answer, facts.terms, facts.published)))


RETURNED = document(A, B, payments=[DEBIT, TRANSFER], events=[RETURN])


def test_what_a_returned_debit_had_settled_is_kept() -> None:
    # 1000 x 15.21 % x 38 days / 365 = 15.84 until 10 March; B owes 9 days: 500 x 15.21 % x 9 / 365 = 1.88.
    assert as_json(RETURNED)["undone_allocations"] == [
        {"payment": "p", "invoice": "A", "to": "interest", "amount": "15.84"},
        {"payment": "p", "invoice": "A", "to": "principal", "amount": "1000.00"},
        {"payment": "p", "invoice": "B", "to": "interest", "amount": "1.88"},
        {"payment": "p", "invoice": "B", "to": "principal", "amount": "182.28"},
    ]


def test_nothing_is_undone_of_a_debit_that_was_never_held() -> None:
    events = [RETURN | {"on": DEBIT["on"]}]
    assert as_json(document(A, B, payments=[DEBIT], events=events))["undone_allocations"] == []


def test_lines_say_why_and_rejections_whether_they_are_oppositions() -> None:
    answer = as_json(RETURNED)
    assert {(line["clause"], line["why"]) for line in answer["lines"]} == {
        ("8.2", "échéance du 01/02/2024 passée"),
        ("8.2", "échéance du 01/03/2024 passée"),
        ("8.3", None),
    }
    (opposition,) = answer["oppositions"]
    assert opposition == {
        "on": "2024-04-20",
        "payment": "p",
        "invoice": None,
        "reason": "AM04",
        "verdict": "refused",
        "reasons": [
            {"clause": "8.5", "fact": "le motif AM04 (provision insuffisante) ne suffit pas à établir une opposition"}
        ],
    }


def test_a_returned_debit_shows_what_it_had_settled_and_when_that_was_owed_again() -> None:
    assert (
        "avait réglé : facture A (intérêts 15,84 €, principal 1 000,00 €), "
        "facture B (intérêts 1,88 €, principal 182,28 €) ; rétabli le 20/04/2024"
    ) in written(RETURNED)


def test_the_basis_of_interest_is_the_one_applied() -> None:
    at_due_date = {"rate_change": "at-due-date"}
    plain = "3 fois le taux de l'intérêt légal (créances des professionnels)"
    assert f"Intérêts {plain}, par semestre Arrêté" in written(document())
    assert f"Intérêts {plain}, au taux du jour de l'échéance Arrêté" in written(document(readings=at_due_date))
    assert "Intérêts taux fixe de 12,00 % l'an Arrêté" in written(
        document(readings=at_due_date, interest={"basis": "fixed", "percent": "12"})
    )
    yearly = "Intérêts 15,00 % l'an : pénalité de 8.2 lue comme un taux annuel, en lieu des intérêts de 8.3 "
    assert yearly in written(document(readings={"penalty_base": "annual-rate"}))
    assert yearly not in written(document(readings={"penalty_base": "annual-rate", "set_aside": ["8.2"]}))
    assert "Intérêts clause 8.3 écartée : aucun intérêt Écartées" in written(document(readings={"set_aside": ["8.3"]}))


def test_what_is_to_come_is_net_of_the_credit_notes_that_it_names() -> None:
    note = {"id": "AV-1", "on": "2024-01-10", "invoice": "A", "amount": "100.00"}
    text = written(document(on="2024-01-15", credit_notes=[note]))
    words = "facture A, échéance le 01/02/2024 : 1 000,00 € moins avoir AV-1 du 10/01/2024 de 100,00 € 900,00 €"
    assert f"À échoir {words}" in text
    assert "À échoir facture A, échéance le 01/02/2024 1 000,00 €" in written(document(on="2024-01-15"))
    more = [note, note | {"id": "AV-2", "amount": "850.00"}]
    answer = as_json(document(on="2024-01-15", credit_notes=more))
    assert (answer["not_yet_due"], answer["credit"]) == ("50.00", "0.00")
    assert "50,00 €" in written(document(on="2024-01-15", credit_notes=more))


def test_an_advance_on_an_invoice_left_out_is_not_said_to_fall_due() -> None:
    payment = {"on": "2024-01-25", "amount": "300.00", "invoice": "B"}
    late = B | {"known_on": "2024-07-01"}
    text = written(document(A, late, on="2024-01-30", known_on="2024-06-01", payments=[payment]))
    assert "Avance détenue pour la facture B, non retenue 300,00 €" in text
    assert "avance détenue pour la facture B, non retenue 300,00 €" in text
    assert "la facture B, à échoir" in written(document(A, B, on="2024-01-30", payments=[payment]))


def test_it_is_not_signed_before_what_it_rests_on_was_known() -> None:
    party = {"name": "Aubane", "place": "Aix"}
    late = {"on": "2024-03-10", "amount": "1.00", "known_on": "2024-06-20"}
    assert "Fait à Aix, le 20 juin 2024" in written(document(creditor=party, payments=[late]))
    assert "Fait à Aix, le 10 juin 2024" in written(document(creditor=party))
    after = {"on": "2024-06-25", "amount": "1.00"}
    text = written(document(creditor=party, payments=[after]))
    assert "du 25/06/2024 : postérieur au 10/06/2024" in text
    assert "Fait à Aix, le 25 juin 2024" in text
    as_known = document(creditor=party, payments=[late], known_on="2024-06-12")
    assert "Fait à Aix, le 12 juin 2024" in written(as_known)


def test_an_act_that_names_no_invoice_says_which_it_is_about() -> None:
    kinds: list[dict[str, object]] = [
        {"kind": "payment-announced"},
        {"kind": "exception-notified"},
        {"kind": "opposition-proved", "evidence": "lettre"},
        {"kind": "formal-notice"},
        {"kind": "collection", "by": "agency"},
        {"kind": "judgment"},
    ]
    text = written(document(events=[kind | {"on": "2024-03-01"} for kind in kinds]))
    for words in ("Paiement annoncé par un autre moyen", "C. civ.), contestée", "(lettre)"):
        assert f"{words}, toutes factures " in text
    for words in ("Mise en demeure (art. 1231-5 C. civ.)", "recouvrement", "Jugement"):
        assert f"{words}, toutes les factures alors échues" in text


def test_a_debit_is_presented_and_a_transfer_is_meant_by_its_payer() -> None:
    debit, transfer = DEBIT | {"invoice": "A"}, TRANSFER | {"invoice": "A"}
    text = written(document(payments=[debit, transfer]))
    assert "Paiement p du 10/03/2024, prélèvement, présenté pour la facture A" in text
    assert "Paiement q du 01/04/2024, destiné par le payeur à la facture A" in text


def test_the_proof_names_the_law_when_its_indemnity_is_counted() -> None:
    assert "+ article 8 et D441-5 " in written(document(readings={"statutory_indemnity": True}))
    assert "+ article 8 2" in written(document())


def test_what_opens_access_again_says_what_it_is_paid_for() -> None:
    assert "payée ce jour pour ces factures, désignées par le payeur" in written(document())
    everything = written(document(readings={"restores_access": "everything"}))
    assert "payée ce jour (y compris tout ce qui s'impute avant les pénalités)" in everything


def test_each_further_day_leaves_out_what_is_new() -> None:
    words = "Chaque jour de plus ajoute, à taux et à principal constants, hors échéances et pénalités nouvelles"
    assert words in written(document())
