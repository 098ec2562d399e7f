"""The readings of the life of the contract: articles 1, 3, 4, 5 and 17.

``docs/readings.md`` tells each question at length.

>>> ContractReadings().annual_term
'eve'
>>> ContractReadings.of({"renewal": "indefinite"}).renewal
'indefinite'
"""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from attrs import frozen

from netsoft.readings import Choices, Options

WithdrawalStart = Literal["availability", "first-use", "conclusion", "civil-days"]
NoticeCount = Literal["forward", "backward"]
LiabilityWindow = Literal["by-date", "by-service-period"]
LetterEffect = Literal["delivery", "first-presentation", "sending"]
Renewal = Literal["same-length", "indefinite"]
AnnualTerm = Literal["eve", "anniversary"]
OutsideCauses = Literal["force-majeure-needs-none", "always-notified"]
NewTerms = Literal["first-use-after-shown", "publication", "next-term"]
NoticeMeans = Literal["stronger-accepted", "named-only"]

QUESTIONS: Final[Options] = (
    ("R-12", "withdrawal_start", ("availability", "first-use", "conclusion", "civil-days")),
    ("R-13", "notice_count", ("forward", "backward")),
    ("R-14", "liability_window", ("by-date", "by-service-period")),
    ("R-18", "letter_effect", ("delivery", "first-presentation", "sending")),
    ("R-25", "renewal", ("same-length", "indefinite")),
    ("R-26", "annual_term", ("eve", "anniversary")),
    ("R-30", "outside_causes", ("force-majeure-needs-none", "always-notified")),
    ("R-31", "new_terms", ("first-use-after-shown", "publication", "next-term")),
    ("R-33", "notice_means", ("stronger-accepted", "named-only")),
)


@frozen
class ContractReadings(Choices):
    """One choice per open question of the life of the contract; the defaults are those of ``docs/readings.md``."""

    QUESTIONS: ClassVar[Options] = QUESTIONS

    withdrawal_start: WithdrawalStart = "availability"
    notice_count: NoticeCount = "forward"
    liability_window: LiabilityWindow = "by-date"
    letter_effect: LetterEffect = "delivery"
    renewal: Renewal = "same-length"
    annual_term: AnnualTerm = "eve"
    outside_causes: OutsideCauses = "force-majeure-needs-none"
    new_terms: NewTerms = "first-use-after-shown"
    notice_means: NoticeMeans = "stronger-accepted"
