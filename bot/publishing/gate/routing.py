"""Whether every ticket reaches a team, and every act has its rule."""

from collections.abc import Iterator
from datetime import datetime

from actions.tickets import Desk, Protocols, gaps
from actions.turns.whole_turn import Rules, rules_of
from actions.workspace import Workspace
from bot.publishing.gate.cases import Case
from bot.publishing.gate.examples import taught_topics


def routing_cases(live: Workspace, candidate: Workspace, *, now: datetime) -> Iterator[Case]:
    """Gaps in the cover, topics that went, rules that went or lead elsewhere."""
    before, after = Desk.load(live.desk_file), Desk.load(candidate.desk_file)
    for gap in gaps(after, candidate.settings.languages, start=now):
        where = gap.topic or "*"
        yield Case("routing", "routing_gap", {"sentence": f"{where}: {gap}"})
    taught = taught_topics(candidate)
    for topic in sorted({*before.topics} - {*after.topics}):
        if what := taught.get(topic):
            yield Case("routing", "topic_gone", {"topic": topic, "what": ", ".join(sorted(what))})
    yield from rule_cases(rules_of(live.nlu_data), rules_of(candidate.nlu_data))
    kept = Protocols.load(candidate.protocols_file).protocols
    for kind in sorted({*Protocols.load(live.protocols_file).protocols} - {*kept}):
        yield Case("protocols", "protocol_gone", {"kind": kind})


def rule_cases(before: Rules, after: Rules) -> Iterator[Case]:
    """Without its rule an act leads nowhere; with another, somewhere else."""
    for act, action in sorted(before.items()):
        if act not in after:
            yield Case("routing", "rule_gone", {"act": act, "action": action.name()})
        elif after[act].name() != action.name():
            names = {"before": action.name(), "now": after[act].name()}
            yield Case("rules", "rule_changed", {"act": act, **names})
