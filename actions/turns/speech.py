"""Speech: replies made of fixed texts and of articles, word for word."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from actions.conversations.message import (
    ArticleLink,
    Button,
    FormField,
    Hit,
    Kind,
    Message,
    Reply,
    TicketCard,
    Turn,
)
from actions.texts import Texts
from actions.tickets.wording import in_language
from actions.turns.found import Findings, Found
from actions.turns.heard import Heard
from kb_index import Answer, Article, NoAnswer, Passage, Suggestions


@dataclass(frozen=True, slots=True)
class Speech:
    """Makes the replies of one turn in the conversation's language."""

    texts: Texts
    language: str
    heard: Heard
    versions: dict[str, str]

    def say(
        self,
        response: str,
        *,
        decision: str,
        kind: Kind = "text",
        field: FormField | None = None,
        ticket: TicketCard | None = None,
        found: Found | None = None,
        values: Mapping[str, str] | None = None,
        without: Collection[str] = (),
    ) -> Reply:
        """A fixed text with its buttons, but for those with a payload of `without`."""
        buttons = self.texts.buttons(response, self.language)
        message = Message(
            kind=kind,
            field=field,
            text=self.texts.say(response, self.language, values),
            buttons=[button for button in buttons if button.payload not in without],
            ticket=ticket,
        )
        return self._reply(message, decision, found)

    def told(self, message: Message, *, decision: str) -> Reply:
        """What is told of a ticket, as a reply of this turn."""
        return self._reply(message.model_copy(update={"sender": "bot"}), decision, None)

    def approved(self, texts: Mapping[str, str], *, decision: str) -> Reply:
        """Words that the company wrote for a case, by language; the first stand in."""
        return self._reply(
            Message(kind="text", text=in_language(texts, self.language)), decision, None
        )

    def findings(self, findings: Findings, *, with_person: bool = True) -> tuple[Reply, ...]:
        """A reply for each question of a message; what is sure is said first."""
        replies: list[Reply] = []
        for found in sorted(findings.founds, key=lambda each: not isinstance(each, Answer)):
            if isinstance(found, Answer):
                replies.append(self.answer(found))
            elif isinstance(found, Suggestions):
                response = "utter_suggestions_also" if replies else "utter_suggestions"
                replies.append(self.suggestions(found, response, with_person=with_person))
            elif replies and with_person:
                replies.append(self._unanswered(found))
        return tuple(replies)

    def answer(self, answer: Answer) -> Reply:
        """The passage that answers, as approved, with its article and "was this helpful?"."""
        message = self._shown(answer.article, answer.passage)
        return self._reply(message, "answer", answer, passage=answer.passage.id)

    def article(self, article: Article) -> Reply:
        """A whole article that the contact chose."""
        return self._reply(self._shown(article, article), "chosen", None, passage=article.id)

    def suggestions(
        self,
        suggestions: Suggestions,
        response: str = "utter_suggestions",
        *,
        with_person: bool = True,
    ) -> Reply:
        """The titles of some articles as buttons, under the text and before the buttons of a
        response.
        """
        chosen = [_chooses(article) for article in suggestions.articles]
        others = self.texts.buttons(response, self.language) if with_person else []
        message = Message(
            kind="suggestions",
            text=self.texts.say(response, self.language),
            buttons=[*chosen, *others],
        )
        return self._reply(message, "suggestions", suggestions)

    def _unanswered(self, nothing: NoAnswer) -> Reply:
        return self.say(
            "utter_other_unanswered", decision="other_unanswered", kind="question", found=nothing
        )

    def _shown(self, article: Article, shown: Article | Passage) -> Message:
        return Message(
            kind="answer",
            text=shown.text,
            html=shown.html,
            buttons=self.texts.buttons("utter_rate_answer", self.language),
            article=ArticleLink(
                id=article.id, title=article.title, url=article.url, revision=article.revision
            ),
        )

    def _reply(
        self, message: Message, decision: str, found: Found | None, passage: str | None = None
    ) -> Reply:
        heard = self.heard
        turn = Turn(
            act=heard.act,
            act_confidence=heard.act_confidence,
            topic=heard.topic,
            topic_confidence=heard.topic_confidence,
            out_of_scope=heard.out_of_scope,
            language=self.language,
            decision=decision,
            hits=_hits(found),
            confidence=found.confidence if found else None,
            threshold=found.threshold if found else None,
            versions=self.versions,
            passage=passage,
        )
        return Reply(message=message, turn=turn)


def _chooses(article: Article) -> Button:
    return Button(title=article.title, payload=f'/choose_article{{"article": "{article.id}"}}')


def _hits(found: Answer | Suggestions | NoAnswer | None) -> list[Hit]:
    if found is None:
        return []
    return [
        Hit(article=hit.article_id, passage=hit.passage_id, revision=hit.revision, score=hit.score)
        for hit in found.hits
    ]
