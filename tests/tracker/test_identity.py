"""A story keeps all its addresses, and two stories never become one, whatever a publisher claims."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.alike import alike
from tracker.fetching.outcomes import Hop
from tracker.fetching.variants import id_key, key
from tracker.identity import Elsewhere, Ground, New, Page, Same, Sign, Whose, decide, names
from tracker.model import Block, Document

FIRE_AT = "https://www.example.org/news/fire-in-ost-12345678"
FLOOD_AT = "https://www.example.org/news/flood-in-west-87654321"
NEW_SLUG = "https://www.example.org/news/two-dead-in-fire-12345678"
HOME, SECTION = "https://www.example.org/", "https://www.example.org/news/"
FIRE_TEXT = (
    "A fire broke out in a warehouse in Ost on Thursday night.",
    "Two people were hurt, the fire brigade said, and the road stayed closed until dawn.",
    "The cause is not known yet; police asked witnesses to come forward.",
)
FLOOD_TEXT = (
    "The river left its banks in West after three days of rain.",
    "Dozens of houses were emptied, and the school served as a shelter.",
    "More rain is forecast for the weekend, the weather service said.",
)


def document(headline: str, lines: tuple[str, ...], canonical: str = "", day: int | None = None) -> Document:
    published = datetime(2023, 5, day, tzinfo=UTC) if day else None
    blocks = [Block(text=line) for line in lines]
    return Document(headline=headline, blocks=blocks, url=canonical, published_at=published)


def fire(canonical: str = "", day: int | None = None) -> Document:
    return document("Fire in Ost", FIRE_TEXT, canonical, day)


def flood(canonical: str = "") -> Document:
    return document("Flood in West", FLOOD_TEXT, canonical)


#: Story 1 is the fire and story 2 the flood; both are known by their address and its id.
GROUND = Ground(
    known={key(FIRE_AT): 1, id_key(FIRE_AT): 1, key(FLOOD_AT): 2, id_key(FLOOD_AT): 2}, seen={1: fire(), 2: flood()}
)


def at(address: str, page: Document, *hops: tuple[int, str], ground: Ground = GROUND) -> Whose:
    final = hops[-1][1] if hops else address
    return decide(Page(address, final, page, tuple(Hop(status, where) for status, where in hops)), ground)


def signs(found: Whose) -> dict[str, Sign]:
    assert not isinstance(found, Elsewhere)
    return {kept.address: kept.why for kept in found.kept}


def test_a_storys_own_address_is_its_own_even_when_its_text_is_another() -> None:
    found = at(FIRE_AT, document("Two dead", ("All is new here and nothing of the old text is left standing.",) * 3))
    assert isinstance(found, Same)
    assert (found.story, signs(found)) == (1, {FIRE_AT: Sign.ASKED})


@pytest.mark.parametrize(
    ("address", "sign"),
    [
        ("https://m.example.org/news/fire-in-ost-12345678", Sign.MOBILE), (FIRE_AT + "/amp", Sign.AMP),
        (FIRE_AT + "?utm_source=x", Sign.TRACKING), ("http://example.org/news/fire-in-ost-12345678/", Sign.TRACKING),
    ],
)  # fmt: skip
def test_a_variant_of_its_address_is_the_story(address: str, sign: Sign) -> None:
    found = at(address, fire(FIRE_AT))
    assert isinstance(found, Same)
    assert (found.story, signs(found)) == (1, {address: Sign.ASKED, FIRE_AT: sign})


def test_a_redirect_to_a_new_slug_stays_the_story_and_both_addresses_are_kept() -> None:
    found = at(FIRE_AT, document("Two dead", ("Two people died.",)), (301, NEW_SLUG))
    assert isinstance(found, Same)
    assert (found.story, signs(found)) == (1, {FIRE_AT: Sign.ASKED, NEW_SLUG: Sign.SLUG})


def test_a_redirect_to_an_address_without_an_id_stays_the_story_where_the_text_is_its() -> None:
    found = at(FIRE_AT, fire(), (302, "https://example.com/2023/05/04/a-fire-in-ost"))
    assert isinstance(found, Same)
    assert list(signs(found).values()) == [Sign.ASKED, Sign.REDIRECT]


def test_a_redirect_for_good_needs_less_of_the_old_text_than_one_for_now() -> None:
    page = document("Two dead in West", (FIRE_TEXT[2], *FLOOD_TEXT, *(line.upper()[::-1] for line in FLOOD_TEXT)))
    where = "https://www.example.org/2023/05/04/the-warehouse-blaze"
    assert isinstance(at(FIRE_AT, page, (301, where)), Same)
    assert isinstance(at(FIRE_AT, page, (302, where)), Elsewhere)


@pytest.mark.parametrize(
    ("where", "hint"),
    [
        (HOME, "home page"), ("https://www.example.org/index.html?utm_source=x", "home page"),
        ("https://other.example/", "home page"),
        (SECTION, "section page"), ("https://www.example.org/politics", "section page"), (FLOOD_AT, "another story"),
        ("https://www.example.org/login?return=/news/fire-in-ost-12345678", "no story"),
        ("https://www.example.org/2023/05/04/a-wholly-different-text", "text of its own"),
    ],
)  # fmt: skip
def test_a_redirect_to_what_is_not_the_story_is_no_content(where: str, hint: str) -> None:
    found = at(FIRE_AT, flood(), (302, where))
    assert isinstance(found, Elsewhere)
    assert hint in found.reason
    assert found.story == (2 if where == FLOOD_AT else None)


def test_a_redirect_to_the_home_page_is_no_content_even_if_the_story_leads_it_there() -> None:
    assert isinstance(at(FIRE_AT, fire(), (302, HOME)), Elsewhere)


@pytest.mark.parametrize(
    ("address", "page", "hops"),
    [
        (NEW_SLUG, fire(), ()),
        ("https://www.example.org/x-1", fire(FIRE_AT), ()),
        ("https://www.example.org/x-1", fire(), ((301, FIRE_AT),)),
    ],
    ids=["id", "canonical", "redirect"],
)
def test_a_new_address_is_a_known_storys_where_a_sign_and_the_text_agree(
    address: str, page: Document, hops: tuple[tuple[int, str], ...]
) -> None:
    found = at(address, page, *hops)
    assert isinstance(found, Same)
    assert found.story == 1


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (NEW_SLUG, flood()),
        ("https://www.example.org/x-1", flood(FIRE_AT)),
    ],
    ids=["id", "canonical"],
)
def test_no_sign_is_trusted_alone(address: str, page: Document) -> None:
    found = at(address, page)
    assert isinstance(found, New)
    assert "another's" in found.doubts[0]


def test_a_new_address_that_leads_to_a_known_story_is_no_story_of_its_own() -> None:
    found = at("https://www.example.org/x-1", flood(), (301, FIRE_AT))
    assert isinstance(found, Elsewhere)
    assert found.story == 1


def test_the_same_text_under_an_address_that_claims_nothing_is_a_story_of_its_own() -> None:
    assert isinstance(at("https://www.example.org/x-1", fire()), New)


@pytest.mark.parametrize(
    ("canonical", "hint"),
    [
        (HOME, "home page"), (SECTION, "section page"),
        ("https://elsewhere.example/fire-in-ost-12345678", "another site"),
        (FLOOD_AT, "another story"), ("https://[", "home page"), ("", ""),
    ],
)  # fmt: skip
def test_a_canonical_link_that_cannot_be_meant_is_not_kept(canonical: str, hint: str) -> None:
    found = at(FIRE_AT, fire(canonical))
    assert isinstance(found, Same)
    assert signs(found) == {FIRE_AT: Sign.ASKED}
    assert hint in " ".join(found.doubts)


def test_a_canonical_link_that_pages_with_different_texts_declare_is_not_trusted() -> None:
    shared = "https://www.example.org/news/the-one-for-all-1111111"
    ground = Ground({**GROUND.known, key(shared): 1}, GROUND.seen, frozenset({key(shared)}))
    found = at("https://www.example.org/news/another-fire", fire(shared), ground=ground)
    assert isinstance(found, New)
    assert "Several pages" in found.doubts[0]


def test_a_storys_new_address_is_its_own_even_if_another_page_has_claimed_it() -> None:
    ground = Ground({**GROUND.known, key(NEW_SLUG): 2}, GROUND.seen, doubtful=frozenset({key(NEW_SLUG)}))
    found = at(FIRE_AT, fire(), (301, NEW_SLUG), ground=ground)
    assert isinstance(found, Same)
    assert found.story == 1


def test_a_story_of_which_nothing_is_kept_follows_a_redirect_for_good_and_no_other() -> None:
    ground = Ground(GROUND.known)
    where = "https://www.example.org/2023/05/04/the-warehouse-blaze"
    assert isinstance(at(FIRE_AT, fire(), (301, where), ground=ground), Same)
    assert isinstance(at(FIRE_AT, fire(), (302, where), ground=ground), Elsewhere)


def test_two_texts_of_one_form_on_different_days_are_two_stories() -> None:
    ground = Ground(GROUND.known, {1: fire(day=4)})
    assert isinstance(at(NEW_SLUG, fire(day=6), ground=ground), New)
    assert isinstance(at(NEW_SLUG, fire(day=5), ground=ground), Same)


def test_texts_are_alike_through_edits_and_not_through_a_shared_background() -> None:
    background = FIRE_TEXT[2:]
    assert alike(fire(), document("Two dead", (*FIRE_TEXT[:2], "Two of them died in hospital, a doctor said.")))
    assert not alike(fire(), document("Trial opens", (*FLOOD_TEXT, *FLOOD_TEXT[:2], *background)))
    assert alike(
        document("火災", ("東部の倉庫で木曜日の夜に火災が発生した。" * 9,)),
        document("火災", ("東部の倉庫で木曜日の夜に火災が発生した。" * 8,)),
    )
    assert not alike(Document(), Document())


def test_the_names_to_look_up_are_those_of_every_address_on_the_way() -> None:
    page = Page(FIRE_AT, NEW_SLUG, fire("https://[bad"), (Hop(301, NEW_SLUG),))
    assert names(page) == (key(FIRE_AT), id_key(FIRE_AT), key(NEW_SLUG))


_ADDRESSES = st.sampled_from(
    [FIRE_AT, FLOOD_AT, NEW_SLUG, HOME, SECTION, FIRE_AT + "/amp", "https://other.example/a-1234567"]
)
_TEXTS = st.sampled_from([FIRE_TEXT, FLOOD_TEXT, (), ("Short.",)])


@given(_ADDRESSES, st.lists(_ADDRESSES, max_size=3), _ADDRESSES | st.text(max_size=9), _TEXTS, st.text(max_size=9))
def test_the_fire_never_becomes_the_flood(
    asked: str, hops: list[str], canonical: str, lines: tuple[str, ...], headline: str
) -> None:
    found = at(asked, document(headline, lines, canonical), *((302, hop) for hop in hops))
    if isinstance(found, Same):
        own = GROUND.known.get(key(asked))
        assert found.story == own or alike(GROUND.seen[found.story], document(headline, lines))
        theirs = {GROUND.known.get(kept.key) for kept in found.kept} - {None}
        assert theirs <= {found.story}
    if isinstance(found, New):
        assert not {kept.key for kept in found.kept} & set(GROUND.known)
