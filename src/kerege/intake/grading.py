"""The 6x6 grading in two cells."""

from __future__ import annotations

import re

from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.intake.lookalikes import latin_code
from kerege.intake.problem import Problem

_RELIABILITIES = {grade.value: grade for grade in Reliability} | {"": Reliability.F}
_CREDIBILITIES = {grade.value: grade for grade in Credibility} | {"": Credibility.CANNOT_BE_JUDGED}


def read_grading(reliability_text: str, credibility_text: str) -> Grading:
    """The 6x6 grading of two cells; "cannot be judged" where one is empty.

    Raises
    ------
    Problem
        For a letter outside A to F or a figure outside 1 to 6.

    Examples
    --------
    >>> str(read_grading("b", "")), str(read_grading("", "2.0"))
    ('B6', 'F2')
    """
    letter = latin_code(reliability_text)
    if len(letter) == 2 and letter[0] in "ABCDEF" and letter[1] in "123456":
        raise Problem(
            "reliability", reliability_text, f"Holds both grades. Write {letter[0]} here and {letter[1]} in credibility"
        )
    if letter not in _RELIABILITIES:
        raise Problem("reliability", reliability_text, "Is no reliability. Write A, B, C, D, E or F, or leave it empty")
    figure = re.sub(r"[.,]0+$", "", credibility_text.strip())
    if figure not in _CREDIBILITIES:
        raise Problem("credibility", credibility_text, "Is no credibility. Write 1 to 6, or leave it empty")
    return Grading(_RELIABILITIES[letter], _CREDIBILITIES[figure])
