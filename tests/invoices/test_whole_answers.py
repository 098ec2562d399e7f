"""What invoicing answers, to the word: whole reasons, whole findings, whole contents."""

from datetime import date, timedelta
from typing import Any

from attrs import evolve

from netsoft.answers import Decision, Reason
from netsoft.billing.invoices.credit_notes import credit
from netsoft.billing.invoices.credit_values import Credited, CreditOrder
from netsoft.billing.invoices.invoice_values import InvoiceDocument
from netsoft.billing.invoices.invoicing import Register, draft, issue, issue_all, preview
from netsoft.billing.invoices.mentions import Finding, check, decision, said, sentences
from netsoft.billing.invoices.numbering import Fault, Follow, Numbered, Series, after, faults, follow
from netsoft.billing.invoices.register import Issuance
from netsoft.billing.invoices.vat import Taxed, Vat, VatRate, VatSubtotal, vat
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.money import Rate
from tests.invoices.papers import BUYER, OTHER_SELLER, SELLER, TODAY, TWENTY, euros, issued, key, line, order

MENTIONS, NONIES = Clause("L441-9"), Clause("242 nonies A")
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
NEW = date(2026, 9, 1)
F = Series("F-", 3)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def told(decision: Decision) -> tuple[str, list[tuple[Clause, str]]]:
    return decision.verdict, [(reason.clause, plain(reason.fact)) for reason in decision.reasons]


def wanted(invoice: InvoiceDocument, *lines: tuple[int, str], **more: Any) -> CreditOrder:
    taken = tuple(Credited(place, euros(amount)) for place, amount in lines or ((1, "20.00"),))
    return evolve(CreditOrder("A-1", invoice, taken, TODAY, "un utilisateur de trop"), **more)


def test_each_finding_is_whole() -> None:
    """The field, the text, what is missing, what to do, and since when."""
    discount = "écrire les conditions d'escompte, ou « Pas d'escompte pour paiement anticipé. »"
    aside = "taux des pénalités de retard absent, 8.3 étant écartée"
    reverse = VatRate(Rate(0), "reverse-charge", "Autoliquidation")
    number, client = "numéro de TVA du vendeur absent", "numéro de TVA du client absent"
    untold = "TVA nulle sans le texte qui la justifie"
    missed = {
        order(discount=" "): [Finding("discount", MENTIONS, "conditions d'escompte absentes", discount)],
        order(terms=CG052018.without(Clause("8.3"))): [Finding("terms", MENTIONS, aside, "ne pas écarter 8.3")],
        order(seller=evolve(SELLER, vat_number=None)): [Finding("seller.vat_number", NONIES, number, "l'ajouter")],
        order(line(), line(vat=VatRate(Rate(0), "exempt", " "))): [
            Finding("lines[1].mention", NONIES, untold, "citer ce texte, netsoft ne le devine pas")
        ],
        order(line(vat=reverse)): [Finding("buyer.vat_number", NONIES, client, "l'ajouter : la taxe est due par lui")],
        order(buyer=evolve(BUYER, siren=None), supplied=None): [
            Finding("buyer.siren", NONIES, "SIREN du client absent", "l'ajouter", NEW),
            Finding("supplied", NONIES, "nature de l'opération absente", "écrire services, goods ou both", NEW),
        ],
    }
    assert [list(check(InvoiceDocument(one), TODAY)) for one in missed] == list(missed.values())
    alone = decision(InvoiceDocument(order(discount="")), TODAY)
    assert told(alone) == ("refused", [(MENTIONS, f"discount : conditions d'escompte absentes ; {discount}")])
    whole = decision(InvoiceDocument(order()), TODAY)
    assert told(whole) == ("granted", [(MENTIONS, "mentions présentes au 02/11/2026")])


def test_the_sentences_of_an_invoice() -> None:
    exempt = VatRate(Rate(0), "exempt", "texte cité")
    times = "3 fois le taux de l'intérêt légal"
    late = (
        f"Intérêts de retard (article 8.3) : {times}, dès le lendemain de l'échéance et sans mise en demeure.",
        "Pénalité de retard (article 8.2) : 15,00 % du montant impayé à l'échéance ou rejeté.",
        "Indemnité forfaitaire pour frais de recouvrement (article D441-5 du code de commerce) : 40,00 €.",
    )
    assert tuple(map(plain, sentences(CG052018))) == late
    debits = "Option pour le paiement de la taxe d'après les débits."
    every = said(order(line(vat=exempt), line(), line(vat=exempt), on_debits=True))
    assert tuple(map(plain, every)) == ("Pas d'escompte pour paiement anticipé.", *late, debits, "texte cité")
    assert tuple(map(plain, said(order(discount="")))) == late


