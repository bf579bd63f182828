"""The editor's table: each edit that was put into the sample on purpose is still there, in its own update."""

import json
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest

from tracker import sample
from tracker.fetching.markers import role_of
from tracker.model import BlockRole, Folded
from tracker.typography import even, folded

Line = dict[str, Any]
Versions = dict[int, Line]

FIRE = "https://courier.example/news/harbour-fire"
STORM = "https://tageblatt.example/lokales/sturm-im-landkreis-wendau"

#: A change is shown as "between two checks"; the sample's checks lie this close together at every edit.
CLOSE = timedelta(minutes=20)

DEVELOPING = "This is a developing story. Please check back for updates."
FIELDS = (
    *("url", "seen_at", "headline", "standfirst", "byline", "paragraphs"),
    *("published_at", "modified_at", "language", "outlet", "section"),
)


def captures(url: str) -> list[Line]:
    return [line for line in map(json.loads, sample.lines()) if line["url"] == url]


def parts(line: Line) -> tuple[str, ...]:
    """What makes a version, to the letter."""
    return (line["headline"], line["standfirst"], line["byline"], *line["paragraphs"])


def text(line: Line) -> str:
    """What makes a version, its typography evened out."""
    return even("\n".join(parts(line)))


def versions(url: str) -> Versions:
    """The first capture of each version by the version's number, from 1."""
    found: list[Line] = []
    for line in captures(url):
        if not found or text(line) != text(found[-1]):
            found.append(line)
    return dict(enumerate(found, start=1))


def turned(old: Line, new: Line, before: str, after: str) -> bool:
    """Whether `before` stood in the old body and gave way to `after` in the new one."""
    was, now = " ".join(old["paragraphs"]), " ".join(new["paragraphs"])
    return before in was and before not in now and after in now and after not in was


def place(line: Line, start: str) -> int:
    """The place of the one paragraph that begins with `start`, from 0."""
    (found,) = [number for number, text in enumerate(line["paragraphs"]) if text.startswith(start)]
    return found


@pytest.fixture
def fire() -> Versions:
    return versions(FIRE)


@pytest.fixture
def storm() -> Versions:
    return versions(STORM)


def test_every_line_has_the_same_fields_and_nothing_empty() -> None:
    for line in map(json.loads, sample.lines()):
        assert tuple(line) == FIELDS
        assert all(line.values())
        assert all(part == part.strip() and part for part in parts(line))


def test_no_line_holds_its_line_ending_or_a_blank() -> None:
    assert all(raw and raw == raw.strip() and b"\n" not in raw for raw in sample.lines())


def test_every_address_is_on_a_host_that_nobody_can_own() -> None:
    hosts = {urlsplit(json.loads(raw)["url"]).hostname for raw in sample.lines()}
    assert hosts == {"courier.example", "tageblatt.example"}


@pytest.mark.parametrize(
    ("url", "language", "outlet"),
    [(FIRE, "en", "The Northmouth Courier"), (STORM, "de", "Wendauer Tageblatt")],
)
def test_outlet_language_and_time_of_publication_never_change(url: str, language: str, outlet: str) -> None:
    stories = {(line["language"], line["outlet"], line["section"]) for line in captures(url)}
    assert {story[:2] for story in stories} == {(language, outlet)}
    assert len(stories) == 1
    assert len({line["published_at"] for line in captures(url)}) == 1


@pytest.mark.parametrize("url", [FIRE, STORM])
def test_checks_follow_each_other_and_no_stamp_lies_after_its_check(url: str) -> None:
    lines = captures(url)
    seen = [datetime.fromisoformat(line["seen_at"]) for line in lines]
    assert all(time.tzinfo is not None for time in seen)
    assert all(earlier < later for earlier, later in pairwise(seen))
    stamps = [datetime.fromisoformat(line["modified_at"]) for line in lines]
    assert stamps == sorted(stamps)
    assert all(stamp < time for stamp, time in zip(stamps, seen, strict=True))
    assert datetime.fromisoformat(lines[0]["published_at"]) <= stamps[0]


@pytest.mark.parametrize("url", [FIRE, STORM])
def test_each_new_version_has_a_check_close_before_it(url: str) -> None:
    for old, new in pairwise(captures(url)):
        if text(old) != text(new):
            apart = datetime.fromisoformat(new["seen_at"]) - datetime.fromisoformat(old["seen_at"])
            assert apart <= CLOSE, new["seen_at"]


@pytest.mark.parametrize(
    ("url", "lines", "count", "distinct"), [(FIRE, 25, 12, 11), (STORM, 9, 5, 5)], ids=["fire", "storm"]
)
def test_the_stories_have_so_many_captures_versions_and_distinct_texts(
    url: str, lines: int, count: int, distinct: int
) -> None:
    assert len(captures(url)) == lines
    found = list(versions(url).values())
    assert len(found) == count
    assert len({text(line) for line in found}) == distinct


