"""The IT charter as text, and who accepted which text of it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.catalogue import EDITIONS, Acceptance
from netsoft.clauses import CLAUSES
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.tenancy.charter import Charter, CharterArticle, agreed, charter, to_accept

AT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
ALIX, BASILE = UserId("alix"), UserId("basile")
MISTRAL = charter("Mistral Assurances")


def said(acceptances: tuple[Acceptance, ...]) -> tuple[str, str, str]:
    """The whole answer for Alix: verdict, clause, fact."""
    decision = agreed(MISTRAL, acceptances, ALIX)
    (reason,) = decision.reasons
    assert to_accept(MISTRAL, acceptances, ALIX) is not decision.granted
    return decision.verdict, str(reason.clause), reason.fact


def test_it_states_every_clause_of_article_6() -> None:
    stated = {article.clause for article in MISTRAL.articles}
    assert stated == {entry.clause for entry in CLAUSES if entry.clause.article == "6"}
    assert [article.number for article in MISTRAL.articles] == list(range(1, len(MISTRAL.articles) + 1))


def test_its_text_is_that_of_the_brokerage_and_its_digest_that_of_its_text() -> None:
    assert MISTRAL.text.startswith("Charte informatique de Mistral Assurances (charte-2026-11)\n\nArticle 1 - ")
    assert "{" not in MISTRAL.text
    assert "  " not in MISTRAL.text
    assert MISTRAL.digest == hashlib.sha256(MISTRAL.text.encode()).hexdigest()
    assert charter(" Mistral\tAssurances ") == MISTRAL
    assert charter("Étoile").digest != MISTRAL.digest


def test_a_brokerage_adds_articles_of_its_own() -> None:
    longer = charter("Mistral Assurances", [("Les {écrans}", "Un écran\nse verrouille.")])
    assert longer.articles[:-1] == MISTRAL.articles
    assert str(longer.articles[-1]) == "Article 11 - Les {écrans} (clause 6.8)\nUn écran se verrouille."
    assert longer.version == MISTRAL.version
    assert longer.digest != MISTRAL.digest


@pytest.mark.parametrize(
    ("brokerage", "more", "field"),
    [("", (), "brokerage"), ("\u200b", (), "brokerage"), ("M", [("", "x")], "more"), ("M", [("x", " ")], "more")],
)
def test_an_empty_text_is_refused(brokerage: str, more: list[tuple[str, str]], field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        charter(brokerage, more)
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == (
        field,
        "texte vide",
        "écrire une phrase",
    )


@pytest.mark.parametrize("articles", [(), MISTRAL.articles[1:]])
def test_articles_are_numbered(articles: tuple[CharterArticle, ...]) -> None:
    with pytest.raises(InvalidValue) as refused:
        Charter("v", "Mistral", articles)
    assert str(refused.value) == "articles : articles absents ou mal numérotés ; passer par charter()"


def test_what_was_accepted_is_that_text_by_that_user() -> None:
    own = MISTRAL.accepted_by(ALIX, AT)
    assert own == Acceptance(ALIX, "charte-2026-11", MISTRAL.digest, AT, "explicit")
    granted = ("granted", "6.8", "charte informatique charte-2026-11 acceptée le 02/11/2026")
    assert said((own,)) == granted
    assert said((MISTRAL.accepted_by(ALIX, AT + timedelta(days=3), "signature"), own)) == granted


def test_what_else_was_accepted_says_nothing_of_it() -> None:
    refused = ("refused", "6.8", "charte informatique charte-2026-11 à accepter avant tout usage")
    assert said(()) == refused
    assert said((MISTRAL.accepted_by(BASILE, AT),)) == refused
    assert said((Acceptance.of(EDITIONS[0], ALIX, AT, "explicit"),)) == refused
    assert said((Acceptance(ALIX, MISTRAL.version, MISTRAL.digest, AT, "use-after-shown"),)) == refused


def test_another_text_of_the_same_version_is_accepted_anew() -> None:
    other = charter("Mistral Assurances", [("Écrans", "Ils se verrouillent.")])
    fact = "charte informatique charte-2026-11 acceptée dans un autre texte : à accepter de nouveau"
    assert said((other.accepted_by(ALIX, AT),)) == ("refused", "6.8", fact)


@given(st.lists(st.sampled_from([MISTRAL, charter("Étoile")]), max_size=3), st.sampled_from([ALIX, BASILE]))
def test_whoever_accepts_has_nothing_left_to_accept(before: list[object], user: UserId) -> None:
    history = tuple(MISTRAL.accepted_by(user, AT) for text in before if text == MISTRAL)
    assert to_accept(MISTRAL, history, ALIX) is not (user == ALIX and MISTRAL in before)
    assert not to_accept(MISTRAL, (*history, MISTRAL.accepted_by(ALIX, AT)), ALIX)
