import pytest
from ruamel.yaml import YAML

from bot.supervisor.app.data_check.entry import (
    Example,
    Vocabulary,
    examples_in,
    intents_of_rules,
    problems_in,
)

KNOWN = Vocabulary(acts={"ask": 1, "greet": 2}, entities=frozenset({"order_number"}))
ASK = "nlu:\n  - intent: ask/orders\n    examples: |\n"


def told(file, text: str, known: Vocabulary = KNOWN) -> list[str]:
    found = problems_in(file, YAML().load(text), known)
    return [str(problem).removeprefix(f"{file}, ") for problem in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nlu:\n  - intent: asks/orders\n    examples: |\n      - a\n", "line 2: intent 'asks' is"),
        (ASK, "line 2: has no examples; write `examples: |`"),
        (f"{ASK}      -\n      - \n", "line 2: has no examples; write `examples: |`"),
        ("nlu:\n  - intent: ask\n    examples: [a]\n", "line 2: has no examples; write"),
        (f"{ASK}      - uno\n      - \n", "line 5: a blank example; write a sentence, or delete"),
        (f"{ASK}      uno\n", "line 4: an example begins with `- `"),
        # Rasa would leave these two out, and say so in no place that anybody reads.
        (f"{ASK}      - uno\n        - otro\n", "line 5: an example begins with `- `, as far to"),
        (f"{ASK}      -\tuno\n", "line 4: an example begins with `- `"),
        ("nlus: []\n", "line 1: 'nlus' is not one of version, nlu, rules, stories."),
        ("nlu:\n  - examples: x\n", "line 2: an entry names one of intent, synonym"),
        ("nlu:\n  - intent:\n", "line 2: an entry names one of intent, synonym"),
        ("nlu:\n  intent: ask\n", "line 1: `nlu` is a list; begin each entry with `- `."),
    ],
)
def test_mistakes_have_a_line_and_a_way_out(tmp_path, text, expected):
    [problem] = told(tmp_path / "ask.yml", text)
    assert problem.startswith(expected)


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("pedido [48213](pedido)", "entity 'pedido' is not in domain.yml; add it there, or take"),
        ('pedido [48213]{"entity": "pedido"}', "entity 'pedido' is not in domain.yml"),
        ('pedido [48213]{"value": "1"}', '{"value": "1"} names no entity; write {"entity": "…"}.'),
        ("pedido [48213", "'[' is half of a mark; a detail is marked [so](entity), and other"),
        ("pedido 48213](order_number)", "']' is half of a mark"),
        ("pedido [48213] roto", "'[' is half of a mark"),
        ("pedido {48213", "'{' is half of a mark"),
    ],
)
def test_a_mark_is_whole_and_names_an_entity(tmp_path, example, expected):
    [problem] = told(tmp_path / "ask.yml", f"{ASK}      - {example}\n")
    assert problem.startswith(f"line 4: {expected}")


@pytest.mark.parametrize(
    "text",
    [
        f"{ASK}      - pedido [48213](order_number)\n",
        f'{ASK}      - el [48213]{{"entity": "order_number", "value": "AU-48213"}}\n',
        f"{ASK}      - pedido :( (otra vez)\n",  # round brackets are nobody's marks
        "nlu:\n  - regex: code\n    examples: |\n      - [a-z]{2}\\d\n",  # nor a pattern's
        "nlu:\n",  # everything is still in comments
    ],
)
def test_good_data_have_no_mistakes(tmp_path, text):
    assert told(tmp_path / "ask.yml", text) == []


def test_nothing_is_held_against_a_domain_that_cannot_be_read(tmp_path):
    text = f"{ASK}      - pedido [48213](order_number)\n"
    assert told(tmp_path / "ask.yml", text, Vocabulary.of(None)) == []


def test_examples_are_read_as_they_are_learned(tmp_path):
    file = tmp_path / "ask.yml"
    text = f"{ASK}      - pedido [48213](order_number) \n      - \n      uno\n      - dos\n"
    assert list(examples_in(file, YAML().load(text))) == [
        Example("ask/orders", "pedido 48213", file, 4),
        Example("ask/orders", "dos", file, 7),
    ]


def test_the_vocabulary_knows_the_line_of_each_act():
    domain = "intents:\n  - ask: {use_entities: []}\n  - greet\nentities: [email, phone]\n"
    known = Vocabulary.of(YAML().load(domain))
    assert known == Vocabulary({"ask": 2, "greet": 3}, frozenset({"email", "phone"}))


def test_rules_tell_which_intents_they_begin_with_and_nonsense_tells_nothing():
    rules = "rules:\n  - steps: [{intent: skip}, {action: action_say}, nonsense]\n  - nonsense\n"
    assert intents_of_rules(YAML().load(rules)) == {"skip"}
    assert intents_of_rules(None) == set()
