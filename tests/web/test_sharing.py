"""Shared links: a picture of the edit for every version and comparison, drawn with whatever letters there are."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from tests.newsroom import line
from tests.web.conftest import T1, T2, T3, Tell
from web import card, lettering
from web.card import Card
from web.lettering import Style, Word, drawable, legible, lines, ordered, width, words

PICTURES = [f"/stories/1@{T1}.png", f"/stories/1@{T2}.png", f"/stories/1/{T1}..{T2}.png", f"/stories/1/{T1}..{T3}.png"]
PAGES = ["/stories/1", f"/stories/1@{T2}", f"/stories/1/{T1}..{T3}", f"/stories/1@{T1}"]
PLAIN = Card("The Paper", "Fire at mill", "Changed by 2 Nov 2026, 08:20 GMT", "+1 −1 words")


def forget() -> None:
    """Forget which fonts there are."""
    for kept in (lettering._fonts, lettering._home, lettering._set):
        kept.cache_clear()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without fonts, as a slim container is."""
    monkeypatch.setattr(lettering, "FOLDERS", ())
    forget()
    yield
    monkeypatch.undo()
    forget()


def drawn(body: bytes) -> Image.Image:
    """A picture that must be one, of the size that is asked for."""
    made = Image.open(BytesIO(body))
    assert (made.format, made.size) == ("PNG", (1200, 630))
    return made.convert("RGB")


@pytest.mark.parametrize("path", PICTURES)
def test_every_version_and_comparison_has_a_picture_that_is_not_sent_twice(
    client: TestClient, fire: int, path: str
) -> None:
    response = client.get(path)
    assert response.headers["content-type"] == "image/png"
    assert len(response.content) < 100_000
    drawn(response.content)
    assert client.get(path, headers={"if-none-match": response.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_its_picture_with_words_for_who_cannot_see_it(client: TestClient, fire: int, path: str) -> None:
    page = client.get(path).text
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page)
    }
    assert {"og:title", "og:description", "og:image", "og:image:alt", "og:url"} <= set(found)
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:url"].startswith("http://127.0.0.1:8000/stories/1")
    assert found["og:image"].startswith("http://127.0.0.1:8000/stories/1")
    drawn(client.get(found["og:image"].removeprefix("http://127.0.0.1:8000")).content)


def test_the_picture_of_a_comparison_is_its_own(client: TestClient, fire: int) -> None:
    one, other = (drawn(client.get(path).content) for path in PICTURES[2:])
    assert ImageChops.difference(one, other).getbbox() is not None
    assert client.get(PICTURES[1]).content == client.get(PICTURES[2]).content


@pytest.mark.parametrize("path", PICTURES)
def test_what_is_for_operators_only_has_no_picture(client: TestClient, fire_hidden: int, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_excerpt_draws_what_changed_alone(client: TestClient, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def noted(on: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: Style, fill: str) -> None:
        texts.append(text)
        lettering.draw(on, at, text, style, fill)

    monkeypatch.setattr(card, "draw", noted)
    tell(line(0, "Three were hurt.", "Secret."), line(9, "Five were hurt.", "Secret."))
    client.get("/stories/1@20261102T080900.000Z.png")
    assert {"Three", "Five"} <= set(texts)
    assert "Secret." not in texts


@pytest.mark.parametrize("path", ["/stories/1@now.png", "/stories/1/a..b.png", "/stories/9@20261102T080900.000Z.png"])
def test_a_picture_of_nothing_is_an_error(client: TestClient, fire: int, path: str) -> None:
    assert client.get(path).status_code in (400, 404)


def test_a_machine_without_fonts_draws_latin_all_the_same(bare: None) -> None:
    assert legible(words([("Über den Hafen – „größer“", False)]))
    assert width("Über", Style(30)) > width("Ube", Style(30))
    with_text = drawn(card.png(Card("Blatt", "Größer", "", "", after=[("Fünf Menschen", True)])))
    assert ImageChops.difference(with_text, drawn(card.png(Card("Blatt", "Größer", "", "")))).getbbox() is not None


def test_what_no_font_can_write_gives_way_to_the_sentence(bare: None) -> None:
    assert not legible(words([("حريق كبير", False)]))
    arabic = Card("A", "حريق", "", "", after=[("حريق كبير", True)], told="A figure changed.")
    told = Card("A", "", "", "", told="A figure changed.")
    assert card.png(arabic) == card.png(told)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=80), st.lists(st.tuples(st.text(max_size=200), st.booleans()), max_size=4))
def test_no_text_breaks_a_picture(headline: str, pieces: list[tuple[str, bool]]) -> None:
    drawn(card.png(Card(headline[:9], headline, headline, "", before=pieces, after=pieces[::-1], told=headline)))


def test_a_picture_of_a_novel_takes_no_longer_than_one_of_a_page() -> None:
    long = [("word " * 200_000, True)]
    drawn(card.png(Card("A", "B " * 100_000, "C " * 100_000, "", before=long, after=long)))


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_keep_all_letters_of_a_text_and_their_marks(plain: str, marked: str) -> None:
    found = words([(plain, False), (marked, True)])
    assert "".join(word.text for word in found if not word.marked) == "".join(drawable(plain).split())
    assert "".join(word.text for word in found if word.marked) == "".join(drawable(marked).split())


def test_lines_keep_within_their_room_and_end_where_they_must() -> None:
    found = words([("one two three four five six seven eight nine ten " * 5, False)])
    broken = lines(found, Style(30), 300, 3)
    assert len(broken) == 3
    assert broken[-1][-1].text.endswith("…")
    for row in broken:
        assert sum(width(word.text, Style(30)) for word in row) <= 300


def test_words_of_the_other_direction_keep_their_own_order() -> None:
    line_ = [Word("قال"), Word("New"), Word("York"), Word("يوم", spaced=False)]
    assert [word.text for word in ordered(line_, right=False)] == ["يوم", "New", "York", "قال"]
    assert [word.text for word in ordered(line_, right=True)] == ["قال", "New", "York", "يوم"]
    assert [word.spaced for word in ordered(line_, right=False)] == [True, True, True, False]
