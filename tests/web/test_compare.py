"""Two versions compared: the list of changes with its filters, typography and noise on demand, quotations, anchors."""

import re
from collections import Counter

import pytest
from fastapi.testclient import TestClient

from storage.archive import Store
from tests.newsroom import line
from tests.web.conftest import T1, T2, T3, Tell
from tests.web.test_hostile import EVIL
from tests.web.test_pages import text
from tracker.model import Show

PAIR = f"/stories/1/{T1}..{T3}"
API = f"/api/v1/stories/1/diff/{T1}..{T3}"
MOVED = "The harbour master said that the ferries will run again on Monday morning."
TOLD = tuple(f"Sentence number {n} of this story says something of its own." for n in range(8))


def lines(page: str, *, every: bool = False) -> list[str]:
    """The lines of the list of changes, those that do not fit the filters left out."""
    found = re.findall(r'<li id="c\d+" class="line".*?</li>\s*(?=<li id="c|</ol>)', page, re.DOTALL)
    return [one for one in found if every or " hidden>" not in one.partition("\n")[0]]


def test_each_change_stands_in_the_list_with_its_kind_part_weight_and_reason(client: TestClient, fire: int) -> None:
    headline, sentence, *others = lines(text(client, PAIR))
    assert 'data-part="headline"' in headline
    assert "<b lang=" in headline
    assert 'data-kind="figure" data-part="body" data-substance="yes"' in sentence
    assert "figure: Three -&gt; Five" in sentence
    assert "of substance" in sentence
    assert any('data-kind="notice"' in one for one in others)


@pytest.mark.parametrize("view", ["", "?view=side"])
def test_the_list_and_the_text_lead_to_each_other(client: TestClient, fire: int, view: str) -> None:
    page = text(client, PAIR + view)
    for place in re.findall(r'<li id="c(\d+)"', page):
        assert f'href="#p{place}"' in page
        assert f'id="p{place}"' in page
        assert f'class="ref" href="#c{place}"' in page


@pytest.mark.parametrize("view", ["", "?view=side", "?fine=all", "?only=changes", "?view=side&fine=all&only=changes"])
def test_every_name_on_the_page_is_given_once(client: TestClient, tell: Tell, view: str) -> None:
    said = TOLD[7].replace(".", "…")
    tell(line(0, MOVED, *TOLD), line(20, "New.", *TOLD[1:7], said, MOVED, headline="Other"), show=Show.FULL)
    page = text(client, f"/stories/1/{T1}..{T2}{view}")
    counts = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, count in counts.items() if count > 1] == []
    for name in re.findall(r'href="#([^"]+)"', page):
        assert name in counts


def test_the_list_is_narrowed_by_its_address_and_the_text_shows_which_fit(client: TestClient, fire: int) -> None:
    page = text(client, f"{PAIR}?kind=notice")
    assert all('data-kind="notice"' in one for one in lines(page))
    assert 0 < len(lines(page)) < len(lines(page, every=True))
    assert page.count(' hit"') == len(lines(page))
    assert "No change fits" not in page
    assert "No change fits" in text(client, f"{PAIR}?kind=notice&part=headline")


def test_each_choice_says_how_many_it_would_leave(client: TestClient, fire: int) -> None:
    def counts(asked: str) -> dict[str, str]:
        return dict(re.findall(r'data-value="(\w+)".*?sifter-count">(\d+)<', text(client, PAIR + asked)))

    assert counts("")["figure"] == "2"
    assert counts("?part=headline")["figure"] == "1"
    assert counts("?part=headline")["notice"] == "0"
    assert counts("?part=headline")["headline"] == counts("")["headline"] == "1"


def test_the_filters_stay_while_the_way_of_looking_changes(client: TestClient, fire: int) -> None:
    page = text(client, f"{PAIR}?kind=figure&view=side")
    assert f'href="{PAIR}?view=side&amp;kind=figure&amp;only=changes"' in page
    assert '<input type="hidden" name="kind" value="figure">' in page
    chosen = client.get("/stories/1/compare", params={"a": T1, "b": T2, "kind": "figure", "view": "side"})
    assert chosen.headers["location"] == f"/stories/1/{T1}..{T2}?view=side&kind=figure"


@pytest.mark.parametrize("asked", ["kind=poem", "part=x", "substance=maybe", "fine=1", "list=9", "view=x"])
def test_a_filter_that_does_not_exist_is_refused(client: TestClient, fire: int, asked: str) -> None:
    assert client.get(f"{PAIR}?{asked}").status_code == 422


def test_typography_and_white_space_are_folded_until_they_are_asked_for(client: TestClient, tell: Tell) -> None:
    plain = ('"We are safe," she said.', "The road  is closed.", "Three are hurt.")
    tell(line(0, *plain), line(20, "“We are safe,” she said.", "The road is closed.", "Five are hurt."), show=Show.FULL)
    pair = f"/stories/1/{T1}..{T2}"
    folded, fine = text(client, pair), text(client, f"{pair}?fine=all")
    assert "2 places differ only in white space or typography" in folded
    assert len(lines(folded)) == 1
    assert len(lines(fine)) == 3
    assert "␣" in fine
    assert "␣" not in folded


def test_noise_between_the_versions_is_shown_with_its_reason_on_demand(client: TestClient, lived: Store) -> None:
    moments = [one["moment"] for one in client.get("/api/v1/stories/1/versions").json()["items"]]
    pair = f"/stories/1/{moments[-1]}..{moments[0]}"
    folded = text(client, pair)
    assert "Folded as noise" not in folded
    assert f'href="{pair}?fine=all"' in folded
    assert "Folded as noise" in text(client, f"{pair}?fine=all")


