"""The contact's side: a plain dialogue, and the same one with questions, corrections, noise,
cancels and new beginnings in it. Both must lead to the same ticket.

A dialogue is a generator: it yields what the contact does and is sent the field asked for next,
None when nothing is asked any more.
"""

import random
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from tests.metamorphic.person import OF_COMPANY, PRESSED, Person, kind_of
from tests.metamorphic.phrasings import Pool, one

# A dialogue that asks for more has lost its way.
MOST_MOVES = 60
# How a question to the contact is disturbed before it is answered.
TWISTS = ("question", "unanswerable", "noise", "wrong", "bad", "cancel")
WEIGHTS = (5, 2, 4, 6, 2, 1)
FREE_TEXT = frozenset({"summary", "name"})
NEVER_BAD = frozenset({"summary", "confirmed"})  # any words are a summary
SHORT = {"order_number": "order"}

Moves = Generator["Move", str | None, None]


@dataclass(frozen=True)
class Move:
    """Something typed, or a button's payload; `why` and `at` for the report."""

    text: str
    why: str
    at: str | None = None
    is_button: bool = False


class Lost(AssertionError):
    """The dialogue does not come to its end."""


@dataclass
class Dialogue:
    """One contact in one conversation."""

    person: Person
    pool: Pool
    chance: random.Random
    moves: list[Move] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)  # as the bot should have it now
    asked: str | None = None
    summed_up: str = ""  # as the contact read it last

    def reads(self, texts: Sequence[str]) -> None:
        """Keeps what the bot is about to send, wherever it sums that up."""
        for text in texts:
            if self.told.get("summary", self.person.right["summary"]) in text:
                self.summed_up = text

    def plain(self) -> Moves:
        """Tells each thing when it is asked for, and confirms."""
        yield from self._does(self.person.wish, "wish")
        while self.asked not in (None, "confirmed"):
            pressed = self.asked in PRESSED
            yield from self._does(self.person.right[self.asked], "answer", is_button=pressed)
        yield from self._does(one(self.pool, "confirms", random.Random(1)), "confirm")

    def twisted(self) -> Moves:
        """The same with at least one disturbance at each field."""
        disturbed: Counter[str] = Counter()
        yield from self._does(self.person.wish, "wish")
        while self.asked is not None:
            if len(self.moves) > MOST_MOVES:
                raise Lost("it goes on and on")
            name = self.asked
            if name == "change":
                raise Lost("asked what to change, unasked")
            if not disturbed[name]:
                disturbed[name] += 1
                yield from self._disturbs(name)
            elif name == "confirmed":
                yield from self._confirms()
            else:
                yield from self._answers(name)

    @property
    def corrections(self) -> int:
        """How many values were taken back."""
        return sum(move.why.startswith("correct") for move in self.moves)

    @property
    def noted(self) -> set[str]:
        """What the team may find as further questions."""
        return {move.text for move in self.moves if move.why in ("question", "unanswerable")}

    def _does(self, text: str, why: str, *, is_button: bool = False) -> Moves:
        move = Move(text, why, self.asked, is_button)
        self.moves.append(move)
        self.asked = yield move

    def _says(self, kind: str, why: str, value: str = "") -> Moves:
        yield from self._does(one(self.pool, kind, self.chance, value), why)

    def _tells(self, name: str, value: str, why: str) -> Moves:
        if name in PRESSED:
            yield from self._does(value, why, is_button=True)
        else:
            yield from self._says(kind_of(name, value), why, value)

    def _answers(self, name: str) -> Moves:
        self.told[name] = self.person.right[name]
        yield from self._tells(name, self.told[name], "answer")

    def _disturbs(self, name: str) -> Moves:
        for twist in self._twists(name):
            if self.asked != name:  # a wrong value was taken for it, or all was cancelled
                return
            yield from getattr(self, f"_{twist}")(name)

    def _twists(self, name: str) -> Sequence[str]:
        drawn = self.chance.choices(TWISTS, WEIGHTS, k=self.chance.randint(1, 2))
        fitting = [
            twist
            for twist in dict.fromkeys(drawn)
            if not (twist == "bad" and name in NEVER_BAD)
            # What nobody can answer may well be the matter itself.
            and not (twist == "unanswerable" and name == "summary")
        ]
        return fitting or ["question"]

    def _question(self, name: str) -> Moves:
        # What happened may be told as a question: only one that is surely answered is none.
        yield from self._says("sure" if name == "summary" else "questions", "question")

    def _unanswerable(self, name: str) -> Moves:
        yield from self._says("unanswerable", "unanswerable")

    def _noise(self, name: str) -> Moves:
        yield from self._says("noise", "noise")

    def _bad(self, name: str) -> Moves:
        short = "of_company" if name in OF_COMPANY else SHORT.get(name, name)
        yield from self._says(f"bad_{short}", "bad")

    def _cancel(self, name: str) -> Moves:
        yield from self._says("cancels", "cancel")
        if self.asked is not None:
            raise Lost("a cancel was not heard")
        for forgotten in ("summary", "order_number", *OF_COMPANY):
            self.told.pop(forgotten, None)
        yield from self._does(self.person.wish, "begins again")

    def _wrong(self, name: str) -> Moves:
        """Tells something wrong, or corrects what is still right: twice, so that it ends right."""
        if name == "confirmed":
            yield from self._corrects(self.chance.choice(self._to_correct()), wrong=True)
            return
        self.told[name] = self.person.wrong[name]
        yield from self._tells(name, self.told[name], "wrong")
        # Now, at the next field; or at the end, when all is summed up.
        if self.asked and self.asked != name and self.chance.random() < 0.6:
            yield from self._corrects(name)

    def _corrects(self, name: str, *, wrong: bool = False) -> Moves:
        value = (self.person.wrong if wrong else self.person.right)[name]
        self.told[name] = value
        short = SHORT.get(name, name)
        if name in OF_COMPANY:
            yield from self._changes(name, value)
            return
        if name != "summary" and self.chance.random() < 0.7:
            yield from self._says(f"correct_{short}", f"correct {name}", value)
            if self.asked in (
                "change",
                name,
            ):  # that it was meant as one is clear, but not the value
                if self.asked == "change":
                    yield from self._gets_to(name)
                yield from self._says(kind_of(name, value), f"correct {name}", value)
            return
        if self.asked == "confirmed" and self.chance.random() < 0.5:
            yield from self._does("/correct", "change", is_button=True)
            pressed = f'/change{{"field": "{name}"}}'
            yield from self._does(pressed, "change", is_button=True)
        else:
            yield from self._says(f"change_{short}", "change")
            if self.asked != name:
                yield from self._gets_to(name)
        yield from self._says(kind_of(name, value), f"correct {name}", value)

    def _changes(self, name: str, value: str) -> Moves:
        """Goes back to a field of the company's: by its button, from wherever the form is."""
        pressed = f'/change{{"field": "{name}"}}'
        yield from self._does(pressed, "change", is_button=True)
        if self.asked != name:
            raise Lost(f"{name} was not asked again")
        yield from self._tells(name, value, f"correct {name}")

    def _gets_to(self, name: str) -> Moves:
        """What a contact does who was not understood: looks at what can be pressed."""
        if self.asked == "confirmed":
            yield from self._does("/correct", "change", is_button=True)
        if self.asked != "change":
            raise Lost("a wish to change something was not heard")
        yield from self._does(f'/change{{"field": "{name}"}}', "change", is_button=True)

    def _confirms(self) -> Moves:
        right = self.person.right
        if wrong := [name for name in self._to_correct() if self.told[name] != right[name]]:
            yield from self._corrects(self.chance.choice(wrong))
        else:
            yield from self._says("confirms", "confirm")

    def _to_correct(self) -> list[str]:
        """What was told, but for an order that went with a matter that was taken back."""
        gone = "order_number" in self.told and self.told["order_number"] not in self.summed_up
        return sorted({*self.told} - ({"order_number"} if gone else set()))
