"""The silent flag: a change of substance to what was said with no notice, told as an observation with its grounds."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.newsroom import NOW, at
from tests.told import document, story
from tracker.dated import Dated
from tracker.model import Document
from tracker.silence import Answer, Flag, by_change, flags

REST = "\n".join(
    [
        "Firefighters from four towns were called to the harbour.",
        "The terminal stands beside the fish market and the lifeboat station.",
        "The ferries to Skerrin leave from the quay behind it.",
        "Harbour Road is closed to all traffic.",
        "The council meets in the town hall.",
    ]
)
INSPECTED = "The electrical installation was last inspected in {}, the line said."
NOTE = "Correction: An earlier version said 2024; it is 2021."


def flagged(old: str, new: str, language: str = "en") -> list[Flag]:
    return flags(story(f"{old}\n{REST}", f"{new}\n{REST}", language=language), now=NOW)


ALTERED = [
    (INSPECTED.format(2024), INSPECTED.format(2021), '"2024" became "2021"'),
    ("The harbour master is Katherine Doyle.", "The harbour master is Catherine Doyle.", "became"),
    ("The tariff rises by 27% in the median.", "The tariff rises by 24% in the median.", '"27%" became "24%"'),
    ("About 420 people were in the hall then.", "About 240 people were in the hall then.", '"420" became "240"'),
    ("The talks begin on 3 May 2027 in Geneva.", "The talks begin on 4 May 2027 in Geneva.", '"3 May 2027"'),
    (
        "The man is alleged to have started the fire.",
        "The man is known to have started the fire.",
        "alleged",
    ),
    ("Three people were killed, police said.", "Two people were killed, police said.", '"Three" became "Two"'),
    ("The minister, Samuel Martin, spoke of it.", "The minister, Kim Hildebrant, spoke of it.", "Samuel Martin"),
    ("The mayor said: “It was all our own fault.”", "The mayor said: “It was nobody's fault.”", "fault"),
]

#: Changes that are none to what was said: additions, an event that goes on, what was not known, house style.
NOT_ALTERED = [
    ("Three people were killed, police said.", "Five people were killed, police said."),
    ("It is not yet known whether anyone has been hurt.", "Three people were hurt."),
    ("The fire began at noon.", "The fire began at noon and spread to the roof."),
    ("Sailings are cancelled until Saturday.", "Sailings are cancelled until Monday."),
    ("The ministry of PSPM issued it.", "The ministry of Precious Stones and Precious Metals issued it."),
    ("Please write to ipto@ipto.gov.sg about it.", "Please write to info@mlaw.gov.sg about it."),
    ("Read the report here (0.75MB).", "Read the report here (0.8MB)."),
    ("21 October 2023 Posted in Speeches", "20 October 2023 Posted in Speeches"),
    ("6 JANUARY 2026", "8 JANUARY 2026"),
    ("Judicual management: Amendments will be made.", "Judicial management: Amendments will be made."),
    (
        "Transport is dear. The Minister for Transcport spoke of Transport Hall.",
        "Transport is dear. The Minister for Transport spoke of Transport Hall.",
    ),
    ("The installation was inspected twice.", "The installation was twice inspected."),
    ("Folk have been told to keep windows shut.", "Folk are no longer being told to keep windows shut."),
    ("Five hurt in ferry terminal fire blamed on fireworks.", "One dead in ferry terminal fire blamed on fireworks."),
    ("Drivers are asked to keep away from the area tonight.", ""),
    ("Check how local rules affect your business and staff", ""),
]


@pytest.mark.parametrize(("old", "new", "said"), ALTERED)
def test_a_change_to_what_was_said_without_a_notice_is_silent(old: str, new: str, said: str) -> None:
    found = flagged(old, new)
    assert [flag.answer for flag in found] == [Answer.SILENT]
    assert said in found[0].said


@pytest.mark.parametrize(("old", "new"), NOT_ALTERED)
def test_an_addition_or_an_event_that_goes_on_is_not_flagged(old: str, new: str) -> None:
    assert flagged(old, new) == []


def test_another_count_may_go_up_only_while_the_story_says_that_it_is_developing() -> None:
    old, new = "Police said six engines were at the scene.", "Police said 10 engines were at the scene."
    status = "This is a developing story."
    assert [flag.said for flag in flagged(old, new)] == ['"six" became "10"']
    assert flagged(f"{old}\n{status}", f"{new}\n{status}") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "“A rocket came down on the roof of the ticket hall,” said Owen Maddick.",
        "The blaze is alleged to have been started by youths from Carrow.",
        "Repairs to the building would cost $7 million, insurers estimated.",
    ],
)
def test_a_claim_that_is_taken_out_and_not_retold_is_silent(sentence: str) -> None:
    found = flagged(f"Night fell.\n{sentence}", "Night fell.")
    assert [flag.answer for flag in found] == [Answer.SILENT]
    assert "was taken out" in found[0].said


def test_a_sentence_that_is_retold_elsewhere_is_not_taken_out() -> None:
    sentence = "The blaze was started by youths from Carrow, police alleged."
    retold = "Night fell, and police alleged that youths from Carrow had started the blaze."
    assert flagged(f"Night fell.\n{sentence}", retold) == []


def test_a_story_written_anew_flags_no_single_sentence() -> None:
    old = "\n".join(f"Witness {name} said that the fire reached the {name} roof." for name in ("Ash", "Birch", "Cole"))
    assert flags(story(f"{old}\nNight fell.", "Police have named the man who died.\nNight fell."), now=NOW) == []


def test_a_notice_that_speaks_of_the_change_acknowledges_it() -> None:
    found = flagged(INSPECTED.format(2024), f"{INSPECTED.format(2021)}\n{NOTE}")
    assert [flag.answer for flag in found] == [Answer.ACKNOWLEDGED]
    assert found[0].notice is not None
    assert not found[0].provisional


def test_a_notice_that_came_later_acknowledges_it_too() -> None:
    texts = [INSPECTED.format(2024), INSPECTED.format(2021), f"{INSPECTED.format(2021)}\n{NOTE}"]
    found = flags(story(*texts, hours=[0, 1, 60]), now=NOW)
    assert [flag.answer for flag in found] == [Answer.ACKNOWLEDGED]


@pytest.mark.parametrize("note", ["This article has been corrected.", "Correction: The mayor's name was misspelled."])
def test_a_notice_beside_it_that_does_not_say_what_it_is_about_leaves_it_unclear(note: str) -> None:
    found = flagged(INSPECTED.format(2024), f"{INSPECTED.format(2021)}\n{note}")
    assert [flag.answer for flag in found] == [Answer.UNCLEAR]


@pytest.mark.parametrize(
    "line", ["Updated 14:05 GMT", "This article was updated on 3 May.", "This story has been updated."]
)
def test_a_bare_stamp_leaves_it_silent(line: str) -> None:
    found = flagged(INSPECTED.format(2024), f"{INSPECTED.format(2021)}\n{line}")
    assert [flag.answer for flag in found] == [Answer.SILENT]


def test_an_old_correction_of_another_thing_leaves_it_silent() -> None:
    old = "Correction: It was about 240 people, not 420."
    texts = ["Fire.", f"{INSPECTED.format(2024)}\n{old}", f"{INSPECTED.format(2021)}\n{old}"]
    assert [flag.answer for flag in flags(story(*texts), now=NOW)] == [Answer.SILENT]


def test_the_flag_is_provisional_for_a_day_and_says_whether_the_story_was_looked_at_so_long() -> None:
    versions = story(INSPECTED.format(2024), INSPECTED.format(2021))
    seen = versions[1].first_seen_at
    early, late = (flags(versions, now=seen + timedelta(hours=hours))[0] for hours in (23, 24))
    assert (early.provisional, late.provisional) == (True, False)
    assert not late.watched
    longer = [versions[0], Dated(**{**vars(versions[1]), "last_seen_at": seen + timedelta(days=2)})]
    assert flags(longer, now=NOW)[0].watched


def stamped(*stamps: str) -> Sequence[Dated]:
    texts = [INSPECTED.format(2024), INSPECTED.format(2021)]
    pages = zip(texts, stamps, strict=True)
    return story(*[document(text).model_copy(update={"modified_verbatim": stamp}) for text, stamp in pages])


@pytest.mark.parametrize(
    ("stamps", "said"),
    [
        (("16:52", "16:52"), "the publisher's stamp did not move (16:52)"),
        (("16:52", "18:01"), "the publisher's stamp moved from 16:52 to 18:01"),
        (("", ""), "the page bears no stamp of when it was changed"),
    ],
)
def test_the_grounds_say_what_changed_until_when_no_notice_was_found_and_whether_the_stamp_moved(
    stamps: tuple[str, str], said: str
) -> None:
    flag = flags(stamped(*stamps), now=NOW)[0]
    assert flag.grounds == (
        '"2024" became "2021"; no correction, clarification or editor\'s note on it was found in what was kept until '
        f"2 Nov 2026 09:30 UTC; {said}"
    )


def test_the_grounds_accuse_nobody() -> None:
    said = " ".join(flag.grounds for old, new, _ in ALTERED for flag in flagged(old, new))
    assert re.search(r"\b(?:stealth|secret|hid|conceal|quiet|admit|fail|should|guilt|lie[ds]?)\b", said) is None


def test_a_flag_is_found_by_version_and_place() -> None:
    found = flagged(INSPECTED.format(2024), INSPECTED.format(2021))
    assert by_change(found) == {(2, found[0].place): found[0]}


LINES = st.text(max_size=100) | st.sampled_from(
    [text for case in ALTERED for text in case[:2]] + [NOTE, "\x00", "\ud800"]
)
TEXTS = st.lists(st.lists(LINES, max_size=4).map("\n".join), max_size=4)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "it", ""]))
def test_any_story_has_its_flags_and_always_the_same(texts: list[str], language: str) -> None:
    versions = story(*texts, language=language)
    found = flags(versions, now=NOW)
    assert found == flags(versions, now=NOW)
    for flag in found:
        assert versions[flag.number - 1].changes[flag.place] == flag.change
        assert flag.said


def test_a_story_of_one_version_or_none_flags_nothing() -> None:
    assert flags([], now=NOW) == []
    assert flags(story(Document()), now=at(0)) == []
