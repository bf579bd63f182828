"""A sentence for each update: the cases of tests/corpus/telling, and what holds for all inputs."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.newsroom import MORNING
from tests.tracker.kinds.test_rules import TEXTS
from tracker import phrases
from tracker.classify import classify
from tracker.diffing import compare
from tracker.episodes import Restored
from tracker.fetching.markers import role_of
from tracker.kinds import Kind
from tracker.model import Block, BlockRole, Change, Document, Event, Finding, Folded, Op, Part
from tracker.phrases import ENGLISH, OWN_PLACES, TABLES, Phrase, places, say
from tracker.telling import LONGEST, retold, said, tell, tell_event, telling

CASES = sorted((Path(__file__).parents[1] / "corpus" / "telling").glob("*.json"))


def document(parts: dict[str, Any], language: str = "en") -> Document:
    blocks = [Block(text=text, role=role_of(text)) for text in parts["paragraphs"]]
    named = {name: parts.get(name, "") for name in ("headline", "standfirst", "byline")}
    return Document(**named, language=language, blocks=blocks)


def told(old: Document, new: Document, *, text: bool = True) -> str:
    changes = classify(compare(old, new, language=new.language or None), old=old, new=new)
    return tell(changes, old=old, new=new, text=text)


def plain(op: Op, part: Part = Part.BODY, **fields: object) -> Change:
    return Change.model_validate({"part": part, "op": op, **fields})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_told_as_it_should_be(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    old, new = (document(case[side], case.get("language", "en")) for side in ("old", "new"))
    assert told(old, new) == case["said"]
    assert told(old, new, text=False) == case["bare"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([plain(Op.CHANGED, Part.HEADLINE)], "Headline changed."),
        ([plain(Op.ADDED)], "A sentence added."),
        ([plain(Op.CHANGED)] * 3 + [plain(Op.MOVED)], "Three sentences changed; a sentence moved."),
        ([plain(Op.ADDED, role=BlockRole.NOTICE)] * 3, "A notice added."),
        ([plain(Op.REMOVED, role=BlockRole.STATUS)] * 2, "Status line removed."),
        ([plain(Op.ADDED), plain(Op.CHANGED, Part.HEADLINE)], "Headline changed; a sentence added."),
        ([plain(Op.ADDED)] * 12, "12 sentences added."),
        ([plain(Op.CHANGED, minor=True, folded=Folded.TYPOGRAPHY)], "Typography only."),
        ([plain(Op.ADDED, minor=True, folded=Folded.NOISE)], "Only the page around the story changed."),
        ([plain(Op.CHANGED, Part.PUBLISHED_AT, minor=True)], "Only the publisher’s own stamps changed."),
        ([plain(Op.CHANGED, Part.URL, minor=True)], "Only what the page declares beside its text changed."),
        ([], "No difference in words."),
    ],
)
def test_changes_that_nobody_judged_or_whose_text_is_kept_back_are_told(changes: list[Change], said: str) -> None:
    assert tell(changes) == said


def test_the_first_version_and_one_taken_back_are_told() -> None:
    assert tell([], first=True) == "First seen."
    assert tell([plain(Op.ADDED)], restores=3) == "Taken back to version 3; a sentence added."
    assert tell([], restores=3) == "Taken back to version 3."


def test_text_that_comes_back_is_told_with_the_version_in_which_it_went() -> None:
    changes = [plain(Op.ADDED, new="A."), plain(Op.ADDED, new="B."), plain(Op.CHANGED, old="C.", new="D.")]
    back = [Restored(place, Part.BODY, "", 4, MORNING, 3) for place in range(3)]
    assert tell(changes, restored=back) == (
        "Two sentences restored that went in version 4; a sentence taken back to its wording before version 4."
    )


def test_the_notes_of_a_live_blog_stand_for_their_sentences() -> None:
    notes = "3 notes added on top; the note of 14:05 edited"
    assert tell([plain(Op.ADDED)] * 9, notes=notes) == "3 notes added on top; the note of 14:05 edited."
    headline = plain(Op.CHANGED, Part.HEADLINE)
    assert tell([headline, plain(Op.ADDED)], notes=notes) == f"Headline changed; {notes}."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (tell_event(Event.BACK, finding=Finding.SAME), "same as before."),
        (tell_event(Event.BACK, finding=Finding.VERSION), "changed meanwhile."),
        (tell_event(Event.BACK), "its text is kept."),
        (tell_event(Event.UNPUBLISHED, status="404"), "gone (status 404). The last text is kept."),
        (tell_event(Event.UNPUBLISHED, status="<b>"), "gone. The last text is kept."),
    ],
)
def test_a_story_taken_down_and_back_is_told(said: str, expected: str) -> None:
    assert said.endswith(expected)


def test_no_template_lets_a_word_of_the_publishers_through_where_none_may_be() -> None:
    for key, phrase in ENGLISH.items():
        for template in (phrase.bare or phrase.one, phrase.bare_many or phrase.many):
            assert places(template) <= OWN_PLACES, key


def test_a_translation_tells_whole_clauses_in_its_own_order(monkeypatch: pytest.MonkeyPatch) -> None:
    german = dict(ENGLISH) | {
        "dead.raised": Phrase("Zahl der Toten von {old} auf {new} erhöht", bare="Zahl der Toten erhöht"),
        "sentence.moved": Phrase("ein Satz verschoben", "{count} Sätze verschoben"),
    }
    monkeypatch.setitem(TABLES, "de", german)
    monkeypatch.setitem(phrases.NUMBERS, "de", ("eins", "zwei", "drei"))
    monkeypatch.setitem(phrases.JOINT, "de", "; ")
    (toll,) = classify(compare("Es gab 3 Tote.", "Es gab 5 Tote.", language="de"), language="de")
    assert tell([toll, plain(Op.MOVED), plain(Op.MOVED)], locale="de") == (
        "Zahl der Toten von 3 auf 5 erhöht; zwei Sätze verschoben."
    )
    with pytest.raises(KeyError):
        say("dead.raised", {}, locale="xx")


def test_markup_and_what_turns_the_direction_of_text_stay_in_the_publishers_words() -> None:
    old, new = Document(headline="Fire"), Document(headline="Fire\u202e\x00 in\nport")
    said = told(old, new)
    assert "\u202e" not in said
    assert "\x00" not in said
    assert "\n" not in said


CHANGES = st.builds(
    lambda part, op, role, kinds, substantive, old, new, whys, minor: Change(
        part=part,
        op=op,
        role=role,
        kinds=kinds,
        substantive=substantive,
        old=old,
        new=new,
        words=[["-", old], ["+", new]],
        why=whys,
        minor=minor,
    ),
    st.sampled_from(list(Part)),
    st.sampled_from(list(Op)),
    st.sampled_from([None, None, *BlockRole]),
    st.lists(st.sampled_from([*map(str, Kind), "unheard-of"]), unique=True, max_size=4),
    st.sampled_from([None, True, False]),
    TEXTS,
    TEXTS,
    st.lists(
        st.builds(
            "{}: {}{}".format,
            st.sampled_from([*map(str, Kind), "language xx"]),
            TEXTS,
            st.sampled_from(["", " new", " no longer there", " -> 12", " -> "]),
        ),
        max_size=4,
    ),
    st.booleans(),
)


@given(st.lists(CHANGES, max_size=7), st.booleans(), st.sampled_from([None, 1, 10**9]), TEXTS)
@settings(deadline=None)
def test_any_changes_are_told_in_a_short_sentence_and_twice_the_same(
    changes: list[Change], text: bool, restores: int | None, notes: str
) -> None:
    said = tell(changes, text=text, restores=restores, notes=notes)
    assert 0 < len(said) <= LONGEST
    assert said == tell(changes, text=text, restores=restores, notes=notes)
    assert said.isprintable()


@given(TEXTS, TEXTS, st.sampled_from(["", "en", "de", "fr", "es", "fi"]))
@settings(deadline=None)
def test_any_two_texts_are_told(old: str, new: str, language: str) -> None:
    before, after = (Document(headline=text[:40], language=language, blocks=[Block(text=text)]) for text in (old, new))
    for text in (True, False):
        assert 0 < len(told(before, after, text=text)) <= LONGEST


@pytest.mark.parametrize("locale", sorted(set(TABLES) - {"en"}))
def test_a_translation_has_every_clause_with_the_same_places(locale: str) -> None:
    assert TABLES[locale].keys() == ENGLISH.keys()
    for key, phrase in ENGLISH.items():
        for ours, theirs in zip(phrase, TABLES[locale][key], strict=True):
            assert bool(ours) == bool(theirs) or not ours, key
            assert places(theirs) <= places(ours or phrase.one) | {"count"}, key
        assert places(phrase.one) - {"count"} <= places(TABLES[locale][key].one), key


@pytest.mark.parametrize("locale", sorted(set(TABLES) - {"en"}))
def test_no_translation_lets_a_word_of_the_publishers_through_where_none_may_be(locale: str) -> None:
    for key, phrase in TABLES[locale].items():
        for template in (phrase.bare or phrase.one, phrase.bare_many or phrase.many):
            assert places(template) <= OWN_PLACES, key


def test_what_is_kept_tells_the_same_sentence_and_tells_it_in_german() -> None:
    (toll,) = classify(compare("Three people died.", "Five people died.", language="en"), language="en")
    kept = telling([toll, plain(Op.MOVED), plain(Op.MOVED), plain(Op.ADDED)])
    assert said(kept) == tell([toll, plain(Op.MOVED), plain(Op.MOVED), plain(Op.ADDED)])
    assert json.loads(json.dumps(kept)) == kept
    assert (
        said(kept, locale="de")
        == "Zahl der Toten von „three“ auf „five“ erhöht; ein Satz ergänzt; zwei Sätze verschoben."
    )


def test_a_sentence_without_its_clauses_stays_english_and_says_so() -> None:
    assert retold("A sentence added.", [], "de") == ("A sentence added.", "en")
    kept = telling([plain(Op.ADDED)])
    assert retold(said(kept), kept, "de") == ("Ein Satz ergänzt.", "de")


def test_the_notes_of_a_live_blog_are_told_in_german() -> None:
    notes = "3 notes added on top; 1 note fell off the end of the page; the notes of 09:00 and 08:59 edited"
    assert tell([plain(Op.ADDED)] * 9, notes=notes, locale="de") == (
        "3 Einträge oben ergänzt; ein Eintrag am Ende weggefallen; die Einträge von 09:00 und 08:59 geändert."
    )


@given(st.lists(CHANGES, max_size=7), st.booleans(), st.sampled_from([None, 1, 10**9]), TEXTS)
@example([], False, None, " ")
@example([], True, None, "\x00\n")
@settings(deadline=None)
def test_any_changes_are_told_in_german_too(
    changes: list[Change], text: bool, restores: int | None, notes: str
) -> None:
    kept = telling(changes, text=text, restores=restores, notes=notes)
    assert 1 < len(said(kept, bare=not text, locale="de")) <= LONGEST
