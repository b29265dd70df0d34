import random
from dataclasses import replace

import pytest

from actions.turns.calming import AGAIN, IN_FORM, INSULTED, LISTENING, SOLVING, calmed, is_angry
from actions.turns.heard import Heard
from actions.turns.memory import Memory

STORY = "third week waiting for my washing machine and nobody answers"


def heard(text=STORY, *, anger=0.9, act="complain", **more):
    return Heard("con", "msg", text, act=act, anger=anger, **more)


def after(memory, *messages: Heard):
    """The moves that messages lead to, one after another."""
    moves = []
    for message in messages:
        move = calmed(memory, message)
        moves.append(move)
        memory = move.memory if move else memory
    return moves


def test_calm_people_are_not_calmed():
    assert calmed(Memory(), heard(anger=0.1)) is None


def test_who_has_told_it_is_heard_out_once_and_then_it_is_solved():
    first, second = after(Memory(), heard(), heard("it was due on Monday", anger=0.2))
    assert (first.line, first.memory.calming) == ("utter_calm_told", LISTENING)
    assert second.solves and second.memory.calming == SOLVING
    assert second.memory.question == f"{STORY} | it was due on Monday"


def test_who_has_told_nothing_yet_is_invited_to_and_then_it_is_solved():
    first, second = after(Memory(), heard("WHAT A JOKE"), heard(anger=0.9))
    assert first.line == "utter_calm_listen"
    assert second.solves and second.memory.question == STORY


def test_a_button_that_says_that_is_all_adds_nothing_to_the_matter():
    _, second = after(Memory(), heard(), heard("That's all", act="deny", is_button=True))
    assert second.solves and second.memory.question == STORY


def test_after_two_invitations_without_a_word_on_the_matter_a_person_comes():
    moves = after(Memory(), heard("WHAT A JOKE"), heard("pathetic!"), heard("awful"))
    assert [move.line for move in moves] == ["utter_calm_listen", "utter_calm_still", None]
    assert moves[-1].to_person


@pytest.mark.parametrize("act", ["person", "open_ticket"])
def test_whoever_wants_a_person_gets_one_at_once(act):
    [first] = after(Memory(), heard("get me a human, you useless lot", act=act))
    assert first.to_person and first.memory.mood == "angry"
    _, second = after(Memory(), heard(), heard("a person. now", act=act))
    assert second.to_person


def test_while_listening_thanks_and_goodbyes_are_taken_as_such():
    listening = calmed(Memory(), heard()).memory
    assert calmed(listening, heard("ok thanks", act="thank", anger=0.0)) is None


def test_insults_have_lines_of_their_own_and_lead_to_a_person():
    insult = heard("idiots", act="abuse", act_confidence=0.95)
    moves = after(Memory(), *[insult] * 4)
    assert [move.line for move in moves] == [*INSULTED, None]
    assert moves[-1].to_person


def test_an_insult_inside_a_story_is_a_story():
    told = heard(f"you idiots, {STORY}", act="abuse", act_confidence=0.95)
    assert calmed(Memory(), told).line == "utter_calm_told"


def test_who_is_still_angry_afterwards_gets_a_person_and_no_question_is_in_the_way():
    solving = Memory(mood="angry", calming=SOLVING, question=STORY)
    moves = after(solving, *[heard("still nothing, pathetic")] * 3)
    assert [move.line for move in moves] == [*AGAIN, None]
    assert calmed(solving, heard("when does it come", asks=True)) is None


def test_nothing_is_ever_said_twice_and_only_the_first_line_apologises():
    generator = random.Random(7)
    messages = [
        heard(),
        heard("WHAT A JOKE"),
        heard("idiots", act="abuse", act_confidence=0.95),
        heard("ok", act="affirm", anger=0.0),
        heard("no", act="deny", anger=0.0),
        heard("where is it?", act="ask", anger=0.0, asks=True),
        heard("a person", act="person", anger=0.1),
    ]
    for _ in range(500):
        moves = after(Memory(), *generator.choices(messages, k=12))
        lines = [move.line for move in moves if move and move.line]
        assert len(lines) == len(set(lines))
        apologies = [line for line in lines if line in ("utter_calm_told", "utter_calm_listen")]
        assert len(apologies) <= 1
        for move in moves:
            done = move is None or bool(move.line) + move.solves + move.to_person == 1
            assert done


def test_the_lines_of_the_form_are_others():
    assert not {*IN_FORM} & {*AGAIN, *INSULTED}


def test_clear_manners_are_no_anger():
    assert not is_angry(heard("well, bye then", act="bye", act_confidence=0.9))
    assert is_angry(heard("bye, and shame on you", act="bye", act_confidence=0.4))


def test_buttons_are_never_angry():
    assert is_angry(heard())
    assert not is_angry(replace(heard(), is_button=True))


def test_something_at_hand_goes_before_anger_that_is_not_clear():
    for asked, at_hand, angry in ((False, False, True), (True, False, False), (False, True, False)):
        act = "ask" if asked else "complain"
        message = replace(heard("again", act=act), asks=asked, anger=0.7)
        assert is_angry(message, at_hand=at_hand) == angry
