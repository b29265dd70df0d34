"""Which language the bot speaks in a conversation."""

from collections.abc import Sequence

from actions.turns.heard import Heard
from actions.turns.memory import Memory

# One or two words ("ok", "no", "hotel") are the same in many languages: they never switch.
WORDS_TO_SWITCH = 3
# A name or an address has a language of its own: "José Luis García" in an English conversation.
SHORT_FIELDS = frozenset({"order_number", "contact", "name"})
WORDS_IN_A_FIELD = 6
CONFIDENCE_TO_SWITCH = 0.9


def conversation_language(memory: Memory, heard: Heard, languages: Sequence[str]) -> str:
    """The language so far; the page's at first and when it was switched there; or the message's,
    on strong evidence.
    """
    if _is_a_switch(memory, heard, languages):
        return heard.language
    if heard.locale in languages and heard.locale != memory.locale:
        return heard.locale
    return memory.language or languages[0]


def _is_a_switch(memory: Memory, heard: Heard, languages: Sequence[str]) -> bool:
    enough = WORDS_IN_A_FIELD if memory.requested_slot in SHORT_FIELDS else WORDS_TO_SWITCH
    return (
        not heard.is_button
        and heard.language in languages
        and heard.language_confidence >= CONFIDENCE_TO_SWITCH
        and len(heard.text.split()) >= enough
    )
