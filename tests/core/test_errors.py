"""The tree of errors: what each says, what it carries, where it may be caught."""

import pickle

import pytest

from netsoft.errors import BrokenEvidence, InvalidValue, MissingFact, NetsoftError

REFUSED = InvalidValue("due", "l'échéance précède l'émission", "donner un jour plus tardif")
MISSING = MissingFact("taux inconnu au semestre 2027-S1", "donner le taux publié")
BROKEN = BrokenEvidence("signature de la tête 12")


def test_a_refusal_names_field_problem_and_remedy() -> None:
    """The sentence holds the three, in that order."""
    assert str(REFUSED) == "due : l'échéance précède l'émission ; donner un jour plus tardif"
    assert (REFUSED.field, REFUSED.problem, REFUSED.remedy) == (
        "due",
        "l'échéance précède l'émission",
        "donner un jour plus tardif",
    )


def test_a_refusal_may_have_no_field_yet() -> None:
    """What reads a text alone does not know under which field it stands."""
    error = InvalidValue("", "montant illisible", "écrire des chiffres")
    assert str(error) == "montant illisible ; écrire des chiffres"
    assert str(error.under("total")) == "total : montant illisible ; écrire des chiffres"


def test_a_missing_fact_names_itself_and_its_remedy() -> None:
    """The sentence holds the two, in that order."""
    assert str(MISSING) == "taux inconnu au semestre 2027-S1 ; donner le taux publié"
    assert (MISSING.fact, MISSING.remedy) == ("taux inconnu au semestre 2027-S1", "donner le taux publié")


def test_broken_evidence_names_what_failed() -> None:
    """The sentence is the first thing that does not hold."""
    assert str(BROKEN) == BROKEN.what == "signature de la tête 12"


def test_a_refusal_is_placed_under_a_path() -> None:
    """A field, or none, goes under the path of what holds it; problem and remedy stay."""
    placed = REFUSED.under("invoices[2]")
    assert placed.field == "invoices[2].due"
    assert (placed.problem, placed.remedy) == (REFUSED.problem, REFUSED.remedy)
    assert InvalidValue("", "montant illisible", "écrire des chiffres").under("total").field == "total"
    assert placed.under("ledger").field == "ledger.invoices[2].due"


@pytest.mark.parametrize("error", [REFUSED, MISSING, BROKEN])
def test_errors_survive_pickling(error: NetsoftError) -> None:
    """An error that crosses a process keeps its type, its sentence and its facts."""
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def test_where_errors_are_caught() -> None:
    """One root, and the built-in error of the same meaning."""
    assert isinstance(REFUSED, NetsoftError)
    assert isinstance(REFUSED, ValueError)
    assert isinstance(MISSING, NetsoftError)
    assert isinstance(MISSING, LookupError)
    assert isinstance(BROKEN, NetsoftError)
    assert isinstance(BROKEN, ValueError)
