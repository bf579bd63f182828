"""Lists to take away: true CSV that is no formula anywhere, JSON beside it, in parts, and no more than may be shown."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.newsroom import line
from tests.web.conftest import T1, T2, T3, Tell
from tests.web.test_show import FAR
from web import downloads, spreadsheet

LISTS = [
    "/stories/1/versions.csv",
    "/stories/1/changes.csv",
    "/outlets/paper.example/changes.csv",
    "/updates.csv?show=all",
    "/stories.csv?q=mill",
    "/said.csv?q=road",
]
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\r")


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    """A list as a program reads it."""
    response = client.get(path)
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


class Row(BaseModel):
    """A row of one text."""

    text: str


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_csv_that_names_itself_and_is_not_sent_twice(client: TestClient, fire: int, path: str) -> None:
    response = client.get(path)
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["content-disposition"].startswith('attachment; filename="rowback-')
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.count(b"\n") == response.content.count(b"\r\n") > 1
    assert client.get(path, headers={"if-none-match": response.headers["etag"]}).status_code == 304


def test_a_storys_changes_are_one_a_row_the_newest_first(client: TestClient, fire: int) -> None:
    found = rows(client, "/stories/1/changes.csv")
    assert found[0]["moment"] == T3
    (figure,) = [row for row in found if row["part"] == "body" and row["moment"] == T2]
    assert (figure["old"], figure["new"]) == (
        "Three people were hurt in a fire at the mill.",
        "Five people were hurt in a fire at the mill.",
    )
    assert "figure" in figure["kinds"]
    assert figure["url"] == f"http://127.0.0.1:8000/stories/1/{T1}..{T2}"
    told = client.get("/stories/1/changes.json").json()
    assert [item["old"] for item in told["items"]] == [row["old"] for row in found]
    assert [row["version"] for row in rows(client, "/stories/1/versions.csv")] == ["3", "2", "1"]


def test_an_outlets_changes_come_in_parts(client: TestClient, fire: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rows(client, "/outlets/paper.example/changes.csv")
    monkeypatch.setattr(downloads, "VERSIONS", 2)
    first = client.get("/outlets/paper.example/changes.json?").json()
    second = client.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    assert [item["new"] for item in [*first["items"], *second["items"]]] == [row["new"] for row in whole]
    assert second["next"] is None
    link = client.get("/outlets/paper.example/changes.csv?cursor=").headers["link"]
    assert 'rel="next"' in link
    assert client.get("/outlets/paper.example/changes.csv?cursor=x").status_code == 400


def test_what_was_said_comes_with_its_times(client: TestClient, fire: int) -> None:
    (gone,) = rows(client, "/said.csv?q=three&removed=1")
    assert (gone["since_version"], gone["until_version"]) == ("1", "2")
    (standing,) = rows(client, "/said.csv?q=five+people")
    assert (standing["since_version"], standing["until"]) == ("2", "")


@pytest.mark.parametrize("path", LISTS)
def test_no_list_shows_more_than_an_excerpt(client: TestClient, fire_excerpt: int, path: str) -> None:
    assert FAR not in client.get(path).text


@pytest.mark.parametrize("path", [*LISTS, "/stories/1/changes.json", "/outlets/paper.example/changes.json"])
def test_what_is_for_operators_only_is_in_no_list(client: TestClient, fire_hidden: int, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404 or "mill" not in response.text.partition("\r\n")[2]


def test_a_story_cannot_smuggle_a_formula_into_a_spreadsheet(client: TestClient, tell: Tell) -> None:
    evil = '=HYPERLINK("http://evil.example";"click")'
    tell(line(0, "Text.", headline="+1+1"), line(9, evil, "@SUM(A1)", headline=evil))
    for path in ("/stories/1/changes.csv", "/stories/1/versions.csv", "/updates.csv?show=all", "/stories.csv"):
        for row in rows(client, path):
            assert not any(value.startswith(FORMULA) for value in row.values())


@given(st.text(alphabet=st.sampled_from("=+-@;,|\t\r\n\"' a1\uff1d"), max_size=12))
@example(';"=1+1"')
@example("a\t=1")
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_begins_a_formula_whatever_a_spreadsheet_parts_cells_by(delimiter: str, text: str) -> None:
    made = spreadsheet.table([Row(text=text)], ["text"]).decode("utf-8-sig")
    for cells in csv.reader(io.StringIO(made, newline=""), delimiter=delimiter):
        for cell in cells:
            assert not cell.lstrip(' "\r\n\t').startswith(FORMULA)


@given(st.text(max_size=60))
def test_a_text_without_formulas_comes_back_as_it_was(text: str) -> None:
    text = "".join(sign for sign in text if sign.isalnum() or sign in " .,\"'\u201c")
    made = spreadsheet.table([Row(text=text)], ["text"]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(made, newline="")))[1:] == [[text]]
