"""What prices answer, whole: lines with their basis, decisions with their reasons, and the least day of each bound."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve

from netsoft.answers import Decision, Line, Prorated, Quantity, Reason, ToBound
from netsoft.billing.invoices.invoice_values import InvoiceLine
from netsoft.billing.invoices.vat import VatRate
from netsoft.billing.prices.charges import Held, charges, recurring_charges
from netsoft.billing.prices.cycles import (
    FROM_LAST_BILL,
    INCLUSIVE,
    THIRTY_DAYS,
    YEAR_OF_365,
    BillingCycle,
    CyclePart,
    DayCycle,
    billed_in_advance,
    cycles_of,
    shares,
)
from netsoft.billing.prices.options import Call, CallReport, CallsBill, Offers, bill_calls, calls
from netsoft.billing.prices.price_models import Bounded, Flat, Graduated, Model, Package, PerUnit, Tier, Volume
from netsoft.billing.prices.pricing import Part, exact_total, price
from netsoft.billing.prices.proration import Change, Proration, Sold, change, credit_unused, prorate
from netsoft.billing.prices.quotes import Agreed, Billable, Consent, Quote, agreed, billable
from netsoft.billing.prices.revision import Proposal, Revised, revise
from netsoft.billing.prices.rgpd_functions import chargeable
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.billing.prices.variation import varied
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Cycle, Period
from netsoft.money import Money, Rate
from netsoft.names import UserId

DAY, END, HALF = date(2026, 6, 1), date(2026, 7, 1), date(2026, 6, 16)
JUNE, SECOND = Period(DAY, END), Period(HALF, END)
ONE = timedelta(1)
HOW = Proration(DAY)
SEAT = Price("seat", "Abonnement", "per-user", DAY, PerUnit("30.00"), Rate.percent("20"))
CALL = evolve(SEAT, product="sms", label="SMS", kind="option", model=PerUnit("1.20"))
QUOTE = Quote("O-1", CALL, None, DAY, date(2026, 6, 30), "1,20 € HT")
WORK = evolve(QUOTE, id="D-1", quantity=2)
CAMILLE, SACHA = UserId("camille"), UserId("sacha")
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
YES = Consent("O-1", QUOTE.digest, CAMILLE, True, NOON)
SAID = "du 16/06/2026 au 30/06/2026"


def euros(text: str) -> Money:
    return Money.parse(text)


def refused(clause: str, *facts: str) -> Decision:
    return Decision("refused", tuple(Reason(Clause(clause), fact) for fact in facts))


def granted(clause: str, fact: str) -> Decision:
    return Decision("granted", (Reason(Clause(clause), fact),))


def report(call: str = "c-1", outcome: str = "delivered", at: datetime = NOON, **more: Any) -> CallReport:
    made: dict[str, Any] = {"call": call, "option": "sms", "by": CAMILLE, "at": at, "outcome": outcome}
    return CallReport(**made | more)


def test_a_prorated_line_is_whole() -> None:
    how = evolve(HOW, convention=FROM_LAST_BILL)
    basis = Prorated(2, "30.00", SECOND, 15, 30, "from-last-bill", 9)
    assert prorate(SEAT, 2, SECOND, how) == (Line(Clause("7.1"), "Abonnement", basis, head="principal", why=SAID),)
    whole = Line(Clause("7.1"), "Abonnement", Quantity(2, "30.00"), head="principal", why="du 01/06/2026 au 30/06/2026")
    assert prorate(SEAT, 2, JUNE, HOW) == (whole,)
    assert Sold(SEAT, 2, JUNE, HOW).lines(DAY) == (whole,)
    weeks = prorate(SEAT, 1, Period(DAY, date(2026, 6, 9)), evolve(HOW, days=7))
    assert [str(line.amount) for line in weeks] == ["30.00", "4.29"]


def test_a_credit_is_whole_and_capped_by_a_line() -> None:
    back = Prorated(-1, "30.00", SECOND, 15, 30, "half-open")
    credit = Line(Clause("7.1"), "Abonnement, jours non servis", back, head="principal", why=SAID)
    assert credit_unused(Sold(SEAT, 1, JUNE, HOW), HALF) == (credit,)
    assert credit_unused(Sold(SEAT, 1, JUNE, HOW, paid=euros("15.00")), HALF) == (credit,)
    cap = ToBound(euros("-14.99"), euros("-15.00"))
    capped = Line(Clause("7.1"), "Abonnement, avoir limité à ce qui a été payé", cap, head="principal")
    assert credit_unused(Sold(SEAT, 1, JUNE, HOW, paid=euros("14.99")), HALF) == (credit, capped)
    assert credit_unused(Sold(SEAT, 1, JUNE, HOW, credited=euros("15.01")), HALF) == (credit, capped)
    assert credit_unused(Sold(evolve(SEAT, kind="work"), 1, JUNE, HOW), HALF) == ()
    bound = Bounded(PerUnit("10.00"), minimum=euros("30.00"))
    true_up = credit_unused(Sold(evolve(SEAT, model=bound), 1, JUNE, HOW), DAY)[1]
    assert true_up.basis == ToBound(euros("10.00"), euros("30.00"))
    old, new = Sold(SEAT, 1, JUNE, HOW), Sold(SEAT, 2, JUNE, HOW)
    assert change(old, new, HALF) == Change((credit,), new.lines(HALF))
    assert change(old, new, HALF).net == euros("15.00")


def test_the_parts_of_a_price_are_whole() -> None:
    assert price(PerUnit("0.5"), 3) == (Part("", Quantity(3, "0.5")),)
    assert price(PerUnit("0.5"), 3, 2) == (Part("", Quantity(3, "0.5", already=2)),)
    assert price(Flat(5), 3) == (Part("forfait", Quantity(1, 5)),)
    assert price(Flat(5), 3, 1) == ()
    assert price(Package(10, 5, 1), 11) == (Part("par lot de 10", Quantity(1, 5)),)
    assert price(Package(10, 5, 1), 1, 11)[0].basis == Quantity(1, 5, already=1)
    assert price(Package(10, 5, 1), 1) == ()
    tiers = (Tier(10, 2), Tier(None, 1, 3))
    assert price(Graduated(tiers), 11) == (
        Part("tranche 1, jusqu'à 10", Quantity(10, 2), 1),
        Part("tranche 2, au-delà de 10, forfait", Quantity(1, 3), 2),
        Part("tranche 2, au-delà de 10", Quantity(1, 1), 2),
    )
    assert price(Graduated(tiers), 1, 11) == (Part("tranche 2, au-delà de 10", Quantity(1, 1, already=1), 2),)
    assert price(Volume(tiers), 1, 10) == (
        Part("tout au prix de la tranche 2, forfait", Quantity(1, 3), 2),
        Part("tout au prix de la tranche 2", Quantity(11, 1), 2),
        Part("tout au prix de la tranche 1, déjà compté", Quantity(-10, 2, already=10), 1),
    )
    free_then_flat = Graduated((Tier(None, 0, 3),))
    assert price(free_then_flat, 5) == (Part("tranche 1, forfait", Quantity(1, 3), 1),)
    for parts in (price(PerUnit(0), 0), ()):
        assert (exact_total(parts), type(exact_total(parts))) == (Fraction(0), Fraction)


def test_what_is_opened_owes_no_fee_again_and_a_bound_no_adjustment_again() -> None:
    assert (price(Flat(5), 0, opened=True), price(Flat(5), 0)) == ((), (Part("forfait", Quantity(1, 5)),))
    bounded = Bounded(PerUnit(1), minimum=euros("50.00"))
    label = "complément jusqu'au minimum de 50,00\u00a0€"
    assert price(bounded, 0) == (Part(label, ToBound(euros("50.00"), euros("0.00"))),)
    assert price(bounded, 0, opened=True) == ()
    after = ToBound(euros("50.00"), euros("30.00"), already=euros("30.00"))
    assert price(bounded, 10, 20) == (Part("", Quantity(10, 1, already=20)), Part(label, after))


def test_the_parts_of_cycles_are_whole() -> None:
    assert shares(SECOND, Cycle(DAY), THIRTY_DAYS) == (CyclePart(SECOND, 15, 30, THIRTY_DAYS),)
    assert shares(SECOND, Cycle(DAY), FROM_LAST_BILL) == (CyclePart(SECOND, 15, 30, FROM_LAST_BILL),)
    assert shares(SECOND, Cycle(DAY), YEAR_OF_365) == (CyclePart(SECOND, 15, 365, YEAR_OF_365),)
    the_30th = Period(date(2026, 7, 30), date(2026, 7, 31))
    one_day = CyclePart(the_30th, 1, 1, THIRTY_DAYS)
    assert shares(the_30th, DayCycle(the_30th.start, 1), THIRTY_DAYS) == (one_day,)
    assert (cycles_of(()), type(cycles_of(()))) == (Fraction(0), Fraction)
    assert (one_day.whole, one_day.share, INCLUSIVE.period(DAY, DAY).days) == (True, Fraction(1), 1)
    assert shares(Period(DAY, DAY), Cycle(DAY)) == ()
    on_the_10th = BillingCycle(DAY, 10, 3)
    assert [on_the_10th.index(date(2026, 6, day)) for day in (9, 10)] == [-1, 0]
    assert on_the_10th.containing(DAY) == Period(date(2026, 3, 10), date(2026, 6, 10))


def test_what_is_billed_in_advance_begins_with_the_service_and_ends_with_it() -> None:
    assert [billed_in_advance(DAY, on, Cycle(DAY)) for on in (DAY - ONE, DAY)] == [Period(DAY, DAY), JUNE]
    assert billed_in_advance(DAY, HALF, Cycle(DAY), DAY) == Period(DAY, DAY)
    assert billed_in_advance(DAY, HALF, Cycle(DAY), DAY + ONE) == Period(DAY, DAY + ONE)
    assert billed_in_advance(DAY, HALF, Cycle(DAY), END + ONE) == JUNE


def test_a_charge_is_whole() -> None:
    tariff = Tariff((SEAT, evolve(SEAT, first_day=HALF, model=PerUnit("60.00"))))
    first, second = recurring_charges(tariff, Held("seat", 1, JUNE), HOW)
    until = Period(DAY, HALF)
    basis = Prorated(1, "30.00", until, 15, 30, "half-open")
    line = Line(Clause("7.1"), "Abonnement", basis, head="principal", why="du 01/06/2026 au 15/06/2026")
    assert first == InvoiceLine(line, VatRate(Rate.percent("20")), until)
    assert (second.period, str(second.line.amount)) == (SECOND, "30.00")
    once = CALL.lines(2, already=1, why="relevé")
    assert once == (Line(Clause("7.4"), "SMS", Quantity(2, "1.20", already=1), head="principal", why="relevé"),)
    assert CALL.lines() == CALL.lines(1, 0, "")
    assert charges(CALL, once) == (InvoiceLine(once[0], VatRate(CALL.vat)),)


def test_a_bill_of_calls_is_whole() -> None:
    early, other = NOON - timedelta(microseconds=1), report("c-9", "failed", by=SACHA)
    reports = (report("c-2"), report(), report("c-3", "failed", early), report("c-4", at=early), other)
    unknown = report("c-5", "unknown")
    two = (report("c-6"), report("c-6", "failed"))
    why = "2\u00a0appels, du 10/06/2026 au 10/06/2026, devis O-1"
    none = refused("7.6", "aucun consentement n'est enregistré pour le devis O-1")
    assert bill_calls((*reports, unknown, *two), Offers((QUOTE,), (YES,)), NOON.date()) == CallsBill(
        (Line(Clause("7.4"), "SMS", Quantity(2, "1.20"), head="principal", why=why),),
        billed=("c-1", "c-2"),
        pending=("c-5",),
        failed=("c-3", "c-9"),
        conflicts=("c-6",),
        refused=(("c-4", none),),
    )
    unpriced = refused("7.4", "aucun prix de « sms » n'était offert le 10/06/2026")
    assert Offers((), ()).for_call(calls((report(),))[0]) == (None, unpriced)


def test_the_last_quote_is_the_one_and_the_first_attempt_tells_whose_a_call_is() -> None:
    call = Call("c-1", "sms", CAMILLE, NOON, "delivered", 1)
    assert calls((report(), report())) == (call,)
    quotes = tuple(evolve(QUOTE, id=f"O-{place}", made_on=DAY + ONE * place) for place in (1, 9, 9, 10))
    last = evolve(quotes[2], id="O-last")
    assert Offers((*quotes[:2], last, quotes[3]), ()).for_call(call)[0] == last
    first, second = report(attempt=1, by=SACHA), report(attempt=2, option="mail")
    assert calls((second, first)) == (Call("c-1", "sms", SACHA, NOON, "conflict", 2),)
    assert calls((report(by=SACHA), report(option="mail"))) == (Call("c-1", "mail", CAMILLE, NOON, "conflict", 1),)
    assert calls((report(by=SACHA), report())) == (Call("c-1", "sms", CAMILLE, NOON, "conflict", 1),)


def test_a_quote_that_nobody_agreed_to_says_when_it_expired() -> None:
    none = "aucun consentement n'est enregistré pour le devis D-1"
    assert billable(WORK, (), WORK.valid_until) == Billable(refused("7.6", none), ())
    expired = refused("7.6", none, "le devis D-1 a expiré le 30/06/2026")
    assert billable(WORK, (), WORK.valid_until + ONE) == Billable(expired, ())
    assert billable(WORK, (), END, ("D-1",)) == Billable(refused("7.6", "le devis D-1 est déjà facturé"), ())
    given = Consent("D-1", WORK.digest, CAMILLE, None, NOON)
    unsure = "consentement de camille au devis D-1, le 10/06/2026 : son pouvoir d'engager le client n'est pas établi"
    pending = Decision("pending", (Reason(Clause("7.6"), unsure),))
    assert billable(WORK, (given,), END + ONE) == Billable(pending, ())
    assert agreed(WORK, (given,)) == Agreed(pending, given)
    yes = evolve(given, entitled=True)
    assert agreed(WORK, (yes,)) == Agreed(granted("7.6", "consentement de camille au devis D-1, le 10/06/2026"), yes)
    assert billable(WORK, (yes,), NOON.date()).lines == CALL.lines(2, why="devis D-1")


def test_each_thing_that_consents_lack_is_told_in_their_order() -> None:
    late = Consent("D-1", "x", SACHA, False, datetime(2026, 6, 30, 22, tzinfo=UTC))
    early = Consent("D-1", WORK.digest, CAMILLE, True, datetime(2026, 5, 31, 21, 59, tzinfo=UTC))
    who = "le consentement de sacha du 01/07/2026"
    assert agreed(WORK, (late, early)) == Agreed(
        refused(
            "7.6",
            "le consentement de camille du 31/05/2026 précède le devis, fait le 01/06/2026",
            f"{who} porte sur un autre prix ou un autre texte : il en faut un nouveau",
            f"{who} suit l'expiration du devis, le 30/06/2026",
            "sacha n'a pas pouvoir d'engager le client",
        ),
        None,
    )


def test_a_revision_is_whole() -> None:
    term = date(2027, 6, 1)
    asked = varied(SEAT, Rate.percent("4"), term)
    assert asked == evolve(SEAT, first_day=term, model=PerUnit("31.20"))
    fact = "échéance annuelle : un terme commence le 01/06/2027"
    yes = Revised(granted("7.1", fact), asked, Rate.percent("4"), None)
    assert revise(SEAT, Proposal(asked, HALF), DAY, CG052018) == yes
    early = evolve(asked, first_day=HALF)
    why = "le 16/06/2026 n'est pas une échéance annuelle, et le périmètre n'a pas augmenté"
    no = Revised(refused("7.1", why), None, Rate.percent("4"), term)
    assert revise(SEAT, Proposal(early, HALF), DAY, CG052018) == no


def test_a_varied_price_keeps_what_is_no_amount() -> None:
    twice = Rate(1)
    tiers = (Tier(10, "0.005", "1.005", block=5), Tier(None, 2))
    models: dict[Model, Model] = {
        Package(10, 5, 3): Package(10, 10, 3),
        Volume(tiers, "exclusive"): Volume((Tier(10, "0.01", "2.01", block=5), Tier(None, 4)), "exclusive"),
        Bounded(Flat(1), euros("0.01"), euros("5.00")): Bounded(Flat(2), euros("0.02"), euros("10.00")),
    }
    assert [varied(evolve(SEAT, model=one), twice, DAY).model for one in models] == list(models.values())
    half = Rate.percent("-50")
    bounded = evolve(SEAT, model=Bounded(PerUnit("0.01"), maximum=euros("0.01")))
    assert varied(bounded, half, DAY).model == Bounded(PerUnit("0.005"), maximum=euros("0.01"))
    assert varied(bounded, half, DAY, "cent").model == Bounded(PerUnit("0.01"), maximum=euros("0.01"))


def test_what_may_have_a_price_and_what_may_not() -> None:
    free = "ce n'est pas une fonctionnalité de conformité au RGPD"
    assert chargeable("SMS") == granted("7.5", free)
    fact = "« droit d'accès aux données » (RGPD, art. 15) est mise à disposition sans surcoût"
    told = refused("7.5", f"{fact} : c'est notre choix, plus strict que le texte")
    assert chargeable("SMS", "Droit d'accès") == told
