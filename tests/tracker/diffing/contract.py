"""What every comparison must hold, whatever the texts: the contract `rowback-diff/1`, checked on the JSON alone."""

from typing import Any

OPS = {"same", "changed", "moved", "split", "merged", "added", "removed"}
MIRRORED = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}


def body_of(side: dict[str, Any]) -> str:
    """The body that a side's sentences join to."""
    return "".join(sentence["text"] for sentence in side["sentences"])


def assert_contract(made: dict[str, Any], old: str, new: str) -> None:
    """The JSON of a comparison of two bodies is whole, consistent and gives both bodies back to the character."""
    assert made["format"] == "rowback-diff/1"
    assert body_of(made["old"]) == old
    assert body_of(made["new"]) == new
    for pair in made["pairs"]:
        assert_pair(pair, made)
    for side in ("old", "new"):
        used = [index for pair in made["pairs"] if pair["part"] == "body" for index in pair[side]]
        assert sorted(used) == list(range(len(made[side]["sentences"])))
    firsts = [pair["new"][0] for pair in made["pairs"] if pair["new"]]
    assert firsts == sorted(firsts)


def assert_pair(pair: dict[str, Any], made: dict[str, Any]) -> None:
    """One pair's words join to its sentences on both sides, and its op fits them."""
    assert pair["op"] in OPS
    assert all(sign in "=-+" and text for sign, text in pair["words"])
    before = "".join(text for sign, text in pair["words"] if sign != "+")
    after = "".join(text for sign, text in pair["words"] if sign != "-")
    if pair["part"] == "body":
        assert before == "".join(made["old"]["sentences"][i]["text"] for i in pair["old"])
        assert after == "".join(made["new"]["sentences"][j]["text"] for j in pair["new"])
    if pair["op"] == "same":
        assert before == after
    if pair["op"] == "changed":
        assert before != after
    shapes = {"added": (0, 1), "removed": (1, 0), "same": (1, 1), "changed": (1, 1), "moved": (1, 1)}
    if pair["part"] == "body" and pair["op"] in shapes:
        assert (len(pair["old"]), len(pair["new"])) == shapes[pair["op"]]


def shape(made: dict[str, Any], mirrored: bool = False) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """Which sentences belong together and how, in a form that two comparisons can be held against each other in."""
    out = []
    for pair in made["pairs"]:
        if pair["part"] != "body":
            continue
        old, new = tuple(pair["old"]), tuple(pair["new"])
        if mirrored:
            out.append((MIRRORED.get(pair["op"], pair["op"]), new, old))
        else:
            out.append((pair["op"], old, new))
    return sorted(out)
