from bot.components.alarms import is_lesson, lessons_in

LOOKUPS = [
    {"name": "protocol_danger", "elements": ["it is on fire"]},
    {"name": "protocol_danger", "elements": ["está ardiendo"]},  # of another language
    {"name": "near_protocol", "elements": ["a fire tv"]},
    {"name": "angry", "elements": ["I am fuming"]},
    {"name": "calm", "elements": ["it is late, when will it come?"]},
    {"name": "month", "elements": ["May"]},
]
SIGNS = [{"name": "sign_danger", "pattern": "on fire"}, {"name": "postcode", "pattern": "[0-9]{5}"}]


def test_lessons_are_taken_by_their_names_and_languages_come_together():
    lessons = lessons_in(LOOKUPS, SIGNS)
    assert lessons.protocols.examples == {
        "danger": ["it is on fire", "está ardiendo"],
        "near_protocol": ["a fire tv"],
    }
    assert lessons.protocols.signs == {"danger": ["on fire"]}
    assert lessons.mood.examples == {
        "angry": ["I am fuming"],
        "calm": ["it is late, when will it come?"],
    }


def test_without_examples_there_is_nothing_to_learn():
    lessons = lessons_in([], [])
    assert not lessons.protocols.examples
    assert not lessons.mood.examples


def test_other_components_can_tell_what_is_not_for_them():
    named = [table["name"] for table in LOOKUPS if not is_lesson(table["name"])]
    assert named == ["month"]
    assert is_lesson("sign_danger") and not is_lesson("postcode")
