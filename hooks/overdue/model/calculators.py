"""`data/calculators.yml`: what the two helpers that count know. Their rules are statements with a basis, as everywhere.

The shape is checked here; that figures equal those of the points is checked by `checks/calculators.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, cast

from pydantic import BeforeValidator, Field, WithJsonSchema

from overdue.model.library import Record
from overdue.model.records import BasisRef, Body, Bool, Claim, Date, Deadline, Id, Int, Model, Ref, Statement, Text
from overdue.model.yamlfile import Location, Mark, YamlFile

FILE = "calculators.yml"

Unit = Literal["day-percent", "day-permyriad", "year-percent", "year-times"]
"""How a contract may word a rate: per day in % or in 万分之, per year in %, or the yearly loan rate times so much."""


def _to_decimal(value: object) -> object:
    """Accept `0.05` and `18`, refuse `.5`, `1e3` and `-1`."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and re.fullmatch(r"(0|[1-9]\d{0,6})(\.\d{1,6})?", value):
        return Decimal(value)
    raise ValueError("a number such as 0.05")


Num = Annotated[Decimal, BeforeValidator(_to_decimal), WithJsonSchema({"type": "number"})]


class Counting(Model):
    """How one body of law counts its periods."""

    id: Id
    title: Text
    posting: Bool
    """Whether papers posted before the end are in time."""
    sources: tuple[Id, ...]
    """Of these sources; none: whatever no other entry names."""
    rules: tuple[Statement, ...] = Field(min_length=1)


class Extra(Deadline):
    """A period that is not the deadline of a remedy, and the page that tells about it."""

    unit: Literal["day", "working-day", "month", "year"]
    about: Ref
    topic: str
    notes: tuple[Statement, ...] = ()


class Helper(Body):
    """A page that helps to count."""

    linked: tuple[Ref, ...]
    """Records that link here."""
    lists: tuple[str, ...]
    """Folders whose lists link here."""


class Dates(Helper):
    """What the page of the dates knows besides the deadlines of the remedies."""

    example: Date
    order: tuple[str, ...]
    others: tuple[str, ...]
    """`remedy/deadline` of those that somebody else has to keep."""
    counting: tuple[Counting, ...] = Field(min_length=1)
    extra: tuple[Extra, ...]

    def counting_of(self, deadline: Deadline) -> Counting:
        """Return how a deadline is counted, by the source of its first basis."""
        source = deadline.basis[0].partition("#")[0]
        rest = next(each for each in self.counting if not each.sources)
        return next((each for each in self.counting if source in each.sources), rest)


class Wording(Model):
    """A rate in the words of a contract."""

    unit: Unit
    rate: Num
    times: Num | None = None


class Example(Model):
    """The sums of a worked table."""

    principal: Int = Field(gt=0)
    days: tuple[Int, ...] = Field(min_length=1)


class ContractExample(Example):
    """The sums of the worked table, with wordings."""

    rates: tuple[Wording, ...] = Field(min_length=1)


class Cap(Model):
    """A cap that a rule sets for one kind of lender."""

    times: Int = Field(gt=0)
    of: Literal["lpr"]
    basis: tuple[BasisRef, ...] = Field(min_length=1)


class Case(Model):
    """What may be compared for one kind of lender."""

    id: Id
    title: Text
    lenders: tuple[str, ...] = Field(min_length=1)
    cap: Cap | None = None
    rules: tuple[Statement, ...] = Field(min_length=1)
    see: tuple[Ref, ...]


class Delay(Model):
    """The extra part of interest after a judgment."""

    rate: Num
    """Percent a day."""
    basis: tuple[BasisRef, ...] = Field(min_length=1)
    rules: tuple[Statement, ...] = Field(min_length=1)
    example: Example
    see: tuple[Ref, ...]


class Interest(Helper):
    """What the page of the overdue interest knows."""

    contract: tuple[Statement, ...] = Field(min_length=1)
    example: ContractExample
    cases: tuple[Case, ...] = Field(min_length=1)
    lpr: Statement
    delay: Delay


class Calculators(Model):
    """The whole file."""

    dates: Dates
    interest: Interest


@dataclass(frozen=True)
class HelperRecord(Record):
    """One half of the file in the form of a record, so that the rules about records judge it too."""

    KIND: ClassVar = "calculator"

    @property
    def ref(self) -> str:
        """The page's address below the language: `dates`."""
        return self.id

    def mark(self, location: Location) -> Mark:
        """Return line and column of a field."""
        return self.file.mark((self.id, *location))

    def cited(self) -> Iterator[tuple[Location, Statement | Claim]]:
        """Yield every statement, at whatever depth."""
        yield from ((at, text) for at, text in self.texts if isinstance(text, Statement))


def helper_records(calculators: Calculators, file: YamlFile) -> dict[str, Record]:
    """Return the two halves of the file as records."""
    bodies: dict[str, Body] = {"dates": calculators.dates, "interest": calculators.interest}
    return {name: HelperRecord(HelperRecord.KIND, name, "", body, file, (), ()) for name, body in bodies.items()}


def dates_of(helpers: dict[str, Record]) -> Dates:
    """Return the body of the page of the dates."""
    return cast("Dates", helpers["dates"].body)


def interest_of(helpers: dict[str, Record]) -> Interest:
    """Return the body of the page of the interest."""
    return cast("Interest", helpers["interest"].body)
