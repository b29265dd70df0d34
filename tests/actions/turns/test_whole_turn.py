"""A turn without Rasa: the rules' actions, until one speaks."""

from actions.turns.whole_turn import rules_of
from actions.workspace import Workspace


def test_every_act_leads_to_the_action_of_its_rule():
    named = {act: action.name() for act, action in rules_of(Workspace.load().nlu_data).items()}
    assert named["ask"] == "action_answer"
    assert named["person"] == "action_start_ticket"
    assert named["affirm"] == "action_affirm"
    assert named["out_of_scope"] == "action_say"
    assert named["choose_article"] == "action_choose_article"
