"""Exports of filled forms as Kobo and ODK write them: each row one filling, by names or by labels of the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kerege.domain.errors import InputError, RejectedRow
from kerege.intake.form_answers import PROTECTED_TOPICS, QUESTIONS
from kerege.intake.openrosa import instance_identifier
from kerege.intake.report_form import ReportForm
from kerege.intake.table import Table

# In the order in which they are trusted: the first stays when a filling is edited later.
_IDENTIFIERS = ("rootuuid", "instanceid", "key", "_uuid")
# What the programs note themselves. Who sent it is a person's name and is not kept.
_OF_THE_PROGRAM = frozenset(
    {
        "submissiondate", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected", "status",
        "reviewstate", "deviceid", "edits", "formversion", "instancename", "deprecatedid", "uuid", "_submission_time",
        "parent_key", "username", "phonenumber", "email", "simserial", "subscriberid",
    }
)  # fmt: skip
_POINT_PARTS = {"latitude": 0, "longitude": 1, "altitude": 2, "accuracy": 3, "precision": 3}
_SENT = ("_submission_time", "submissiondate")


@dataclass(frozen=True, slots=True)
class ExportedForm:
    """One filled form of a file.

    Parameters
    ----------
    line : int
        Line in the file, counted from 1.
    instance_id : str
    answers : tuple of (name, text)
    """

    line: int
    instance_id: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ExportedForms:
    """What a file holds.

    Parameters
    ----------
    forms : list of ExportedForm
    rejected : list of RejectedRow
        Rows that hold no report.
    """

    forms: list[ExportedForm]
    rejected: list[RejectedRow]


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column holds: a question's answer, a part of a point, or an identifier."""

    name: str
    point_part: int | None = None


def read_form_export(table: Table, form: ReportForm) -> ExportedForms:
    """The filled forms of a table.

    Headings may be names, names with their groups ("group/kind", "group-kind") or labels in any language of the form;
    cells may hold names of choices or their labels. A filling is known by its instanceID, KEY or _uuid.

    Parameters
    ----------
    table : Table
    form : ReportForm
        For labels.

    Raises
    ------
    InputError
        If no column belongs to a question that is understood.

    Examples
    --------
    >>> from kerege.intake.report_form import Choice, Question
    >>> form = ReportForm(
    ...     id="f", version="1", title={}, languages={}, default_language="en",
    ...     questions=(Question(name="kind", type="select_one kind", label={"ru": "Что произошло?"}),),
    ...     choices=(Choice(list_name="kind", name="shooting", label={"ru": "Стрельба"}, kind="shooting"),),
    ... )
    >>> table = Table("a.csv", ("Что произошло?", "_position_latitude", "_position_longitude", "_uuid"),
    ...               [("Стрельба", "40.1", "70.2", "a-1")])
    >>> read_form_export(table, form).forms[0]
    ExportedForm(line=2, instance_id='a-1', answers=(('kind', 'shooting'), ('position', '40.1 70.2 0 0')))
    """
    columns = _columns(table.columns, form)
    if not any(column and column.name in QUESTIONS for column in columns):
        raise InputError(
            "No column belongs to a question of the form",
            where=table.name,
            mend=f"Export it with the names of the questions ({', '.join(QUESTIONS[:5])}, ...) as headings",
        )
    words = _Words(form)
    forms: list[ExportedForm] = []
    rejected = list(table.broken)
    seen: dict[str, tuple[int, object]] = {}
    for line, cells in table:
        if len(cells) != len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            reason = f"Has {len(cells)} cells, the header has {len(columns)}. Is text without quotes around it?"
            rejected.append(RejectedRow(line, "", "", reason))
            continue
        filled = _filled(line, cells, columns, words)
        if not filled.answers:
            rejected.append(RejectedRow(line, "", "", "Answers no question. Leave the row out"))
            continue
        first, earlier = seen.setdefault(filled.instance_id, (line, filled.answers))
        if first == line:
            forms.append(filled)
        elif earlier != filled.answers:
            reason = f"Is also the identifier of line {first}, which says something else. Keep one of them"
            rejected.append(RejectedRow(line, "instanceID", filled.instance_id, reason))
    rejected.sort(key=lambda row: row.line)
    return ExportedForms(forms, rejected)


def _columns(headings: Sequence[str], form: ReportForm) -> list[_Column | None]:
    whole = {heading.strip().casefold() for heading in headings}
    return [_column(heading.strip(), whole, form) for heading in headings]


def _column(heading: str, whole: set[str], form: ReportForm) -> _Column | None:
    if labelled := form.name_of_label.get(heading.casefold()):
        return _Column(labelled)
    folded = heading.casefold()
    above, _, name = folded.rpartition("/")
    # A choice of a question with several answers, which stands as a whole in a column of its own.
    if above and above in whole:
        return None
    for question in QUESTIONS:
        for part, index in _POINT_PARTS.items():
            if name in (f"_{question}_{part}", f"{question}_{part}") or name.endswith(f"{question}-{part}"):
                return _Column(question, index)
    last = name.rpartition("-")[2]
    if name in _IDENTIFIERS or last in ("instanceid", "rootuuid"):
        return _Column(name if name in _IDENTIFIERS else last)
    if name in _SENT:
        return _Column(name)
    if name in _OF_THE_PROGRAM or name.startswith("_") or not name:
        return None
    return _Column(last if last in QUESTIONS else name)


class _Words:
    """From labels to names."""

    def __init__(self, form: ReportForm) -> None:
        self.lists = {
            question.name: question.type.split()[1]
            for question in form.questions
            if question.type.startswith("select_")
        }
        self.names: Mapping[tuple[str, str], str] = form.choice_of_label
        self.topics = {label: name for (group, label), name in self.names.items() if name in PROTECTED_TOPICS and group}

    def name(self, question: str, text: str) -> str:
        """The name of a choice for its label; a text that is no label stays as it is."""
        if question == "topics" and not set(text.split()) <= PROTECTED_TOPICS:
            found = sorted({name for label, name in self.topics.items() if label in text.casefold()})
            return " ".join(found) or text
        return self.names.get((self.lists.get(question, ""), text.casefold()), text)


def _filled(line: int, cells: Sequence[str], columns: Sequence[_Column | None], words: _Words) -> ExportedForm:
    answers: list[tuple[str, str]] = []
    identifiers: dict[str, str] = {}
    points: dict[str, dict[int, str]] = {}
    sent = ""
    for column, cell in zip(columns, cells, strict=False):
        text = cell.strip()
        if column is None or not text:
            continue
        if column.point_part is not None:
            points.setdefault(column.name, {})[column.point_part] = text
        elif column.name in _IDENTIFIERS:
            identifiers[column.name] = text
        elif column.name in _SENT:
            sent = text
        else:
            answers.append((column.name, words.name(column.name, text)))
    answers += _points(points, {name for name, _ in answers})
    identifier = next((identifiers[name] for name in _IDENTIFIERS if name in identifiers), "")
    content = "\0".join(f"{name}\0{text}" for name, text in answers).encode()
    if answers and sent and not any(name == "end" for name, _ in answers):
        answers.append(("end", sent))
    return ExportedForm(line, instance_identifier(identifier, content), tuple(answers))


def _points(points: Mapping[str, Mapping[int, str]], there: set[str]) -> Iterable[tuple[str, str]]:
    for name, parts in points.items():
        if name not in there and {0, 1} <= parts.keys():
            yield name, " ".join(parts.get(index, "0") for index in range(4))
