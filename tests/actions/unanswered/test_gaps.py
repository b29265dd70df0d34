"""Where a conversation shows that no article answers."""

from datetime import UTC, datetime

from actions.conversations.message import ArticleLink, Message
from actions.unanswered import gaps_in
from actions.unanswered.gaps import Said
from tests.actions.turn_record import record

AT = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
SHOWN = ArticleLink(id="return-how", title="Cómo devolver", url="/help/es/return-how", revision="r")


def asks(seq, text="¿hacéis tarjetas regalo?", **pressed):
    message = Message(seq=seq, message_id=f"m{seq}", sender="contact", text=text, created_at=AT)
    return Said(message, **pressed)


def says(seq, to, decision, **more):
    message = Message(
        seq=seq, message_id=f"m{seq}", in_reply_to=to, text="…", created_at=AT, **more
    )
    return Said(message, record(decision))


def found(*conversation: Said):
    return [
        (gap.why, gap.article, [question.text for question in gap.questions])
        for gap in gaps_in(conversation)
    ]


def test_a_question_that_starts_the_form_was_not_answered():
    assert found(asks(1), says(2, ["m1"], "no_answer"), says(3, ["m1"], "ticket_form.contact")) == [
        ("nothing", None, ["¿hacéis tarjetas regalo?"])
    ]


def test_half_a_message_and_a_question_inside_the_form_count_as_well():
    conversation = [asks(1), says(2, ["m1"], "answer"), says(3, ["m1"], "other_unanswered")]
    conversation += [asks(4, "¿y abrís los domingos?"), says(5, ["m4"], "noted")]
    assert [why for why, _, _ in found(*conversation)] == ["nothing", "nothing"]


def test_titles_are_no_gap_until_somebody_wants_a_person_instead():
    titles = [asks(1), says(2, ["m1"], "suggestions", kind="suggestions")]
    assert found(*titles) == []
    person = asks(3, "Ninguna: una persona", pressed="/person", pressed_on=2)
    assert found(*titles, person) == [("none_of_these", None, ["¿hacéis tarjetas regalo?"])]


def test_an_answer_that_did_not_help_is_named():
    answer = says(2, ["m1"], "answer", kind="answer", article=SHOWN)
    thumb = asks(3, "No es lo que busco", pressed='/rate_answer{"helpful": "no"}', pressed_on=2)
    assert found(asks(1), answer) == []
    assert found(asks(1), answer, thumb) == [
        ("not_helpful", "return-how", ["¿hacéis tarjetas regalo?"])
    ]


def test_a_burst_of_messages_is_one_question():
    burst = [asks(1, "hola"), asks(2, "¿hacéis regalos?"), says(3, ["m1", "m2"], "no_answer")]
    assert found(*burst) == [("nothing", None, ["hola", "¿hacéis regalos?"])]


def test_an_article_chosen_by_its_title_that_did_not_help_has_no_words_of_its_own():
    chosen = asks(1, "Cómo devolver", pressed='/choose_article{"article": "x"}', pressed_on=0)
    answer = says(2, ["m1"], "chosen", kind="answer", article=SHOWN)
    thumb = asks(3, "No", pressed='/rate_answer{"helpful": "no"}', pressed_on=2)
    assert found(chosen, answer, thumb) == []


def test_a_person_wanted_without_titles_is_no_gap():
    assert found(asks(1), says(2, ["m1"], "start_person"), says(3, ["m1"], "abuse")) == []


def test_a_title_that_was_right_is_a_phrasing_that_its_article_lacks():
    titles = [asks(1), says(2, ["m1"], "suggestions", kind="suggestions")]
    chosen = asks(3, "Regalos", pressed='/choose_article{"article": "gift-cards"}', pressed_on=2)
    assert found(*titles, chosen) == [("chosen", "gift-cards", ["¿hacéis tarjetas regalo?"])]


def test_a_chosen_article_that_did_not_help_is_no_phrasing_of_it():
    titles = [asks(1), says(2, ["m1"], "suggestions", kind="suggestions")]
    chosen = asks(3, "Devolver", pressed='/choose_article{"article": "return-how"}', pressed_on=2)
    shown = says(4, ["m3"], "chosen", kind="answer", article=SHOWN)
    thumb = asks(5, "No", pressed='/rate_answer{"helpful": "no"}', pressed_on=4)
    question = ["¿hacéis tarjetas regalo?"]
    assert found(*titles, chosen, shown) == [("chosen", "return-how", question)]
    assert found(*titles, chosen, shown, thumb) == [("not_helpful", "return-how", question)]


def test_a_person_wanted_after_a_choice_was_what_none_of_the_titles_was():
    titles = [asks(1), says(2, ["m1"], "suggestions", kind="suggestions")]
    chosen = asks(3, "Devolver", pressed='/choose_article{"article": "return-how"}', pressed_on=2)
    person = asks(4, "Ninguna: una persona", pressed="/person", pressed_on=2)
    assert [why for why, _, _ in found(*titles, chosen, person)] == ["none_of_these"]
