"""Texts as HTML: escaped, with the words taken out and put in marked so that eye, ear and printer can tell them."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from tracker.typography import folded
from web.texts import N_, gettext

#: Control characters: they print nothing, and some browsers stumble over them. Shown as their Unicode pictures.
_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in (9, 10, 13)} | {127: 0x2421}
_CONTROLS |= dict.fromkeys([*range(0x80, 0xA0), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], 0xFFFD)

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")

#: An unchanged stretch longer than this is cut in the middle where room is short, in characters. Range 80 up.
STRETCH = 280

#: A stretch taken out or put in longer than this is cut at its end where room is short, in characters. Range 200 up.
EDIT = 900

#: In the gist of a change: its characters in all, those of one edit, and those of unchanged words beside one.
GIST, GIST_EDIT, GIST_ASIDE = 220, 110, 32

#: White space as signs for itself, where it is what differs.
_SPACES = {32: "␣", 9: "⇥", 0xA0: "⍽", 0x202F: "⍽"} | dict.fromkeys(range(0x2000, 0x200B), "␣")

_SAID = {"-": ("del", N_("taken out:")), "+": ("ins", N_("put in:"))}


def shown(value: object) -> object:
    """A value as a template prints it: control characters in a text become visible signs for themselves."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return plain(value)


def plain(text: str) -> str:
    """A text without control characters and lone surrogates, fit for HTML and for XML 1.0."""
    return text.translate(_CONTROLS)


def element(name: str, text: str, **attributes: str) -> Markup:
    """An HTML element around a text, all escaped."""
    given = "".join(f' {key}="{escape(plain(value))}"' for key, value in attributes.items())
    return Markup(f"<{name}{given}>{escape(plain(text))}</{name}>")  # noqa: S704 - every piece is escaped above


def bdi(text: str) -> Markup:
    """A name set apart, so that its direction of writing touches nothing around it."""
    return element("bdi", text)


def words(
    script: Sequence[Sequence[str]], side: str = "both", *, clip: bool = False, labels: bool = True, fine: bool = False
) -> Markup:
    """A word script as HTML with <del> and <ins>. `side` is both, old or new; `clip` shortens long stretches.

    White space at the ends of an edit stays outside of its mark. `labels` adds words for those who hear the page;
    `fine` marks also what differs only in typography or white space.
    """
    runs = _visible(script, side) if fine else _evened(script, side)
    made: list[str] = []
    for place, (sign, text) in enumerate(runs):
        if clip:
            text = clipped(sign, text, first=place == 0, last=place == len(runs) - 1)
        if sign == "~":
            made.append(f'<span class="folded">{escape(plain(text))}</span>')
        else:
            made.append(str(escape(plain(text))) if sign == "=" else _edit(sign, text, labels))
    return Markup("".join(made))  # noqa: S704 - every piece is escaped above


def gist(script: Sequence[Sequence[str]]) -> Markup:
    """The edits of a word script with a few words around, for a list that is looked through."""
    made: list[str] = []
    runs, room = _evened(script, "both"), GIST
    for place, (sign, text) in enumerate(runs):
        if room <= 0:
            made.append("…")
            break
        if sign in "=~":
            text = _aside(text, first=place == 0, last=place == len(runs) - 1)
            made.append(str(escape(plain(text))))
        else:
            text = text if len(text) <= GIST_EDIT else f"{text[:GIST_EDIT].rpartition(' ')[0] or text[:GIST_EDIT]} … "
            made.append(_edit(sign, text, True))
        room -= len(text)
    return Markup("".join(made))  # noqa: S704 - every piece is escaped above


def _aside(text: str, *, first: bool, last: bool) -> str:
    """An unchanged stretch with only the words next to an edit; all that stands alone has its start."""
    if first and last:
        return text if len(text) <= GIST_EDIT else f"{text[:GIST_EDIT].rpartition(' ')[0]} …"
    if len(text) <= 2 * GIST_ASIDE:
        return text
    head = text[:GIST_ASIDE].rpartition(" ")[0] or text[:GIST_ASIDE]
    tail = text[-GIST_ASIDE:].partition(" ")[2] or text[-GIST_ASIDE:]
    return f"… {tail}" if first else f"{head} …" if last else f"{head} … {tail}"


def _visible(script: Sequence[Sequence[str]], side: str) -> list[tuple[str, str]]:
    """A word script with white space that came or went made visible, of the side shown; breaks part paragraphs only."""
    hidden = {"old": "+", "new": "-"}.get(side, "")
    runs = [(sign, text) for sign, text in script if sign != hidden and (sign == "=" or text.strip("\n"))]
    return [
        (sign, text if sign == "=" or text.strip() else text.translate(_SPACES).strip() or "␣") for sign, text in runs
    ]


def _evened(script: Sequence[Sequence[str]], side: str) -> list[tuple[str, str]]:
    """A word script with what differs only in typography or white space as "~", in the form of the side shown."""
    runs: list[tuple[str, str]] = []
    for sign, text in script:
        if sign == "+" and runs and runs[-1][0] == "-" and folded(runs[-1][1], text):
            runs[-1] = ("~", runs[-1][1] if side == "old" else text)
        elif sign != "=" and not text.strip():
            # A space that came or went is no edit to show; where it stands on the side shown, it still parts words.
            runs += [("=", text)] if (sign == "-") == (side == "old") else []
        else:
            runs.append((sign, text))
    hidden = {"old": "+", "new": "-"}.get(side, "")
    return [run for run in runs if run[0] != hidden]


def _edit(sign: str, text: str, labels: bool) -> str:
    name, said = _SAID[sign]
    middle = text.strip()
    before, _, after = text.partition(middle)
    label = f'<span class="said">[{gettext(said)} </span>' if labels else ""
    end = '<span class="said">]</span>' if labels else ""
    return f"{escape(plain(before))}<{name}>{label}{escape(plain(middle))}{end}</{name}>{escape(plain(after))}"


def clipped(sign: str, text: str, *, first: bool = False, last: bool = False) -> str:
    """A stretch of a word script short enough for a list: unchanged words are left out away from the edits."""
    if sign in "-+":
        return text if len(text) <= EDIT else f"{text[:EDIT].rstrip()} … "
    if len(text) <= STRETCH:
        return text
    half = STRETCH // 2
    if first and not last:
        return f"… {text[-half:].lstrip()}"
    return f"{text[:half].rstrip()} …" if last else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def language(name: str) -> str:
    """A language tag (BCP 47) as an attribute may hold it; "" for one that is none."""
    return name if _LANGUAGE.fullmatch(name) else ""