def test_the_slider_knows_every_version_and_the_two_that_are_compared(client: TestClient, fire: int) -> None:
    page = text(client, PAIR)
    assert re.search(r'data-for="a" min="1" max="3" value="1" aria-label="Before"', page)
    assert re.search(r'data-for="b" min="1" max="3" value="3" aria-label="After"', page)


def place_of(client: TestClient, part: str) -> int:
    """The place of the first change of a part."""
    changes = client.get(API).json()["changes"]
    return int(next(one["place"] for one in changes if one["part"] == part))


def test_the_api_tells_the_changes_with_their_kinds_and_addresses(client: TestClient, fire: int) -> None:
    diff = client.get(API).json()
    for change in diff["changes"]:
        pair = diff["pairs"][change["place"]]
        assert (pair["part"], pair["op"]) == (change["part"], change["op"])
        assert change["url"].endswith(f"{PAIR}#p{change['place']}")
    assert [change["kinds"] for change in diff["changes"]][:2] == [["figure"], ["figure"]]


def test_a_quotation_names_outlet_headline_words_checks_seals_and_address(client: TestClient, fire: int) -> None:
    place = place_of(client, "body")
    made = client.get(f"{API}/quotation?change={place}").json()
    seals = [client.get(f"/api/v1/stories/1/versions/{at}").json()["provenance"]["seal"] for at in (T1, T3)]
    assert made["text"].splitlines() == [
        "The Paper: Five hurt at mill",
        "",
        "Before: “Three people were hurt in a fire at the mill.”",
        "After: “Five people were hurt in a fire at the mill.”",
        "",
        f"Version 1: first seen 2 Nov 2026, 08:00 GMT, last seen 2 Nov 2026, 08:10 GMT; seal {seals[0]}",
        "Version 3: appeared between 2 Nov 2026, 08:40 GMT and 2 Nov 2026, 09:00 GMT, "
        f"last seen 2 Nov 2026, 09:00 GMT; seal {seals[1]}",
        made["url"],
    ]
    assert made["url"].endswith(f"{PAIR}#p{place}")


def test_the_quotation_of_a_comparison_holds_its_weightiest_changes_in_order(client: TestClient, tell: Tell) -> None:
    new = [text.replace("number", "figure") for text in TOLD]
    tell(line(0, *TOLD), line(20, *new, headline="Nine dead"), show=Show.FULL)
    made = client.get(f"/api/v1/stories/1/diff/{T1}..{T2}/quotation").json()["text"]
    assert "Headline, before: “Fire at mill”" in made
    assert "4 more changes" in made
    assert made.count("After:") == 4


def test_the_page_of_a_quotation_has_it_as_text_to_be_selected(client: TestClient, fire: int) -> None:
    place = place_of(client, "headline")
    assert f'href="{PAIR}/quotation?change={place}"' in text(client, PAIR)
    page = text(client, f"{PAIR}/quotation?change={place}")
    assert "readonly>The Paper: Five hurt at mill" in page
    assert '<details class="quote-all">' in text(client, PAIR)


@pytest.mark.parametrize(("change", "status"), [("999", 404), ("-1", 422), ("x", 422), ("", 422)])
def test_a_change_that_is_not_there_cannot_be_quoted(client: TestClient, fire: int, change: str, status: int) -> None:
    assert client.get(f"{PAIR}/quotation?change={change}").status_code == status
    assert client.get(f"{API}/quotation?change={change}").status_code == status


def test_no_quotation_becomes_markup(client: TestClient, tell: Tell) -> None:
    tell(line(0, EVIL + "one.", headline=EVIL), line(20, EVIL + "two.", headline=EVIL + "x", outlet=EVIL))
    made = client.get(f"/api/v1/stories/1/diff/{T1}..{T2}/quotation").json()
    assert "<script" not in made["html"]
    assert "<img" not in made["html"]
    assert "<script>alert" not in text(client, f"/stories/1/{T1}..{T2}/quotation")


def test_the_list_stands_in_reading_order_or_the_weightiest_first(client: TestClient, tell: Tell) -> None:
    new = (TOLD[0].replace("own", "kind"), *TOLD[1:7], "Nine people died.")
    tell(line(0, *TOLD[:7], "Two people died."), line(20, *new, headline="Fire at the mill"), show=Show.FULL)
    pair = f"/stories/1/{T1}..{T2}"
    read, weighed = (re.findall(r'id="c(\d+)"', text(client, pair + asked)) for asked in ("", "?order=weight"))
    assert read == sorted(read, key=int)
    assert sorted(weighed, key=int) == read
    heaviest = client.get(f"/api/v1{pair.replace('1/2', '1/diff/2', 1)}").json()["changes"][-1]
    assert (heaviest["new"], weighed[0]) == ("Nine people died.", str(heaviest["place"]))


def test_a_long_list_is_cut_and_the_rest_is_a_link_away(
    client: TestClient, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.changelist.MOST", 3)
    tell(line(0, *TOLD), line(20, *(text.replace("number", "figure") for text in TOLD)), show=Show.FULL)
    pair = f"/stories/1/{T1}..{T2}"
    assert len(lines(text(client, pair))) == 3
    assert "5 more changes" in text(client, pair)
    assert len(lines(text(client, f"{pair}?list=all"))) == 8
