import numpy as np
import pytest

from actions.workspace import Workspace
from bot.publishing.gate.examples import Example, example_cases, examples_of, taught_topics
from bot.publishing.gate.privacy import holds, privacy_cases
from tests.running import REPOSITORY

RETURNS = [f"return {word}" for word in ("shoes", "hats", "coats", "bags", "gloves", "socks")]
PAYMENTS = [f"pay {word}" for word in ("card", "cash", "later", "twice", "cheque", "invoice")]


def example(text, topic, file="nlu_data/nlu/en/x.yml"):
    return Example("en", text, f"ask/{topic}", file)


BEFORE = [
    *(example(text, "returns") for text in RETURNS),
    *(example(text, "payments") for text in PAYMENTS),
    example("return gifts", "returns"),
]


def by_first_word(language, texts):
    """Alike is what begins alike."""
    return np.array([[text.startswith("return"), text.startswith("pay")] for text in texts], float)


def cases(after):
    return [(case.kind, dict(case.values)) for case in example_cases(BEFORE, after, by_first_word)]


def moved(text, topic):
    return [example(e.text, topic) if e.text == text else e for e in BEFORE]


def test_what_is_as_before_is_fine():
    assert cases(BEFORE) == []


def test_an_example_that_is_moved_away_from_its_neighbours_is_named():
    ((kind, values),) = cases(moved("return gifts", "payments"))
    assert kind == "example_moved"
    assert (values["text"], values["now"]) == ("return gifts", "ask/payments")
    assert (values["before"], values["votes"]) == ("ask/returns", "6")


def test_a_sentence_that_teaches_two_things_is_not_moved_by_an_edit_elsewhere():
    both = [*BEFORE, example("return gifts", "payments", "kb_index/articles")]
    after = [*both, example("return ties", "returns")]
    assert list(example_cases(both, after, by_first_word)) == []


def test_an_example_that_is_moved_to_its_neighbours_is_fine():
    wrong = [*BEFORE, example("pay gifts", "returns")]
    right = [*BEFORE, example("pay gifts", "payments")]
    assert list(example_cases(wrong, right, by_first_word)) == []


def test_examples_that_are_moved_together_do_not_vouch_for_each_other():
    others = [example(f"return {n}", "returns") for n in range(4)]
    after = [
        *BEFORE,
        *(example(each.text, "payments") for each in others),
    ]
    found = example_cases([*BEFORE, *others], after, by_first_word)
    assert [case.kind for case in found] == ["example_moved"] * 4


def test_a_new_example_among_those_of_another_label_is_named():
    ((kind, values),) = cases([*BEFORE, example("return my money", "payments")])
    assert (kind, values["before"]) == ("example_astray", "ask/returns")


def test_a_label_that_loses_most_of_its_examples_is_named():
    after = [each for each in BEFORE if each.text not in RETURNS]
    ((kind, values),) = cases(after)
    assert (kind, values["gone"], values["count"]) == ("examples_gone", "6", "7")


def test_the_demo_companys_examples_are_read_without_marks():
    found = examples_of(Workspace.load(REPOSITORY, {}))
    assert len(found) > 5_000
    assert not [each for each in found if each.text.startswith("-") or "](" in each.text]
    assert {each.language for each in found} <= {"es", "en", ""}
    topics = taught_topics(Workspace.load(REPOSITORY, {}))
    assert "kb_index/articles" in topics["returns"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("my card is 4111 1111 1111 1111", "a card number"),
        ("my order is 4111 1111 1111 1112", ""),  # the check digit is wrong
        ("refund to ES91 2100 0418 4502 0005 1332", "a bank account"),
        ("refund to ES92 2100 0418 4502 0005 1332", ""),
        ("write to eva.ruiz@gmail.com", "an e-mail address"),
        ("write to ana@ejemplo.es", ""),
        ("write to ana@mail.example.org", ""),
        ("order AU-48213, please", ""),
    ],
)
def test_what_leads_to_a_person_is_noticed(text, what):
    assert holds(text) == what


def test_only_what_is_new_is_held_against_an_edit_and_is_not_quoted():
    old = example("write to eva.ruiz@gmail.com", "contact")
    new = example("my card is 4111 1111 1111 1111", "payments")
    (case,) = privacy_cases([old], [old, new])
    assert case.is_firm
    assert "4111" not in case.sentence("en")
    assert case.values["what"] == "a card number"
