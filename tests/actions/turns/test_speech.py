"""How what was found is said."""

from actions.texts import Texts
from actions.turns.found import Findings, Found
from actions.turns.heard import Heard
from actions.turns.speech import Speech
from actions.workspace import Workspace
from kb_index import Answer, Passage
from tests.actions.turns.found import answer, nothing, suggestions

PASSAGE = Passage("return-how", "return-how", heading="", text="…")


def kinds(*founds: Found, with_person=True) -> list[tuple[str, str]]:
    texts = Texts.load(Workspace.load().domain_file, company="Aurora", languages=["es", "en"])
    speech = Speech(texts, "en", Heard("cnv_1", "msg_1", "…", "ask"), {})
    findings = Findings(tuple(map(with_passage, founds)), subject="…")
    replies = speech.findings(findings, with_person=with_person)
    return [(reply.message.kind, reply.turn.decision) for reply in replies]


def with_passage(found):
    if not isinstance(found, Answer):
        return found
    return Answer(found.article, PASSAGE, found.confidence, found.threshold, found.hits)


def test_every_question_gets_a_reply_and_the_sure_one_is_said_first():
    assert kinds(suggestions("a", "b"), answer("c")) == [
        ("answer", "answer"),
        ("suggestions", "suggestions"),
    ]


def test_a_question_without_an_answer_is_told_and_a_person_offered():
    assert kinds(answer("a"), nothing()) == [
        ("answer", "answer"),
        ("question", "other_unanswered"),
    ]


def test_inside_the_form_the_form_says_what_has_no_answer():
    assert kinds(answer("a"), nothing(), with_person=False) == [("answer", "answer")]


def test_nothing_at_all_is_not_said_here():
    assert kinds(nothing()) == []
