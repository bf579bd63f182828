"""What readers call the parts of a story and the kinds of change, in their language."""

from tracker.kinds.model import Kind
from tracker.model import BlockRole, Part
from web.texts import N_, gettext

_PARTS = {
    Part.HEADLINE: N_("Headline"),
    Part.STANDFIRST: N_("Standfirst"),
    Part.BYLINE: N_("Byline"),
    Part.DATELINE: N_("Dateline"),
    Part.SECTION: N_("Section"),
    Part.BODY: N_("Text"),
    Part.CAPTION: N_("Caption"),
    Part.PUBLISHED_AT: N_("Stamp"),
    Part.URL: N_("Address"),
}

_KINDS = {
    Kind.FIGURE: N_("figure"),
    Kind.WHEN: N_("when"),
    Kind.NAME: N_("name"),
    Kind.QUOTE: N_("quote"),
    Kind.ATTRIBUTION: N_("attribution"),
    Kind.CERTAINTY: N_("certainty"),
    Kind.ADDITION: N_("addition"),
    Kind.REMOVAL: N_("removal"),
    Kind.WORDING: N_("wording"),
    Kind.COPYEDIT: N_("copyedit"),
    Kind.NOTICE: N_("notice"),
    Kind.STATUS: N_("status"),
}

_NOTICES = {
    "correction": N_("correction"),
    "clarification": N_("clarification"),
    "editor's note": N_("editor’s note"),
    "amendment": N_("amendment"),
}

_ROLES = {
    BlockRole.NOTICE: N_("Notice"),
    BlockRole.STATUS: N_("Developing line"),
    BlockRole.STAMP: N_("Stamp"),
}

_LIVES = {
    Part.HEADLINE: N_("The life of the headline"),
    Part.STANDFIRST: N_("The life of the standfirst"),
    Part.BYLINE: N_("The life of the byline"),
    Part.DATELINE: N_("The life of the dateline"),
    Part.SECTION: N_("The life of the section"),
    Part.CAPTION: N_("The life of a caption"),
}


def part_label(part: Part) -> str:
    """The name of a part as a label: "Headline"."""
    return gettext(_PARTS[Part(part)])


def kind_label(kind: str) -> str:
    """The name of a kind of change in a line of text: "figure"."""
    return gettext(_KINDS[Kind(kind)])


def notice_word(kind: str) -> str:
    """What a notice is, in a line of text: "correction"."""
    return gettext(_NOTICES[kind]) if kind in _NOTICES else kind


def role_label(role: BlockRole) -> str:
    """What a block is in which the publisher speaks of the story itself: "Notice"."""
    return gettext(_ROLES[BlockRole(role)])


def life_title(part: Part) -> str:
    """What the page of one sentence's life is called."""
    return gettext(_LIVES.get(part, N_("The life of a sentence")))
