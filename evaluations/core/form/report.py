"""What a form says of its report: the words, figures and chapters, and the sentences that state figures of the tables."""

from pydantic import Field

from evaluations.core.form.stated import Code, Label, Part, Words


class ReportFigure(Part):
    """A figure of the report; `equals` is the path of the table cell that it must equal."""

    code: Code
    label: Label
    equals: str | None = None


class Chapter(Part):
    """A chapter of the report; without money from the source `only_with` it reads 「无」."""

    number: int = Field(ge=1)
    title: Label
    hint: str = ""
    only_with: Code | None = None


class SentenceTemplate(Part):
    """A sentence of the report that states figures: `{…}` holds a figure's code, the path of an amount, or one of `PLACEHOLDERS`.

    `heading` is the line of the chapter under which it stands. With `each` (a line of rows, an indicator category or a first level) there is one
    sentence per row, in which `{…}` may also hold one of `Edition.row_placeholders` or `INDICATOR_PLACEHOLDERS`. If the cell `when` (in each row: its
    field) is blank, there is no sentence; if its amount is 0, the sentence reads `zero`, or is left out if there is no `zero`.
    """

    code: Code
    chapter: int
    template: Label
    heading: Words = ""
    each: str | None = None
    when: str | None = None
    zero: Words = ""


class AdjustmentWords(Part):
    """How `{adjustment}` reads; `{amount}` is the amount without its sign."""

    raised: Label
    lowered: Label
    unchanged: Label


class ReportForm(Part):
    """The report's words: title, figures, chapters. `seal` precedes the unit's name on the cover, `attachments` the list of attachments.

    `file_name` is the file's name (`2023年度…_整体支出绩效自评报告.docx`); without one, the part of the title after the unit's name is used.
    `sentences` can be composed from the tables; they are in the order of the chapters.
    """

    title: Label
    file_name: Words = ""
    none: Label
    seal: Words = ""
    blank_date: Words = ""
    attachments: Words = ""
    figures: tuple[ReportFigure, ...]
    chapters: tuple[Chapter, ...] = Field(min_length=1)
    adjustment: AdjustmentWords | None = None
    sentences: tuple[SentenceTemplate, ...] = ()

    @property
    def named(self) -> str:
        """The file's name."""
        return self.file_name or self.title.partition("{unit}")[2] or self.title


NO_REPORT = ReportForm.model_construct(title="", none="", figures=(), chapters=())
"""What a form without a report says of it."""
