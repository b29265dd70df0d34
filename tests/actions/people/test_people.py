"""One person, one view: put together by what a site has vouched for, and by nothing else."""

from datetime import timedelta

import pytest

from actions.conversations import Visitor
from actions.people import People, UnknownPerson
from actions.privacy import Erasures
from actions.tickets import Change, Contact
from tests.actions.tickets.requests import request_for

ANA = Contact("Ana Ruiz", "ana@example.com", verified=True, external_id="c-1")
TYPED = Contact("Ana Ruiz", "ana@example.com")


@pytest.fixture
def people(database):
    return People(database)


@pytest.fixture
def talks(conversations, now):
    """A conversation of a site, with whom the site says is writing, if it does."""

    def begin(site="shop", vouched=None):
        visitor = Visitor(vouched, now + timedelta(hours=8), "Ana Ruiz") if vouched else None
        return conversations.create(locale="es", site=site, visitor=visitor, now=now)

    return begin


@pytest.fixture
def opens(tickets, now):
    def do(conversation, contact):
        request = request_for(
            f"{conversation.id}:1", conversation_id=conversation.id, contact=contact
        )
        return tickets.open(request, now=now)

    return do


def ids(person):
    return [talk.id for talk in person.talks]


def numbers(person):
    return [ticket.number for ticket in person.tickets]


def test_e4_what_a_site_vouches_for_is_one_person(people, talks, opens, tickets, now):
    """E4: what a site vouches for is one person."""
    phone, laptop = talks(vouched="c-1"), talks(vouched="c-1")
    ticket = opens(phone, ANA)
    tickets.change(ticket.number, Change("close", "agent"), now=now)
    tickets.rate(ticket.number, 4, now=now)
    for person in (people.visitor("c-1", site="shop"), people.behind(laptop.id)):
        assert set(ids(person)) == {phone.id, laptop.id}
        assert numbers(person) == [ticket.number]
        assert [rating.score for rating in person.ratings] == [4]
        assert person.contact == ANA
    assert people.behind(ticket.number).external_id == "c-1"


def test_the_same_address_typed_twice_is_not_one_person(people, talks, opens):
    one, other = talks(), talks()
    opens(one, TYPED)
    second = opens(other, TYPED)
    person = people.behind(second.number)
    assert (ids(person), numbers(person), person.external_id) == ([other.id], ["T-1002"], None)


def test_who_types_a_verified_persons_address_does_not_join_them(people, talks, opens):
    verified, stranger = talks(vouched="c-1"), talks()
    opens(verified, ANA)
    opens(stranger, TYPED)
    assert numbers(people.visitor("c-1", site="shop")) == ["T-1001"]
    assert ids(people.behind(stranger.id)) == [stranger.id]


def test_the_same_id_at_another_site_is_somebody_else(people, talks, opens):
    here, there = talks(vouched="c-1"), talks(site="other", vouched="c-1")
    opens(here, ANA)
    opens(there, ANA)
    assert ids(people.visitor("c-1", site="shop")) == [here.id]
    assert numbers(people.visitor("c-1", site="other")) == ["T-1002"]


def test_who_signs_out_keeps_their_tickets_and_leaves_the_conversation(
    people, conversations, talks, opens
):
    shared = talks(vouched="c-1")
    ticket = opens(shared, ANA)
    conversations.forget_visitor(shared.id)
    person = people.visitor("c-1", site="shop")
    assert (ids(person), numbers(person)) == ([], [ticket.number])
    assert people.behind(shared.id).external_id is None


def test_an_erased_person_is_unknown(people, database, talks, opens, now):
    conversation = talks(vouched="c-1")
    opens(conversation, ANA)
    Erasures(database).erase(conversation.id, now=now)
    with pytest.raises(UnknownPerson):
        people.visitor("c-1", site="shop")


@pytest.mark.parametrize("name", ["T-1001", "cnv_nobody", "", "c-1"])
def test_nobody_is_told_as_nobody_with_the_way_out(people, name):
    with pytest.raises(UnknownPerson, match="Give a ticket's number"):
        people.behind(name)
