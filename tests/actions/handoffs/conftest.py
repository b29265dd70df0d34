"""Aurora with people who talk: Lucía and Pol of customer care, Marta of orders."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete

from actions.accounts import Account, AccountStore
from actions.accounts.tables import accounts
from actions.conversations import Conversation, ConversationStore, HandoffWish, Message, Reply, Turn
from actions.conversations.tables import conversations
from actions.handoffs import HandoffStore
from actions.texts import Texts
from actions.tickets import TicketStore
from actions.tickets.tables import tickets
from actions.workspace import Workspace
from tests.actions.accounts.conftest import PASSWORD, QUICK


@pytest.fixture(scope="session")
def texts():
    return Texts.of(Workspace.load(environment={}))


@pytest.fixture(scope="session")
def care_covers_orders(desk):
    teams = {**desk.teams, "orders": desk.teams["orders"].model_copy(update={"cover": "care"})}
    return desk.model_copy(update={"teams": teams})


@dataclass
class Company:
    """What a test needs of it; `later` moves the clock."""

    conversations: ConversationStore
    handoffs: HandoffStore
    tickets: TicketStore
    accounts: AccountStore
    database: Engine
    now: datetime

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    def hires(self, name: str, *teams: str, role: str = "agent", there: bool = True) -> Account:
        unique = len(self.accounts.all())
        account = self.accounts.add(
            f"{unique}.{name.casefold()}@aurora.example",
            name=name,
            role=role,
            teams=teams,
            password=PASSWORD,
            now=self.now,
        )
        if there:
            self.accounts.say_presence(account.id, "available", now=self.now)
        return account

    def still_there(self, *accounts: Account) -> None:
        for account in accounts:
            self.accounts.say_presence(account.id, "available", now=self.now)

    def opens(self, locale: str = "es") -> Conversation:
        return self.conversations.create(locale=locale, site="demo", now=self.now)

    def writes(self, conversation: Conversation, text: str):
        count = len(self.conversations.messages(conversation.id))
        return self.conversations.receive(
            conversation.id, client_message_id=f"m{count}", text=text, now=self.now
        )

    def asks_for_a_person(self, team: str = "care", locale: str = "es") -> Conversation:
        """What the bot's turn leads to."""
        conversation = self.opens(locale)
        received = self.writes(conversation, "quiero hablar con una persona")
        wish = HandoffWish(reason="asked_for_person", team=team, topic="orders")
        turn = Turn(
            act="person",
            act_confidence=1,
            topic="",
            topic_confidence=0,
            out_of_scope=0,
            language=locale,
            decision="handoff",
            handoff=wish,
        )
        replies = [Reply(message=Message(kind="handoff", text="He avisado."), turn=turn)]
        beginning = self.handoffs.beginning(conversation.id, replies, now=self.now)
        self.conversations.reply(
            conversation.id,
            in_reply_to=[received.message.message_id],
            replies=replies,
            also=beginning,
            now=self.now,
        )
        return conversation

    def state(self, conversation: Conversation, account: Account) -> str:
        return self.handoffs.case(account, conversation.id).handoff.state

    def told(self, conversation: Conversation) -> list[Message]:
        return self.conversations.messages(conversation.id)


@pytest.fixture
def empty_database(any_database):
    """PostgreSQL is one for all tests."""
    with any_database.begin() as connection:
        for table in (accounts, conversations, tickets):
            connection.execute(delete(table))
    return any_database


@pytest.fixture
def company(empty_database, care_covers_orders, texts, now):
    return Company(
        conversations=ConversationStore(empty_database),
        handoffs=HandoffStore(empty_database, care_covers_orders, texts),
        tickets=TicketStore(empty_database, care_covers_orders),
        accounts=AccountStore(empty_database, QUICK),
        database=empty_database,
        now=now,
    )
