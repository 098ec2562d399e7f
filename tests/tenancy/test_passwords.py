"""Strong passwords as the CNIL recommends them: its figures, its examples, and what does not count."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.tenancy import passwords_table as t
from netsoft.tenancy.entropy import COMMON_WORDS, FEW_SIGNS, OWN_NAMES, REPEATS, SEQUENCES, YEARS, made_of
from netsoft.tenancy.password_words_table import COMMON, ROWS
from netsoft.tenancy.passwords import bits, strength
from netsoft.tenancy.passwords_table import Case
from netsoft.tenancy.plain_text import plain
from netsoft.testing import passwords
from tests.reference import combinations

CLAIRE = ("Claire", "Fabre", "claire.fabre@mistral.example")
SIGNS = "".join(kind for kind, _size in combinations.KINDS)
NAMES: tuple[Case, ...] = ("alone", "restricted", "device")


def facts(password: str, case: Case = "alone", own: tuple[str, ...] = ()) -> list[str]:
    """What is said of a password, spaces made plain."""
    reasons = strength(password, case, own).decision.reasons
    assert {reason.clause for reason in reasons} == {Clause("6.3")}
    return [reason.fact.replace("\u202f", " ") for reason in reasons]


@pytest.mark.parametrize(
    ("password", "case", "accepted", "entropy"),
    [
        ("kV7#mQ2!xW9z", "alone", True, "79.55"),  # twelve of four kinds: published, though under 80
        ("kV7#mQ2!xW9", "alone", False, "72.92"),
        ("kV7bmQ2txW9zLr", "alone", True, "83.35"),  # fourteen of three kinds: published
        ("kV7bmQ2txW9zL", "alone", False, "77.40"),
        ("ardoise girafe tambour cuivre lundi velours pivoine", "alone", True, "80.00"),  # seven words: published
        ("ardoise girafe tambour cuivre lundi velours", "alone", False, "68.57"),
        ("kV7#mQ2!", "restricted", True, "53.03"),  # eight of four kinds
        ("kV7bmQ2t", "restricted", False, "47.63"),
        ("5290713864291750", "restricted", True, "53.15"),  # sixteen figures
        ("529071386429175", "restricted", False, "49.82"),
        ("ardoise girafe tambour cuivre lundi", "restricted", True, "57.14"),
        ("ardoise girafe tambour cuivre", "restricted", False, "45.71"),
        ("2580", "device", True, "13.28"),
        ("258", "device", False, "9.96"),
        ("", "device", False, "0.00"),
    ],
)
def test_the_figures_and_examples_of_the_cnil(password: str, case: Case, accepted: bool, entropy: str) -> None:
    verdict = strength(password, case)
    assert (verdict.accepted, verdict.case, str(verdict.entropy_bits)) == (accepted, case, entropy)


def test_the_figures_are_those_of_the_deliberation() -> None:
    assert dict(t.LEAST_BITS) == {"alone": 80, "restricted": 50, "device": 13}
    assert t.WORDS_IN_LIST**t.PUBLISHED_WORDS >= 2**80 > (t.WORDS_IN_LIST - 1) ** t.PUBLISHED_WORDS
    assert t.PUBLISHED_SIGNS == 99


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("motdepasse", [COMMON_WORDS]),
        ("Mot de passe 2025", [COMMON_WORDS, YEARS, REPEATS]),
        ("m0tdep@sse2026!", [COMMON_WORDS, YEARS]),
        ("P@ssw0rd1234", [COMMON_WORDS, SEQUENCES]),
        ("$o1eil-$o1ei1", [COMMON_WORDS]),
        ("AZERTY-2026-azerty", [COMMON_WORDS, SEQUENCES, YEARS]),
        ("qsdfghjklm!!!", [SEQUENCES, REPEATS]),
        ("mlkjhgfdsq", [SEQUENCES]),
        ("987654321098", [SEQUENCES]),
        ("abcdefghijkl", [SEQUENCES]),
        ("aaaaaaaaaaaaaaaaaaaa", [REPEATS]),
        ("Kq7!Kq7!Kq7!Kq7!", [REPEATS]),
        ("121221211222112122", [REPEATS]),
        ("Aa!1aA1!a1A!1A", [FEW_SIGNS]),
        ("Claire.Fabre-Mistral7", [OWN_NAMES]),
        ("c1@ir3f4br3", [OWN_NAMES]),
        ("Marseille13!", [COMMON_WORDS]),
    ],
)
def test_what_everyone_tries_is_refused_and_its_reason_said(password: str, why: list[str]) -> None:
    verdict = strength(password, "restricted", CLAIRE)
    assert not verdict.accepted
    first, *others = facts(password, "restricted", CLAIRE)
    assert first.endswith(" bits sur 50 demandés avec une restriction d'accès")
    assert others == why


def test_reasons_are_whole() -> None:
    assert facts("kV7#mQ2!") == [
        "53,03 bits sur 80 demandés pour un mot de passe seul",
        "il suffirait avec une restriction d'accès (50 bits)",
    ]
    assert facts("kV7#mQ2!xW9z") == [
        "79,55 bits sur 80 demandés pour un mot de passe seul",
        "12 caractères au moins, de 4 sortes : la CNIL les tient pour équivalents",
    ]
    assert facts("2580", "device") == ["13,28 bits sur 13 demandés pour déverrouiller un appareil que l'on détient"]
    assert facts("girafe Fabre girafe soleil", "restricted", CLAIRE) == [
        "11,42 bits sur 50 demandés avec une restriction d'accès",
        "mots comptés : 1, comme tirés au hasard d'une liste de 2 757",
        COMMON_WORDS,
        OWN_NAMES,
        REPEATS,
    ]


def test_what_does_not_count_is_said_in_words() -> None:
    assert (COMMON_WORDS, OWN_NAMES, SEQUENCES, YEARS, REPEATS, FEW_SIGNS) == (
        "des mots que tout le monde essaie ne comptent pas",
        "le nom ou l'adresse de la personne ne compte pas",
        "une suite de touches, de lettres ou de chiffres ne compte pas",
        "une année ne compte pas",
        "ce qui se répète ne compte qu'une fois",
        "trop peu de signes différents",
    )


def test_the_figure_itself_suffices() -> None:
    five = "ardoise girafe tambour cuivre lundi"
    assert strength(five, "restricted", words_in_list=1_024).combinations == 2**50
    assert strength(five, words_in_list=1).combinations == 1
    assert [strength(five, "restricted", words_in_list=n).accepted for n in (1_023, 1_024)] == [False, True]


def test_edges_of_what_counts() -> None:
    assert made_of("1234").combinations == 1
    assert made_of("123").combinations == 10**3
    assert made_of("aBbAAbaB").combinations == 4**8
    assert made_of("aBbAAba").combinations == 52**7
    assert made_of("aBbAAbaBc").combinations == 52**9
    assert made_of("kkQ7!").combinations == 99**5
    assert made_of("kkkQ7!").combinations == 99**4


def test_words_of_a_list_that_is_known_count_as_theirs() -> None:
    four = "ardoise girafe tambour cuivre"
    assert not strength(four, "restricted").accepted
    assert strength(four, "restricted", words_in_list=7_776).accepted
    assert str(strength("u p w k y z", "restricted").entropy_bits) == "28.20"  # a letter is no word


def test_words_written_oddly_or_with_figures_are_no_phrase() -> None:
    assert made_of("girafe-1987-cuivre").words is None
    assert made_of("giRafe cuIvre").words is None
    assert made_of("girafe").words is None
    assert made_of("Girafe_CUIVRE.lundi").words == 3


def test_a_name_of_two_letters_turns_up_by_chance() -> None:
    password = "kVng#mQ2!ngW9z"
    assert strength(password, own=("Ng",)) == strength(password)
    assert strength("kVlea#mQ2!W9z", own=("Léa",)).combinations == strength("kV#mQ2!W9z").combinations


@pytest.mark.parametrize("seed", range(3))
def test_generated_passwords_are_accepted(seed: int) -> None:
    draw, alphabet = Random(seed), "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    for _ in range(50):
        made = "-".join("".join(draw.choice(alphabet) for _ in range(5)) for _ in range(4))
        assert strength(made, "alone", CLAIRE).accepted


@given(st.text(SIGNS, min_size=1, max_size=40))
def test_signs_at_random_count_as_the_formula_says(password: str) -> None:
    made = made_of(password)
    assume(made.words is None and not made.left_out)
    assert made.combinations == combinations.combinations(password)
    low, high = combinations.bits_between(made.combinations)
    assert low - Fraction(1, 100) <= Fraction(bits(made.combinations)) <= high


@given(passwords(), st.sampled_from(NAMES))
def test_any_text_has_a_verdict(password: str, case: Case) -> None:
    verdict = strength(password, case, CLAIRE)
    published = case == "alone" and verdict.combinations >= 99**12
    assert verdict.accepted == (verdict.combinations >= 2 ** t.LEAST_BITS[case] or (published and verdict.accepted))
    assert verdict.entropy_bits >= 0
    assert strength(password, case, CLAIRE) == verdict


@given(passwords())
def test_a_case_that_asks_less_refuses_no_more(password: str) -> None:
    accepted = [strength(password, case, CLAIRE).accepted for case in NAMES]
    assert accepted == sorted(accepted)


@given(passwords(), st.integers(1, 10_000))
def test_more_names_never_help_and_longer_lists_never_harm(password: str, words: int) -> None:
    assert made_of(password, CLAIRE).combinations <= max(made_of(password).combinations, 1)
    assert made_of(password, (), words).combinations <= made_of(password, (), words + 1).combinations


@given(st.text(SIGNS, min_size=6, max_size=30))
def test_no_part_of_the_password_is_ever_said(password: str) -> None:
    verdict = strength(f"Zq{password}", "alone", (password,))
    said = " ".join([repr(verdict), *(reason.fact for reason in verdict.decision.reasons)])
    assert f"Zq{password}" not in said
    assert repr(made_of(password)).startswith("<netsoft.tenancy.entropy.Made object")


def test_what_is_beyond_the_longest_is_not_counted() -> None:
    draw = Random(1)
    password = "".join(draw.choice(SIGNS) for _ in range(t.LONGEST))
    assert strength(password + "x" * 10_000) == strength(password)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((None,), "password : ce n'est pas un texte ; donner le mot de passe, en texte"),
        (("x", "pin"), "case : cas inconnu : « pin » ; écrire alone, restricted, device"),
        (("x", "alone", (), 0), "words_in_list : « 0 » n'est pas un nombre de mots ; donner un entier positif"),
        (("x", "alone", (), True), "words_in_list : « True » n'est pas un nombre de mots ; donner un entier positif"),
    ],
)
def test_nonsense_is_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        strength(*arguments)  # type: ignore[arg-type]
    assert str(refused.value) == message


def test_the_lists_are_plain() -> None:
    assert all(plain(word) == word and word.isalpha() and len(word) > 3 for word in COMMON)
    assert all(plain(row) == row for row in ROWS)