def test_each_end_of_an_issue_says_why() -> None:
    register, done = issue(Register(), order())
    number = "F-000001 du 02/11/2026"
    assert done.document == draft(order(), "F-000001")
    assert told(done.decision) == ("granted", [(MENTIONS, "émise sous le numéro F-000001")])
    _, again = issue(register, order(issued=TOMORROW))
    assert (again.outcome, again.document) == ("already-issued", done.document)
    assert told(again.decision) == ("granted", [(NONIES, f"déjà émis : {number}")])
    _, other = issue(register, order(line("121.00")))
    assert (other.outcome, other.document) == ("conflict", done.document)
    differs = f"{number} est émis sous la même clé avec un autre contenu : le corriger par un avoir"
    assert told(other.decision) == ("refused", [(NONIES, differs)])
    nothing = "total de 0,00 € : rien à facturer, une somme en faveur du client est un avoir"
    refused = Issuance[InvoiceDocument]("refused", Decision("refused", (Reason(MENTIONS, "x"),)))
    _, empty = issue(register, order(line("0.00"), key=key(9)))
    assert evolve(empty, decision=refused.decision) == refused
    assert told(empty.decision) == ("refused", [(MENTIONS, nothing)])
    _, aside = issue(register, order(key=key(9), terms=CG052018.without(Clause("7.1"))))
    assert evolve(aside, decision=refused.decision) == refused
    assert told(aside.decision) == ("refused", [(Clause("7.1"), "clause écartée : elle ne fonde rien")])
    _, early = issue(register, order(key=key(9), issued=YESTERDAY))
    chronological = "F-000001 est du 02/11/2026 : la série F- est chronologique, rien ne peut y être daté du 01/11/2026"
    assert told(early.decision) == ("refused", [(NONIES, chronological)])


def test_what_is_in_favour_of_the_client_founds_nothing_and_asks_for_no_clause() -> None:
    """A line of 7.2 taken back beside one of 7.1, with 7.2 set aside; and a line of no amount."""
    back = evolve(line("-1.00"), line=evolve(line("-1.00").line, clause=Clause("7.2")))
    none = evolve(line("0.00"), line=evolve(line("0.00").line, clause=Clause("7.2")))
    terms = CG052018.without(Clause("7.2"))
    assert issue(Register(), order(line(), back, none, terms=terms))[1].outcome == "issued"
    cent = evolve(line("0.01"), line=evolve(line("0.01").line, clause=Clause("7.2")))
    assert issue(Register(), order(line(), cent, terms=terms))[1].outcome == "refused"
    assert issue(Register(), order(line("0.01")))[1].outcome == "issued"


def test_a_preview_says_what_an_issue_would() -> None:
    opens = preview(order())
    assert (opens.outcome, opens.document) == ("issued", draft(order(), "F-000001"))
    assert told(opens.decision) == ("granted", [(NONIES, "F-000001 ouvre la série F-")])
    follows = preview(order(), Numbered("F-000041", TODAY))
    assert told(follows.decision) == ("granted", [(NONIES, "F-000042 suit F-000041")])
    refused = preview(order(discount=""), Numbered("F-000041", TODAY))
    assert (refused.outcome, refused.document) == ("refused", draft(order(discount="")))
    assert refused.decision == decision(draft(order(discount="")), TODAY)
    early = preview(order(), Numbered("F-000041", TOMORROW))
    assert (early.outcome, early.document, early.decision.verdict) == ("refused", draft(order()), "refused")


def test_a_register_at_fault_and_a_number_of_another_series() -> None:
    _, first = issued(order())
    hole = Register((first, first.numbered("F-000003")))
    assert hole.faults() == (Fault("missing", "F-000002", "F-000002 manque dans la série F-"),)
    _, done = issue(hole, order(key=key(9)))
    assert told(done.decision) == ("refused", [(NONIES, "F-000002 manque dans la série F-")])
    register, _ = issue(Register(), order(series=Series("F-1", 1)))
    other_series = order(key=key(9), series=Series("F-", 1, first=11))
    _, other = issue(register, other_series)
    given = "F-11 est déjà donné dans une autre série du vendeur"
    assert told(other.decision) == ("refused", [(NONIES, given)])
    _, (_, same_run) = issue_all(Register(), (order(series=Series("F-1", 1)), other_series))
    assert same_run.decision == other.decision
    foreign = order(key=key(9), series=Series("F-", 1, first=11), seller=OTHER_SELLER)
    assert issue(register, foreign)[1].outcome == "issued"


