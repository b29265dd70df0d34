"""Which language the bot speaks in a conversation."""

from collections.abc import Sequence

from actions.turns.heard import Heard

# One or two words ("ok", "no", "hotel") are the same in many languages: they never switch.
WORDS_TO_SWITCH = 3
CONFIDENCE_TO_SWITCH = 0.9


def conversation_language(current: str | None, heard: Heard, languages: Sequence[str]) -> str:
    """The language so far, at first the page's; switched only on strong evidence."""
    spoken = current or (heard.locale if heard.locale in languages else languages[0])
    return heard.language if _is_a_switch(heard, languages) else spoken


def _is_a_switch(heard: Heard, languages: Sequence[str]) -> bool:
    return (
        not heard.is_button
        and heard.language in languages
        and heard.language_confidence >= CONFIDENCE_TO_SWITCH
        and len(heard.text.split()) >= WORDS_TO_SWITCH
    )
