"""Finds links, mail addresses and telephone numbers, which are no quantities, and says when one stands for another."""

import re
from collections.abc import Iterator

from tracker.kinds.model import Finding, Kind
from tracker.kinds.reading import Reading

#: Not quantities: telephone numbers, addresses of pages and mails, and numbers that are part of a longer code.
_CONTACT = re.compile(
    r"(?:https?://|www\.)[^\s<>()\]]+|\b(?:[\w-]{1,40}\.){1,4}(?:com|org|net|gov|edu|int|info|eu|ch|sg|uk|de|fr|es|"
    r"ie|au)\b(?:\.[a-z]{2}\b)?(?:/[^\s<>)\]]*)?|\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
    r"|(?<![\w.,])(?!\d{1,3}(?: \d{3})+(?![ -]?\d))(?!(?:1[6-9]|20)\d\d-\d\d-\d\d(?![\d-]))"
    r"\+?\(?\d{1,4}\)?(?:[ -]\d{2,8}){2,5}(?![\w]|[.,]\d)|"
    r"(?<!\w)\+\d{1,3} \d{4,12}(?!\w)|(?<=\btel )[\d ()+-]{6,20}|(?<=\bcall )\d{3,4} \d{4}(?!\w)|"
    r"(?<!\d)[3689]\d{3} \d{4}(?!\w)",
    re.IGNORECASE,
)
#: What every contact holds: a cheap look before the careful one.
_MAY_HOLD_CONTACT = re.compile(r"@|://|www\.|\w\.[a-z]{2}|\d[ )-]\(?\d|\bcall \d|\+\d", re.IGNORECASE)


def contacts(text: str) -> list[re.Match[str]]:
    """The links, mail addresses and telephone numbers of a text."""
    return list(_CONTACT.finditer(text)) if _MAY_HOLD_CONTACT.search(text) else []


def _shown(text: str) -> list[re.Match[str]]:
    """The same without where a link leads whose text stands before it ("[a test](https://…)"): that is setting."""
    return [match for match in contacts(text) if text[max(0, match.start() - 2) : match.start()] != "]("]


def changed_contacts(reading: Reading) -> Iterator[Finding]:
    """A link, address or telephone number in the place of another: one fact swapped for another."""
    every = [_shown(side.text) for side in reading.sides]
    if not any(every):
        return
    found = [
        [m for m in all_ if side.was_edited((m.start(), m.end() + 1))]
        for side, all_ in zip(reading.sides, every, strict=True)
    ]
    texts = [{_address(match[0]) for match in matches} for matches in found]
    stand = [{_address(match[0]) for match in matches} for matches in every]
    gone, come = texts[0] - stand[1], texts[1] - stand[0]
    spans = [tuple(match.span() for match in matches) for matches in found]
    if not gone and not come and any(spans):
        shown = ", ".join(sorted(texts[0] | texts[1]))
        yield Finding(Kind.COPYEDIT, f"the same address: {shown}", False, spans[0], spans[1])
    if gone:
        yield Finding(Kind.REMOVAL, f"{', '.join(sorted(gone))} no longer there", True, spans[0], ())
    if come:
        yield Finding(Kind.ADDITION, f"{', '.join(sorted(come))} new", True, (), spans[1])


def _address(text: str) -> str:
    """A link without what leads to the same page all the same."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", text.rstrip(".,;/"), flags=re.IGNORECASE)
