"""Whether the company's conversation tests still go as they are written."""

from collections.abc import Iterator, Mapping, Sequence

from bot.publishing.gate.cases import Case
from bot.training.dialogue_player import Failed
from bot.training.dialogues import Dialogue, Written

# Why a test is not what it was, or not asked; saying so is no change of the test.
REASONS = frozenset({"changed", "retired"})


def conversation_cases(
    written: Sequence[Written], live: Mapping[str, Failed], candidate: Mapping[str, Failed]
) -> Iterator[Case]:
    """Tests that fail and did not before; those that always failed keep nobody from publishing."""
    for each in written:
        failed = candidate.get(each.dialogue.name)
        if failed and each.dialogue.name not in live:
            values = {
                "name": failed.dialogue,
                "turn": str(failed.turn),
                "expected": failed.expected,
                "got": failed.got,
                "file": f"tests/conversations/{each.file.name}",
            }
            yield Case("conversations", "conversation_fails", values)


def changed_tests(before: Sequence[Dialogue], after: Sequence[Dialogue]) -> Iterator[Case]:
    """Tests that were taken away or say something else now, and not why."""
    now = {each.name: each for each in after}
    for then in before:
        test = now.get(then.name)
        if test is None:
            yield _changed(then.name, "is gone")
        elif _content(test) != _content(then) and not _newly(test, then):
            yield _changed(then.name, "was changed")


def _content(dialogue: Dialogue) -> object:
    return dialogue.model_dump(exclude={*REASONS})


def _newly(now: Dialogue, then: Dialogue) -> bool:
    return any(getattr(now, name) not in ("", getattr(then, name)) for name in REASONS)


def _changed(name: str, what: str) -> Case:
    return Case("conversations", "conversation_test_changed", {"name": name, "what": what})