def test_the_fire_grows_from_a_flash_to_a_full_report(fire: Versions) -> None:
    lengths = [len(line["paragraphs"]) for line in fire.values()]
    assert lengths == [4, 7, 10, 12, 13, 13, 13, 14, 16, 16, 16, 15]


def test_the_injured_rise_from_three_to_five_to_twelve(fire: Versions) -> None:
    assert turned(fire[1], fire[2], "It is not yet known whether anyone", "Three people have been treated")
    assert turned(fire[2], fire[3], "Three people", "Five people")
    assert turned(fire[4], fire[5], "Five people have been hurt", "Twelve people have been hurt")


def test_fire_engines_rise_from_six_to_ten(fire: Versions) -> None:
    assert turned(fire[2], fire[3], "six engines", "10 engines")


def test_one_death_is_confirmed_on_the_second_day(fire: Versions) -> None:
    assert not any("died" in part or "dead" in part.lower() for number in range(1, 8) for part in parts(fire[number]))
    assert turned(fire[7], fire[8], "Twelve people have been hurt", "One person has died and 12 others were hurt")


def test_a_second_reporter_joins_the_byline(fire: Versions) -> None:
    assert fire[7]["byline"] == "By Hannah Prewett"
    assert fire[8]["byline"] == "By Hannah Prewett and Tomas Ellery"


def test_a_doubled_word_is_taken_out(fire: Versions) -> None:
    assert turned(fire[3], fire[4], "waiting for for the 8pm sailing", "waiting for the 8pm sailing")


def test_a_misspelt_name_is_mended_without_a_notice(fire: Versions) -> None:
    assert turned(fire[4], fire[5], "Katherine Doyle", "Catherine Doyle")
    assert not any(part.startswith("Correction") for part in fire[5]["paragraphs"])


def test_a_quote_loses_its_first_and_last_words(fire: Versions) -> None:
    whole = '"The building was empty within six minutes. The staff did exactly what they had been trained to do,'
    assert turned(
        fire[7],
        fire[8],
        f"{whole} and I cannot say yet when",
        '"The staff did exactly what they had been trained to do," said',
    )


def test_a_word_inside_a_quote_changes(fire: Versions) -> None:
    assert turned(fire[8], fire[9], "A rocket came down on the roof", "“Something came down on the roof")
    assert "Owen Maddick" not in " ".join(fire[10]["paragraphs"])


def test_the_cause_goes_from_believed_to_alleged_to_plain_and_changes_hands(fire: Versions) -> None:
    believed = "The fire is believed to have been started by a stray firework, a police officer at the scene said."
    alleged = "The fire is alleged to have been started by a firework aimed at the building, Estmark Police said."
    plain = "The fire was started by an electrical fault in a switch room behind the ticket hall, Estmark Fire"
    assert turned(fire[4], fire[5], believed, alleged)
    assert turned(fire[9], fire[10], alleged, plain)


def test_a_day_changes(fire: Versions) -> None:
    assert turned(fire[7], fire[8], "all sailings until Saturday.", "all sailings until Monday.")


def test_a_paragraph_moves_up_unchanged(fire: Versions) -> None:
    road = "Harbour Road is closed"
    assert fire[3]["paragraphs"][8] == fire[4]["paragraphs"][2]
    assert (place(fire[3], road), place(fire[4], road)) == (8, 2)
    assert place(fire[4], "Two of the injured") > place(fire[4], road)
    assert place(fire[3], "Two of the injured") < place(fire[3], road)


def test_a_paragraph_moves_down_with_an_edit(fire: Versions) -> None:
    street = "People living in Cable Street, Rope Walk and the lower end of Fore Street"
    assert (place(fire[7], street), place(fire[8], street)) == (3, 12)
    assert turned(fire[7], fire[8], "have been told to keep doors", "are no longer being told to keep doors")


def test_a_paragraph_is_split_in_two_to_the_letter(fire: Versions) -> None:
    start = "Estmark Fire and Rescue Service said"
    here = place(fire[9], start)
    whole = even(fire[8]["paragraphs"][place(fire[8], start)])
    assert even(" ".join(fire[9]["paragraphs"][here : here + 2])) == whole


def test_a_sentence_is_split_and_two_are_merged(fire: Versions) -> None:
    assert turned(
        fire[8],
        fire[9],
        "his fifties, who worked at the terminal, was",
        "on Friday. He worked at the terminal.",
    )
    assert turned(fire[8], fire[9], "station. Drivers are asked", "station, and drivers are asked")


