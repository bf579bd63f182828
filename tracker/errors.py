"""What can go wrong, one class a reason; the docstring is the message unless a better one is given.

RowbackError
├── BadInput            the caller's input; it can be corrected (CLI exit 2, HTTP 4xx)
│   ├── BadLine         one line of an import
│   ├── BadAddress      a web address that Rowback does not keep
│   ├── BadTime         a time that cannot be placed
│   └── BadSetting      a ROWBACK_ setting
├── NotFound            there is no such story, version, outlet or token (HTTP 404)
├── Refused             the caller may not do this (HTTP 403)
└── StoreFailed         the database or disk did not take the write; nothing of it was kept
"""


class RowbackError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class BadInput(RowbackError):
    """The input cannot be used as it is."""


class BadLine(BadInput):
    """This line is not a capture."""


class BadAddress(BadInput):
    """This is not a web address that Rowback can keep."""


class BadTime(BadInput):
    """This time cannot be placed."""


class BadSetting(BadInput):
    """A setting has a value that cannot be used."""


class NotFound(RowbackError):
    """There is no such thing here."""


class Refused(RowbackError):
    """You may not do this."""


class StoreFailed(RowbackError):
    """The store did not take the write; nothing of it was kept."""
