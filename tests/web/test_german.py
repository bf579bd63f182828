"""The German pages: every text that is marked is translated, and no English word of ours is left on any page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient
from lxml import html

from storage.archive import Store
from tests.newsroom import NOW
from tracker import intake, sample
from tracker.model import Deed, Part, Show, Via
from web import labels, reasons, texts
from web.texts import Spoken

ROOT = Path(__file__).parents[2]
GERMAN = texts.CATALOGUES / "de" / "LC_MESSAGES" / "rowback.po"

_PLACE = re.compile(r"%\((\w+)\)s|(?<!%)\{(\w+)\}")
_WORD = re.compile(r"[^\W\d_]{3,}")

#: Words that are the same in both languages.
SAME = {"Rowback", "Feed", "Atom", "JSON", "JSON Feed", "Text", "Name", "Host", "OPML", "CSV", "UTC", "API"}

#: Elements whose text is quoted, typed or a program's.
QUOTED = {"bdi", "kbd", "code", "pre", "del", "ins", "script", "style", "textarea", "mark"}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All that is marked for translation in the program and its templates, as `make texts` finds it."""
    path = tmp_path_factory.mktemp("texts") / "rowback.pot"
    command = ["pybabel", "--quiet", "extract", "-F", str(ROOT / "pyproject.toml"), "-o", str(path), str(ROOT)]
    CommandLineInterface().run(command)  # type: ignore[no-untyped-call]
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def german() -> Catalog:
    """The German catalogue."""
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def messages(catalogue: Catalog) -> Iterator[Message]:
    yield from (message for message in catalogue if message.id)


def forms(message: Message) -> tuple[list[str], list[str]]:
    """The English and the translated forms of a message, one each or one for each number."""
    one, other = ([text] if isinstance(text, str) else list(text or ()) for text in (message.id, message.string))
    return one, other


def places(text: str) -> set[str]:
    return {first or second for first, second in _PLACE.findall(text)}


def test_every_text_that_is_marked_is_translated_and_none_is_doubtful(marked: Catalog, german: Catalog) -> None:
    there = {(message.context, message.id): message for message in messages(german)}
    assert len(there) > 500
    missing = [message.id for message in messages(marked) if (message.context, message.id) not in there]
    assert missing == [], "run `make texts` and translate"
    assert [message.id for message in there.values() if message.fuzzy or not all(forms(message)[1])] == []


def test_no_translation_is_left_of_a_text_that_went(marked: Catalog, german: Catalog) -> None:
    there = {(message.context, message.id) for message in messages(marked)}
    assert [message.id for message in messages(german) if (message.context, message.id) not in there] == []


def test_a_translation_fills_the_same_places(german: Catalog) -> None:
    for message in messages(german):
        english, own = forms(message)
        assert places(own[-1]) == places(english[-1]), message.id
        assert all(places(text) <= places(english[-1]) for text in own), message.id


def test_every_form_of_a_reason_is_read_back_and_told_in_german() -> None:
    with texts.speaking(Spoken("de")):
        assert reasons.told("The last 3 looks failed.") == "Die letzten 3 Abrufe schlugen fehl"
        assert reasons.told("4 changes are too few for a share; it is given from 20").startswith("4 Änderungen sind zu")
        grounds = (
            '"three" became "five"; no correction, clarification or editor\'s note on it was found in what was kept '
            "until 2 Nov 2026 09:00 UTC; the publisher's stamp did not move (1 Nov 2026)"
        )
        assert reasons.told(grounds) == (
            "aus „three“ wurde „five“; in dem, was bis 2. Nov. 2026, 09:00 UTC aufbewahrt wurde, fand sich dazu weder "
            "Korrektur noch Klarstellung noch Anmerkung der Redaktion; der Zeitstempel des Mediums blieb stehen "
            "(1 Nov 2026)"
        )


def test_a_reason_of_no_known_form_stays_english_and_is_marked_so() -> None:
    with texts.speaking(Spoken("de")):
        assert reasons.reason("Because of <b>this</b>.") == '<span lang="en">Because of &lt;b&gt;this&lt;/b&gt;.</span>'
    assert reasons.reason("Because of this.") == "Because of this."


def test_kinds_and_parts_have_german_names() -> None:
    with texts.speaking(Spoken("de")):
        assert labels.kind_label("figure") == "Zahl"
        assert labels.part_label(Part.HEADLINE) == "Überschrift"


@pytest.fixture
def sampled(client: TestClient, store: Store) -> TestClient:
    """A client of an application that holds the sample, shown in full."""
    lines = ((str(number), raw) for number, raw in enumerate(sample.lines(), 1))
    intake.take(store, intake.from_lines(lines, via=Via.IMPORT, now=NOW), now=NOW)
    for host in sample.ZONES:
        store.decide(host, Deed.SHOW, Show.FULL, made_by="test", made_at=NOW)
    return client


def ours(page: str, language: str) -> set[str]:
    """The texts of a page that are ours: neither quoted nor in another language, nor an address."""
    found, tree = set(), cast(Any, html.fromstring(page))
    for node in tree.xpath("//body//text()"):
        above = [node.getparent()] if node.is_text else [node.getparent().getparent()]
        above += list(above[0].iterancestors())
        foreign = any(each.get("lang", language) != language or each.get("dir") == "auto" for each in above)
        if not foreign and not any(each.tag in QUOTED for each in above) and _WORD.search(node):
            found.add(" ".join(node.split()).strip(" ·:,.;"))
    return found


FIRST, SECOND = "20261105T195000.000Z", "20261105T202000.000Z"

PATHS = [
    "/",
    "/?kind=status&time=day",
    "/stories",
    "/stories?q=nothing-at-all",
    "/outlets",
    "/outlets/courier.example",
    "/stories/1",
    "/stories/2",
    f"/stories/1@{FIRST}",
    f"/stories/1@{SECOND}",
    f"/stories/1/{FIRST}..{SECOND}",
    "/stories/1/flow",
    "/stories/1/embed",
    "/stories/1/blame",
    f"/stories/1?since={SECOND}",
    "/said",
    "/said?q=fire&removed=1",
    "/about",
    "/signin",
    "/nowhere",
]

#: What a page of the sample says that is not ours, though nothing marks it: names, addresses, digests, zones.
NOT_OURS = re.compile(
    r"^(https?:|\d{4}-\d\d-\d\dT|[0-9a-f]{64}|rowback-|[\w.]+\.example|Europe/|import\b|GMT|English|Deutsch|"
    r"The North|Wendauer)"
)


@pytest.mark.parametrize("path", PATHS)
def test_a_german_page_has_no_english_text_of_ours_left(sampled: TestClient, path: str) -> None:
    assert sampled.get(f"/de{path}").status_code == (404 if path == "/nowhere" else 200)
    english = ours(sampled.get(f"/en{path}").text, "en")
    german = ours(sampled.get(f"/de{path}").text, "de")
    left = {text for text in english & german - SAME if not NOT_OURS.match(text)}
    assert len(english) > 5
    assert left == set()


def test_what_the_publisher_says_keeps_its_own_language(sampled: TestClient) -> None:
    tree = cast(Any, html.fromstring(sampled.get(f"/de/stories/1@{SECOND}").text))
    assert tree.get("lang") == "de"
    assert tree.xpath("//*[@lang='en']//*[@id='headline']")
