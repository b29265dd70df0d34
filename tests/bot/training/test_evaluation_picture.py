import xml.etree.ElementTree as ElementTree

import pytest

from bot.training.evaluation_picture import Point, drawn, risk_coverage
from tests.bot.training.labelled import question, turn

SVG = "{http://www.w3.org/2000/svg}"


def test_the_curve_goes_from_the_surest_question_to_the_last():
    asked = [
        (question(positive=["a"]), turn(found=["a"], confidence=0.9)),
        (question(positive=[], kind="far"), turn(found=["a"], confidence=0.1)),
        (question(positive=["b"]), turn(found=["a", "b"], confidence=0.5)),
    ]
    assert risk_coverage(asked) == (
        Point(0.5, 0.0),
        Point(0.5, 0.5),
        Point(0.5, pytest.approx(2 / 3)),
    )


def test_equal_confidences_are_one_point():
    asked = [
        (question(positive=["a"]), turn(found=["a"], confidence=0.9)),
        (question(positive=["b"]), turn(found=["a"], confidence=0.9)),
    ]
    assert risk_coverage(asked) == (Point(0.5, 0.5),)


def test_without_questions_there_is_no_curve():
    assert risk_coverage([]) == ()


def test_the_picture_is_svg_and_says_where_the_bot_stands():
    curve = (Point(0.5, 0.0), Point(1.0, 0.5))
    picture = drawn(curve, Point(0.25, 0.1), title="Tea & <b>", accepted_risk=0.1)
    root = ElementTree.fromstring(picture)
    assert root.findtext(f"{SVG}title") == "Tea & <b>: 25% answered rightly, 10% of answers wrong"
    points = root.find(f"{SVG}polyline").get("points").split()
    assert points == ["72.0,364.0", "312.0,364.0", "552.0,214.0"]
    assert root.find(f"{SVG}circle").get("cx") == "192.0"
