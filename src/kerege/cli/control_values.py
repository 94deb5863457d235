"""`--set NAME=VALUE`: words of the command line as the control values of a method."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from kerege.domain.errors import InputError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Settings = TypeVar("Settings", bound="DataclassInstance")
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def control_values(defaults: Settings, assignments: list[str] | None) -> Settings:
    """The settings of a method from `NAME=VALUE` words; what is not named keeps its default.

    Parameters
    ----------
    defaults : frozen dataclass
        Its fields are str, bool, int, float, one of these or None, or a tuple of two int.
    assignments : list of str or None

    Raises
    ------
    InputError
        For a word without "=", an unknown name, or a value of the wrong kind or range.

    Examples
    --------
    >>> from kerege.detection.farrington_settings import FarringtonSettings
    >>> control_values(FarringtonSettings(), ["b=4", "trend=false", "limit54=5,4"]).trend
    False
    """
    kinds = {field.name: str(field.type) for field in fields(defaults)}
    values: dict[str, Any] = {}
    for assignment in assignments or []:
        name, equals, text = assignment.partition("=")
        if not equals or name not in kinds:
            raise InputError(
                f"{assignment!r} sets nothing",
                where="--set",
                mend=f"Write NAME=VALUE; the names are {', '.join(kinds)}",
            )
        values[name] = _value(name, text.strip(), kinds[name])
    try:
        return replace(defaults, **values)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where="--set") from error


def _value(name: str, text: str, kind: str) -> Any:  # noqa: ANN401 - one of the kinds of a control value
    try:
        if "None" in kind and text.lower() in ("", "none"):
            return None
        if kind.startswith("bool"):
            return TRUTHS[text.lower()]
        if kind.startswith("tuple"):
            first, second = text.split(",")
            return int(first), int(second)
        if kind.startswith("int"):
            return int(text)
        return float(text) if kind.startswith("float") else text
    except (ValueError, KeyError):
        examples = {"bool": "true or false", "float": "a number", "tuple": "two whole numbers as in 5,4"}
        wanted = next((words for start, words in examples.items() if kind.startswith(start)), "a whole number")
        raise InputError(f"{name} is {wanted}, not {text!r}", where="--set") from None
