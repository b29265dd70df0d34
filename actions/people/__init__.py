"""People: what is known of one person, put together by what a site has vouched for alone."""

from actions.people.people import People, UnknownPerson
from actions.people.person import Person, Talk

__all__ = ["People", "Person", "Talk", "UnknownPerson"]
