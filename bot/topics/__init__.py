"""Topics: what each is taught with, what it lacks, and beginning another."""

from bot.topics.new_topic import NewTopic, TopicError, edits_for, more_examples
from bot.topics.survey import Survey, TopicFacts, facts_of, survey_of
from bot.topics.taught import Taught, taught_in

__all__ = [
    "NewTopic",
    "Survey",
    "Taught",
    "TopicError",
    "TopicFacts",
    "edits_for",
    "facts_of",
    "more_examples",
    "survey_of",
    "taught_in",
]
