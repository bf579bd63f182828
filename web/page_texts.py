"""Texts as templates take them: markup of ours stands, what fills them is made harmless."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from web.marks import plain
from web.texts import catalogue, filled, language


def _escaping(values: Mapping[str, Any]) -> dict[str, object]:
    """Values as a page's texts hold them: made harmless, unless they are markup of ours."""
    return {
        name: value if isinstance(value, Markup) or not isinstance(value, str) else plain(value)
        for name, value in filled(values).items()
    }


def gettext(message: str, /, **values: object) -> Markup:
    """`gettext` for templates: the message may hold markup of ours, the values are escaped."""
    return Markup(catalogue(language()).gettext(message)) % _escaping(values)  # noqa: S704 - our own catalogue


def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
    """`ngettext` for templates."""
    text = Markup(catalogue(language()).ngettext(one, many, num))  # noqa: S704 - our own catalogue
    return text % _escaping({"num": num, **values})


def pgettext(context: str, message: str, /, **values: object) -> Markup:
    """`pgettext` for templates."""
    return Markup(catalogue(language()).pgettext(context, message)) % _escaping(values)  # noqa: S704 - our own catalogue
