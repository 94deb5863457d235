"""The form that reporters fill in on a phone: its questions and choices in several languages. Data, not code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Labels = Mapping[str, str]
"""A text by language code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Parameters
    ----------
    name : str
        What the answer is called when it is sent; see `kerege.intake.form_answers`.
    type : str
        Type of XLSForm, such as "text" or "select_one kind".
    label, hint : mapping of language to text
        A hint may be empty.
    options : mapping of column to text
        Further columns of XLSForm: relevant, constraint, default, appearance, parameters.
    """

    name: str
    type: str
    label: Labels
    hint: Labels = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of a list.

    Parameters
    ----------
    list_name, name : str
        The list, and what is sent.
    label : mapping of language to text
    kind : str
        Identifier of the catalogue, for the list "kind"; "" for others.
    """

    list_name: str
    name: str
    label: Labels
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportForm:
    """A form as it is shipped.

    Parameters
    ----------
    id, version : str
        Its identifier, and a version that rises with each change.
    title : mapping of language to text
    languages : mapping of language code to its own name
    default_language : str
        Shown where the phone's language is none of them.
    questions : tuple of Question
    choices : tuple of Choice
    """

    id: str
    version: str
    title: Labels
    languages: Mapping[str, str]
    default_language: str
    questions: tuple[Question, ...]
    choices: tuple[Choice, ...]

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Identifier of the catalogue by the name of the choice that stands for it."""
        return {choice.name: choice.kind for choice in self.choices if choice.kind}

    @cached_property
    def name_of_label(self) -> Mapping[str, str]:
        """Name of a question by its label, in any language and small letters: an export may carry labels."""
        return {text.casefold(): question.name for question in self.questions for text in question.label.values()}

    @cached_property
    def choice_of_label(self) -> Mapping[tuple[str, str], str]:
        """Name of a choice by its list and its label, in any language and small letters."""
        return {
            (choice.list_name, text.casefold()): choice.name
            for choice in self.choices
            for text in choice.label.values()
        }
