"""Every address that the pages of the sample lead to answers, in both languages, with what it says it is."""

import json
import re
from collections import deque
from html import unescape
from urllib.parse import urldefrag, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from storage.archive import Store
from tests.newsroom import NOW
from tracker import intake, sample
from tracker.model import Deed, Show, Via

#: Pages of one shape that are looked at: all comparisons of the sample are far more, and alike.
OF_ONE_SHAPE = 12

_LINK = re.compile(r'(?:href|src)="(/[^"]*)"')

#: Links that crawlers are asked not to follow: filters, each of which can be joined with every other.
_NOT_FOLLOWED = re.compile(r'<a rel="nofollow" [^>]*>')
_NUMBERS = re.compile(r"\d+")


@pytest.fixture
def sampled(client: TestClient, store: Store) -> TestClient:
    """A client of an application that holds the sample, shown in full."""
    lines = ((str(number), raw) for number, raw in enumerate(sample.lines(), 1))
    intake.take(store, intake.from_lines(lines, via=Via.IMPORT, now=NOW), now=NOW)
    for host in sample.ZONES:
        store.decide(host, Deed.SHOW, Show.FULL, made_by="test", made_at=NOW)
    return client


@pytest.mark.parametrize("start", ["/", "/de/"])
def test_every_address_that_the_pages_lead_to_answers(sampled: TestClient, start: str) -> None:
    known, todo, shapes = {start}, deque([start]), dict[str, int]()
    while todo:
        address = todo.popleft()
        response = sampled.get(address)
        assert response.status_code in (200, 303, 307), address
        body, kind = response.text, response.headers.get("content-type", "")
        if kind.startswith("application/json") or "json" in kind:
            json.loads(body)
        elif kind.startswith("application/atom+xml"):
            etree.fromstring(response.content)
        for found in _LINK.findall(_NOT_FOLLOWED.sub("", body)) if kind.startswith("text/html") else ():
            target = urldefrag(unescape(found)).url
            shape = _NUMBERS.sub("9", f"{urlsplit(target).path}?{sorted(urlsplit(target).query.split('&'))}")
            shapes[shape] = shapes.get(shape, 0) + (target not in known)
            if target not in known and shapes[shape] <= OF_ONE_SHAPE:
                known.add(target)
                todo.append(target)
    assert len(known) > 100