def test_a_notice_owns_up_to_a_wrong_figure(fire: Versions) -> None:
    assert turned(fire[8], fire[9], "About 420 people", "About 240 people")
    notice = fire[9]["paragraphs"][-1]
    assert notice.startswith("Correction: An earlier version of this article misstated the number of people")
    assert notice.endswith("It was about 240, not 420.")
    assert all(fire[number]["paragraphs"][-1] == notice for number in range(9, 13))


def test_a_figure_changes_in_silence(fire: Versions) -> None:
    was, now = parts(fire[10]), parts(fire[11])
    edits = [pair for pair in zip(was, now, strict=True) if pair[0] != pair[1]]
    assert edits == [
        tuple(
            f"Tarrow Line said the terminal’s electrical installation was last inspected in {year}."
            for year in (2024, 2021)
        )
    ]
    before = [line for line in captures(FIRE) if line["seen_at"] < fire[11]["seen_at"]][-1]
    assert before["modified_at"] == fire[11]["modified_at"]


def test_the_headline_turns_from_fireworks_to_a_fault(fire: Versions) -> None:
    assert fire[1]["headline"] == "Fire breaks out at Northmouth ferry terminal"
    assert fire[2]["headline"] == "Fireworks blamed for fire at Northmouth ferry terminal"
    assert all(fire[number]["headline"].endswith("blamed on fireworks") for number in (3, 4, 5, 7, 8))
    assert fire[9]["headline"] == "One dead in Northmouth ferry terminal fire blamed on fireworks"
    assert fire[10]["headline"].startswith("Electrical fault caused fatal Northmouth ferry terminal fire")


def test_a_headline_is_tried_and_taken_back_with_the_whole_text(fire: Versions) -> None:
    assert fire[6]["headline"] == "Man, 19, arrested on suspicion of arson after Northmouth ferry terminal fire"
    assert fire[6]["paragraphs"] == fire[5]["paragraphs"]
    assert parts(fire[7]) == parts(fire[5]) != parts(fire[6])


def test_one_capture_differs_only_in_typography() -> None:
    pairs = [(a, b) for a, b in pairwise(captures(FIRE)) if parts(a) != parts(b) and text(a) == text(b)]
    ((straight, curly),) = pairs
    assert curly["seen_at"] == "2026-11-06T07:25:00+00:00"
    differing = [(a, b) for a, b in zip(parts(straight), parts(curly), strict=True) if a != b]
    assert len(differing) == 4
    assert all(folded(a, b) is Folded.TYPOGRAPHY for a, b in differing)


def test_one_capture_differs_only_in_its_stamp() -> None:
    pairs = [
        (a, b) for a, b in pairwise(captures(FIRE)) if parts(a) == parts(b) and a["modified_at"] != b["modified_at"]
    ]
    ((old, new),) = pairs
    assert new["seen_at"] == "2026-11-06T17:05:00+00:00"
    assert {name for name in FIELDS if old[name] != new[name]} == {"seen_at", "modified_at"}


def test_the_developing_line_stays_to_the_end_and_is_then_taken_out(fire: Versions) -> None:
    assert all(fire[number]["paragraphs"].count(DEVELOPING) == 1 for number in range(1, 12))
    assert DEVELOPING not in fire[12]["paragraphs"]


def test_the_storm_has_figures_a_name_a_move_and_a_notice(storm: Versions) -> None:
    assert turned(storm[1], storm[2], "zu 40 Einsätzen", "zu 70 Einsätzen")
    assert turned(storm[2], storm[3], "zu 70 Einsätzen", "zu 130 Einsätzen")
    assert turned(storm[2], storm[3], "Jens Valdieck", "Jens Vahldieck")
    rail = "Zwischen Wendau und Lindhafen"
    assert (place(storm[2], rail), place(storm[3], rail)) == (2, 1)
    assert turned(storm[3], storm[4], "ersten Schätzung der Stadt bei 80", "ersten Schätzung der Stadt bei 30")
    assert storm[4]["paragraphs"][-1].startswith("Korrektur: In einer früheren Fassung dieses Artikels")


def test_the_storm_ends_with_a_silent_figure_and_without_its_status_line(storm: Versions) -> None:
    assert turned(storm[4], storm[5], "Zwei Menschen wurden", "Drei Menschen wurden")
    assert turned(storm[4], storm[5], "wird laufend aktualisiert", "bleibt nach dem Sturm bis einschließlich Freitag")


def test_only_the_notices_and_status_lines_speak_of_the_story_itself() -> None:
    roles = {part: role_of(part) for line in map(json.loads, sample.lines()) for part in line["paragraphs"]}
    spoken = sorted((role, part.split(" ")[0]) for part, role in roles.items() if role)
    assert spoken == [
        (BlockRole.NOTICE, "Correction:"),
        (BlockRole.NOTICE, "Korrektur:"),
        (BlockRole.STATUS, "Dieser"),
        (BlockRole.STATUS, "This"),
    ]
