"""Stories are read out of real pages as well as they were when the method was last improved."""

import json
from pathlib import Path

import pytest

from tests.bench import extraction
from tracker.fetching.declared import declared
from tracker.fetching.extract import extract
from tracker.fetching.page import tree_of
from tracker.fetching.walls import unusable
from tracker.typography import even

pytestmark = pytest.mark.corpus

#: Floors a little below what was reached on 2026-11-22 (0.989, 0.986, 0.731); they may only rise.
BODY_F1, PRECISION, EXACT = 0.985, 0.98, 0.70


def test_bodies_are_found_on_the_benchmark_pages(shared_data: Path) -> None:
    scores = extraction.aeb(shared_data)
    assert scores["f1"] >= BODY_F1
    assert scores["precision"] >= PRECISION
    assert scores["exact"] >= EXACT


def test_every_asserted_paragraph_is_found_and_nothing_asserted_absent(shared_data: Path) -> None:
    found = extraction.fixtures(shared_data)
    assert (found.paragraphs_found, found.absent_kept_out) == (found.paragraphs, found.absent), found.misses
    assert found.titles - found.titles_found <= 1  # One page is asserted to have another page's title.


def test_captures_asserted_identical_are(shared_data: Path) -> None:
    same, pairs, differences = extraction.identical_pairs(shared_data)
    assert same == pairs, differences


def test_two_captures_of_one_page_differ_only_where_the_page_does(shared_data: Path) -> None:
    names = ("fema-hurricane-maria.A.html", "fema-hurricane-maria.B.html")
    first, second = (extract((shared_data / "page_captures" / name).read_bytes()) for name in names)
    assert unusable(first) == ""
    shared = {even(text) for text in first.paragraphs} & {even(text) for text in second.paragraphs}
    assert len(shared) >= 0.5 * len(first.paragraphs)


def test_json_ld_is_read_even_where_it_is_broken(shared_data: Path) -> None:
    for row in extraction.rows(shared_data / "jsonld_news" / "jsonld.jsonl"):
        raw = json.dumps(row["jsonld"]) if row["valid_json"] else row["raw"]
        root = tree_of(
            f'<html><head><script type="application/ld+json">{raw}</script></head><body><p>x</p></body></html>'
        )
        assert root is not None
        said = declared(root)
        assert said.titles.get("json-ld"), row["file"]
        assert said.published or said.modified, row["file"]
