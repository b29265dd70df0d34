"""Actions that answer from the knowledge base, and what a contact does with an answer."""

from dataclasses import replace

from actions.turns.addition import addition_step
from actions.turns.followup import is_surely_about_the_last_question
from actions.turns.form_reading import clear_topic
from actions.turns.found import Findings
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.people import to_people
from actions.turns.searching import look_up
from actions.turns.services import Services
from actions.turns.speech import Speech
from actions.turns.step import TICKET_FORM, Step, TurnAction
from kb_index import Answer

# From here an act is taken at its word. Below it the understanding has no veto: a message with a
# sure answer, or with a question mark, is a question.
CLEAR_ACT = 0.85
# A message that is rather about one of the company's topics than about none is not out of scope,
# however strange one word of it is: "discounts for chess clubs".
OWN_TOPIC = 0.5


def step_for(found: Findings, memory: Memory, heard: Heard, speech: Speech) -> Step:
    """Shows what was found and remembers the question, in case it does not help."""
    asked = replace(
        memory,
        question=_question(found, heard),
        subject=found.subject,
        topic=clear_topic(heard) or (memory.topic if follows_up(found, heard) else None),
        offered="ticket" if found.leaves_open else None,
    )
    answers = [one.article.id for one in found.founds if isinstance(one, Answer)]
    if answers:
        asked = replace(asked, article=answers[0])
    return Step(asked, speech.findings(found))


def _question(found: Findings, heard: Heard) -> str:
    """What a person who takes over reads; "and to France?" says nothing alone."""
    return " | ".join((found.subject, heard.text)) if follows_up(found, heard) else heard.text


def follows_up(found: Findings, heard: Heard) -> bool:
    """Whether it was found for the last question and this message together."""
    return found.subject != heard.text


def as_a_question(heard: Heard, memory: Memory, outside: Services) -> Step | None:
    """What a message of an unsure act leads to as a question; None if it is taken at its word."""
    if is_taken_at_its_word(heard) and not is_surely_about_the_last_question(heard, memory):
        return None
    found = look_up(heard, memory, outside)
    if found.is_sure:
        return step_for(found, memory, heard, outside.speech(heard, memory))
    asks = "?" in heard.text or follows_up(found, heard)
    return _step_for_a_question(found, heard, memory, outside) if asks else None


def is_taken_at_its_word(heard: Heard) -> bool:
    """Whether a message's act decides alone, whatever the articles say."""
    if heard.is_button or heard.verbatim:
        return True
    if heard.act == "out_of_scope" and heard.topic_confidence >= OWN_TOPIC:
        return False
    return heard.act_confidence >= CLEAR_ACT


def _step_for_a_question(found: Findings, heard: Heard, memory: Memory, outside: Services) -> Step:
    surely_asks = heard.act == "ask" and heard.act_confidence >= CLEAR_ACT and heard.asks
    if found.is_nothing or not (found.is_sure or surely_asks):
        if step := addition_step(heard, memory, outside, asks=surely_asks):
            return step
    # Without an answer the form says so: it speaks, not the action that leads to it.
    if found.is_nothing:
        step = to_people(heard, memory, outside, "no_answer")
        return step or Step(memory, followup=TICKET_FORM)
    return step_for(found, memory, heard, outside.speech(heard, memory))


class ActionAnswer(TurnAction):
    """Answers a question when sure, suggests when not, and otherwise starts the ticket form."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_answer"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The articles decide."""
        found = look_up(heard, memory, outside)
        return _step_for_a_question(found, heard, memory, outside)


class ActionChooseArticle(TurnAction):
    """Shows the article whose title was pressed."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_choose_article"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """An article withdrawn meanwhile is not shown."""
        speech = outside.speech(heard, memory)
        chosen = heard.detail("article")
        article = (
            outside.article_to_show(chosen.value, speech.language) if chosen is not None else None
        )
        if article is None:
            reply = speech.say("utter_article_gone", decision="article_gone", kind="question")
            return Step(replace(memory, offered="ticket"), (reply,))
        return Step(replace(memory, article=article.id, offered=None), (speech.article(article),))


class ActionRateAnswer(TurnAction):
    """Thanks for a thumb up; after a thumb down offers a person."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_rate_answer"

    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """The rating is kept in the turn's record, as its decision."""
        speech = outside.speech(heard, memory)
        rating = heard.detail("helpful")
        if rating is not None and rating.value == "yes":
            reply = speech.say("utter_helpful_yes", decision="helpful_yes")
            return Step(replace(memory, question=None, topic=None, offered=None), (reply,))
        reply = speech.say("utter_helpful_no", decision="helpful_no", kind="question")
        return Step(replace(memory, offered="ticket"), (reply,))
