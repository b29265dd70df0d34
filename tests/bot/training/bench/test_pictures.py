import xml.etree.ElementTree as ElementTree

import numpy as np

from bot.training.bench.figures import Decisions
from bot.training.bench.pictures import accuracy_by_examples, reliability, risk_coverage

SURE = np.linspace(1, 0.2, 60)
DECISIONS = Decisions(
    right=SURE > 0.5,
    inside=np.ones(60, dtype=bool),
    confidence=SURE,
    in_scope=SURE,
    chance=SURE,
    part=np.array([""] * 60),
    valid_in_scope=np.zeros(0),
)
SVG = "{http://www.w3.org/2000/svg}"


def lines_of(picture: str) -> list[str]:
    return [line.get("points") for line in ElementTree.fromstring(picture).iter(f"{SVG}polyline")]


def test_a_line_for_each_system_with_its_name():
    picture = risk_coverage("shop & more", {"ours": DECISIONS, "others": DECISIONS})
    assert len(lines_of(picture)) == 2
    assert ">ours<" in picture
    assert "shop &amp; more" in picture


def test_risk_rises_where_the_wrong_ones_begin():
    (line,) = lines_of(risk_coverage("shop", {"ours": DECISIONS}))
    heights = [float(point.split(",")[1]) for point in line.split()]
    assert heights[0] == max(heights)  # no risk is at the bottom of a picture
    assert heights[-1] == min(heights)


def test_reliability_shows_what_perfect_would_be():
    assert len(lines_of(reliability("all", {"shop": DECISIONS}))) == 2


def test_accuracy_is_drawn_by_the_number_of_examples():
    (line,) = lines_of(accuracy_by_examples("shop", {"ours": {385: 0.8, 770: 0.87, 10_003: 0.94}}))
    places = [float(point.split(",")[0]) for point in line.split()]
    assert places == sorted(places)
