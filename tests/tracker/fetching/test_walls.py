"""Pages that are no story are told from short stories."""

import pytest

from tracker.fetching.extract import extract, extract_text
from tracker.fetching.walls import unusable
from tracker.model import Block, Document

WALLS = {
    "error page": "<title>404 Not Found</title><h1>404 Not Found</h1><p>The page you requested could not be found.</p>",
    "error": "<h1>Oops!</h1><p>Something went wrong. Please try again later.</p>",
    "denied": "<h1>Access Denied</h1><p>You don't have permission to access this page on this server.</p>",
    "robots": "<h1>Just a moment...</h1><p>Checking your browser before accessing tide.example. Ray ID: 7a</p>",
    "consent": "<h1>Before you continue</h1><p>We and our partners use cookies. Accept all to consent to the use.</p>",
    "consent wall": "<h1>Datenschutz</h1><p>Wir verwenden Cookies und benötigen Ihre Zustimmung. Alle akzeptieren</p>",
    "paywall": "<h1>Rates rise</h1><p>Subscribe now to continue reading. Already a subscriber? Sign in.</p>",
    "JavaScript": "<h1>tide.example</h1><p>You need to enable JavaScript to run this app in your browser.</p>",
    "no story": "<html><body><nav><a href='/'>Home</a></nav></body></html>",
}
STORIES = [
    "Regulator fines three shops over cookies\n\nThe regulator said on Monday that three shops had set cookies "
    "without asking, and that each must pay 40,000 crowns before the summer, its head told the Ostwick Courier.",
    "This article has been removed because it did not meet our standards.",
    "The council voted on Tuesday to keep the old bridge open for another year.",
    "Page 404 of the report, which could not be found on Monday, was handed to the court on Tuesday by the ministry, "
    "whose lawyers said that it had been misplaced and that nobody had wanted to hide what it says about the harbour.",
]


@pytest.mark.parametrize("html", WALLS.values(), ids=WALLS.keys())
def test_walls_are_unusable_and_say_why(html: str) -> None:
    why = unusable(extract(f"<!doctype html><html><body>{html}</body></html>"))
    assert why.endswith(".")


@pytest.mark.parametrize("text", STORIES)
def test_short_stories_and_retractions_are_usable(text: str) -> None:
    assert unusable(extract_text(text)) == ""


def test_a_long_story_about_robots_is_a_story() -> None:
    story = "\n\n".join(
        ["A captcha asks whether you are a robot, and just a moment later lets the robot in, the study found."] * 20
    )
    assert unusable(extract_text(story)) == ""


@pytest.mark.parametrize(
    "flash",
    [
        "The road has been blocked by protesters, police said.",
        "Police have blocked access to the square. Two people are hurt.",
        "An error occurred in the count, the electoral office said.",
        "A security check at the airport was closed after a suspicious bag was found.",
        "Unusual activity was seen at the volcano.",
        "Members only voted by 12 to 3.",
        "The service is temporarily unavailable, the railway said.",
        "404 people were hurt in the quake.",
        "Das Konto wurde laut Bank gesperrt.",
    ],
)
def test_a_news_flash_that_uses_the_words_of_a_wall_is_news(flash: str) -> None:
    assert unusable(Document(blocks=[Block(text=flash)])) == ""


@pytest.mark.parametrize(
    "stated",
    [
        ["Page not found."],
        ["404 Not Found", "The page you requested could not be found."],
        ["We value your privacy", "We and our partners use cookies. Accept all or manage cookies."],
        ["Please enable JavaScript to continue."],
    ],
)
def test_a_wall_is_a_wall_though_a_file_states_it_as_paragraphs(stated: list[str]) -> None:
    assert unusable(Document(blocks=[Block(text=text) for text in stated]))
