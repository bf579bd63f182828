"""What the pages say, in the language of who reads: one catalogue a language, and which of them a request gets.

English stands in the program and the templates and is what translators are given (GNU gettext). A language is a
catalogue `locale/LANGUAGE/LC_MESSAGES/rowback.po`, read as it stands: there is no compiled form to forget.
"""

import gettext as gnu
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

CATALOGUES = Path(__file__).parent / "locale"

#: The languages that there are, each by its own name, with the customs by which it writes dates and numbers (CLDR).
LANGUAGES: Mapping[str, tuple[str, Locale]] = {
    "en": ("English", Locale("en", "GB")),
    "de": ("Deutsch", Locale("de", "DE")),
}

#: The language of the program itself, of the command line and of all that programs read.
OWN = "en"

#: A header longer than this names no language that anybody reads, in characters. Range 100 up.
_LONGEST_HEADER = 1000


@dataclass(frozen=True)
class Spoken:
    """The language of an answer, whether its address names it, and that address without it ("" for a form's)."""

    language: str = OWN
    chosen: bool = False
    address: str = ""

    @property
    def prefix(self) -> str:
        """What addresses begin with so that the reader's choice goes with them: "/de", or "" without one."""
        return f"/{self.language}" if self.chosen else ""


_spoken: ContextVar[Spoken | None] = ContextVar("spoken", default=None)


def spoken() -> Spoken:
    """The language of the request at hand; English outside of any."""
    return _spoken.get() or Spoken()


def language() -> str:
    """The language of the request at hand as a tag: "de"."""
    return spoken().language


def locale() -> Locale:
    """How the language of the request at hand writes dates and numbers."""
    return LANGUAGES[language()][1]


@contextmanager
def speaking(how: Spoken) -> Iterator[None]:
    """Within, texts are in this language."""
    token = _spoken.set(how)
    try:
        yield
    finally:
        _spoken.reset(token)


def parted(path: str) -> tuple[str, str]:
    """The language that a path names, "" for none, and the path without it: "/de/about" is "de" and "/about"."""
    first, _, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if first in LANGUAGES else ("", path)


def preferred(header: str, default: str) -> str:
    """The language of ours that an Accept-Language header likes best (RFC 9110, 12.5.4); `default` for none."""
    liked: list[tuple[float, int, str]] = []
    for place, one in enumerate(header[:_LONGEST_HEADER].split(",")):
        tag, _, weight = one.partition(";")
        name = tag.strip().lower().partition("-")[0]
        liked.append((-_weight(weight), place, default if name == "*" else name))
    return next((name for weight, _, name in sorted(liked) if weight < 0 and name in LANGUAGES), default)


def _weight(text: str) -> float:
    """How much a language is liked, 0 to 1; 0 for what cannot be read."""
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip().lower() == "q" else float(not name)
    except ValueError:
        return 0.0


@cache
def catalogue(name: str) -> gnu.NullTranslations:
    """A language's texts. What is missing or marked as doubtful stays English."""
    path = CATALOGUES / name / "LC_MESSAGES" / "rowback.po"
    if name == OWN or not path.exists():
        return gnu.NullTranslations()
    with path.open("rb") as file:
        found = read_po(file, locale=name)
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)


def gettext(message: str, /, **values: object) -> str:
    """A text in the reader's language. Its places are `%(name)s`, filled by `values`; numbers as the language has them.

    A percent sign is always written `%%`, as in templates.
    """
    return catalogue(language()).gettext(message) % filled(values)


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """A text that counts, in the right number: `%(num)s` is the count."""
    return catalogue(language()).ngettext(one, many, num) % filled({"num": num, **values})


def pgettext(context: str, message: str, /, **values: object) -> str:
    """A text whose English could mean two things; `context` says which."""
    return catalogue(language()).pgettext(context, message) % filled(values)


def N_(message: str) -> str:
    """Marks a text for translation where it is declared; `gettext` translates it where it is shown."""
    return message


def number(count: float) -> str:
    """A number as the language writes it: "12,345", "12.345"."""
    return format_decimal(count, locale=locale())


def filled(values: Mapping[str, object]) -> dict[str, object]:
    """Values as texts hold them."""
    return {
        name: number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        for name, value in values.items()
    }
