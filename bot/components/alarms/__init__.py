"""What goes before acts and topics: what a protocol is for, and anger. Learned without Rasa."""

from bot.components.alarms.alarm import Alarm, learn_alarm
from bot.components.alarms.archive import load, load_ngrams, save, save_ngrams
from bot.components.alarms.lessons import BACKGROUND, Lesson, Lessons, is_lesson, lessons_in
from bot.components.alarms.mood import marks_of_anger
from bot.components.alarms.protocols import Found, protocol_in
from bot.components.alarms.signs import Signs

__all__ = [
    "BACKGROUND",
    "Alarm",
    "Found",
    "Lesson",
    "Lessons",
    "Signs",
    "is_lesson",
    "learn_alarm",
    "lessons_in",
    "load",
    "load_ngrams",
    "marks_of_anger",
    "protocol_in",
    "save",
    "save_ngrams",
]
