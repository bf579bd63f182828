"""Rows as CSV that a spreadsheet opens without harm: no text that somebody else wrote is read as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from pydantic import BaseModel

from web.marks import plain

#: RFC 4180, with the parameter that says that the first line names the columns (RFC 7111).
MEDIA_TYPE = "text/csv; charset=utf-8; header=present"

#: Excel takes a file without it for the machine's own code page, and turns every umlaut into two signs.
MARK = "\ufeff"

#: What makes a cell a formula (OWASP, CSV Injection), where a cell may begin: at the start, or behind what some
#: spreadsheet takes for the end of a cell whatever we write (a German Excel the semicolon), quotes and space between.
_FORMULA = re.compile("(^|[;,|\t\r\n])([\\s\"']*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def cell(value: object) -> str:
    """A value as a cell: texts defused by an apostrophe, lists parted by spaces, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return _FORMULA.sub(r"\1\2'", plain(text))


def table(rows: Iterable[BaseModel], columns: Sequence[str]) -> bytes:
    """Rows as CSV: UTF-8 with its mark, CRLF, every cell quoted, the names of the columns first."""
    made = StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        values = row.model_dump(mode="json")
        writer.writerow([cell(values[name]) for name in columns])
    return (MARK + made.getvalue()).encode()