def test_each_fault_is_whole() -> None:
    entries = [Numbered("F-001", TODAY), Numbered("F-002", YESTERDAY)]
    late = "F-002 est du 01/11/2026, avant F-001 du 02/11/2026"
    assert faults(F, entries) == (Fault("not-chronological", "F-002", late),)
    assert told(follow(F, entries, TODAY).decision) == ("refused", [(NONIES, late)])
    twice = [Numbered("F-001", TODAY), Numbered("F-001", TODAY)]
    assert faults(F, twice) == (Fault("repeated", "F-001", "F-001 est donné plusieurs fois"),)
    of_another = Fault("foreign", "G-001", "G-001 n'est pas un numéro de la série F-")
    assert faults(F, [Numbered("G-001", TODAY)]) == (of_another,)
    bare = evolve(F, prefix="")
    assert faults(bare, [Numbered("G-001", TODAY)])[0].fact == "G-001 n'est pas un numéro de la série sans préfixe"
    before = Fault("foreign", "F-017", "F-017 précède F-018, qui ouvre la série")
    assert faults(evolve(F, first=18), [Numbered("F-017", TODAY)]) == (before,)
    two, one = "de F-001 à F-002, 2 numéros manquent dans la série F-", "F-001 manque dans la série F-"
    assert faults(F, [Numbered("F-003", TODAY)]) == (Fault("missing", "F-001", two),)
    assert faults(F, [Numbered("F-002", TODAY)]) == (Fault("missing", "F-001", one),)
    opens = Follow(Decision("granted", (Reason(NONIES, "001 ouvre la série sans préfixe"),)), "001")
    assert follow(bare, (), TODAY) == opens
    yearly = Series("F-", 3, yearly=True)
    new_year = after(yearly, Numbered("F-2025-041", date(2025, 12, 31)), TODAY)
    assert new_year == Follow(Decision("granted", (Reason(NONIES, "F-2026-001 ouvre la série F-2026-"),)), "F-2026-001")


def test_each_refusal_of_a_credit_note_is_whole() -> None:
    register, invoice = issued(order(line("100.00"), line("-50.00")))
    unknown = credit(Register(), wanted(invoice))[1]
    cited = "F-000001 n'est pas au registre telle qu'elle est citée"
    assert (unknown.outcome, unknown.document) == ("refused", None)
    asked = {
        unknown: cited,
        credit(register, wanted(invoice, issued=YESTERDAY))[1]: (
            "F-000001 est du 02/11/2026 : un avoir ne peut être du 01/11/2026"
        ),
        credit(register, wanted(invoice, (2, "1.00")))[1]: (
            "F-000001, ligne 2 : il reste -50,00 € à créditer, et non 1,00 €"
        ),
        credit(register, wanted(invoice, (2, "-50.00")))[1]: "total de -60,00 € : rien à créditer",
        credit(register, wanted(invoice, (1, "50.00"), (2, "-50.00")))[1]: "total de 0,00 € : rien à créditer",
        credit(register, wanted(invoice, (1, "50.01")))[1]: (
            "F-000001 : 60,01 € d'avoirs en tout, pour 60,00 € facturés"
        ),
    }
    assert [told(end.decision)[1][0][1].replace("\u2212", "-") for end in asked] == list(asked.values())
    assert {(end.outcome, end.decision.verdict, end.decision.reasons[0].clause) for end in asked} == {
        ("refused", "refused", NONIES)
    }
    register, done = credit(register, wanted(invoice, (1, "0.01")))
    assert told(done.decision) == ("granted", [(NONIES, "émis sous le numéro AV-000001")])
    early = wanted(invoice, (1, "0.01"), id="A-2", series=Series("B-"))
    later, _ = credit(register, evolve(early, issued=TOMORROW))
    refused = credit(later, evolve(early, id="A-3"))[1]
    chronological = "B-000001 est du 03/11/2026 : la série B- est chronologique, rien ne peut y être daté du 02/11/2026"
    assert (refused.outcome, told(refused.decision)) == ("refused", ("refused", [(NONIES, chronological)]))


def test_the_subtotals_of_each_rounding() -> None:
    """Three lines of 0.33 with their VAT, and one of 10.00 without: 0.28 each net of VAT, 0.83 in one go."""
    lines = [Taxed(euros("0.33"), TWENTY, includes_vat=True)] * 3 + [Taxed(euros("10.00"), VatRate(Rate(0), "outside"))]
    free = VatSubtotal(lines[3].rate, euros("10.00"), euros("10.00"), euros("0.00"))
    figures = {"per-rate": ("0.84", "0.17"), "per-line": ("0.84", "0.15"), "gross-kept": ("0.83", "0.16")}
    for rounding, (net, tax) in figures.items():
        taxed = VatSubtotal(TWENTY, euros("0.84"), euros(net), euros(tax))
        assert vat(lines, rounding) == Vat((taxed, free), rounding)  # type: ignore[arg-type]
    kept = vat(lines, "gross-kept")
    assert kept.subtotals[0].rounding == euros("-0.01")
    assert kept - vat(lines[:3], "gross-kept") == Vat((free,), "gross-kept")
    assert kept - vat(lines[3:]) == Vat((kept.subtotals[0],), "gross-kept")
