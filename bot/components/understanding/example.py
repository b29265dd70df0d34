"""What the classifier learns from and what it says."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its act and, where it has one, its topic."""

    text: str = field(repr=False)
    act: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """The act and topic of one message, with calibrated probabilities."""

    acts: dict[str, float]  # all acts, the likeliest first
    topics: dict[str, float]  # all topics, the likeliest first; what is missing to 1: it has none
    out_of_scope: float  # chance that the message is none of the company's business

    @property
    def act(self) -> str:
        """The likeliest act."""
        return next(iter(self.acts))

    @property
    def topic(self) -> str:
        """The likeliest topic, or "" when no topic was learned."""
        return next(iter(self.topics), "")

    @property
    def act_confidence(self) -> float:
        """The chance of the likeliest act."""
        return self.acts[self.act]

    @property
    def topic_confidence(self) -> float:
        """The chance that the message is about the likeliest topic."""
        return self.topics.get(self.topic, 0.0)
