"""Runs Rasa's graph of components in an order that is worked out once.

Rasa 3.6.21 hands the graph to dask, which for every message copies the graph, sorts it and starts a
queue and a pool of one thread: on a pipeline of nine components more than most of these take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any, NamedTuple

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner


class Step(NamedTuple):
    """A component, and whose outputs it takes."""

    name: str
    node: GraphNode
    needs: tuple[str, ...]


Plan = tuple[Step, ...]


def run(
    runner: DaskGraphRunner,
    inputs: dict[str, Any] | None = None,
    targets: list[str] | None = None,
) -> dict[str, Any]:
    """Stands in for `DaskGraphRunner.run`: the same outputs, by the same components."""
    wanted = tuple(targets or runner._graph_schema.target_names)
    given = inputs or {}
    plan = _plan(runner, wanted)
    refuse_clash(given, {step.name for step in plan})
    known: dict[str, Any] = {name: (name, value) for name, value in given.items()}
    try:
        for step in plan:
            # Where nobody gives an input, the component is told its name, as dask does.
            known[step.name] = step.node(*(known.get(need, need) for need in step.needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(known[name] for name in wanted)


def order(schema: GraphSchema) -> list[str]:
    """The components of a graph, each after those whose outputs it takes."""
    needs = {name: set(node.needs.values()) for name, node in schema.nodes.items()}
    return [name for name in TopologicalSorter(needs).static_order() if name in schema.nodes]


def refuse_clash(given: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raises GraphRunError where an input's value could be taken for a component, as Rasa does."""
    for name, value in given.items():
        if isinstance(value, str) and value in names:
            raise GraphRunError(f"The value of the input {name!r} is the name of a component.")


def _plan(runner: DaskGraphRunner, wanted: tuple[str, ...]) -> Plan:
    plans: dict[tuple[str, ...], Plan] = runner.__dict__.setdefault("plans", {})
    if wanted not in plans:
        schema = runner._graph_schema.minimal_graph_schema(list(wanted))
        plans[wanted] = tuple(
            Step(name, runner._instantiated_nodes[name], tuple(schema.nodes[name].needs.values()))
            for name in order(schema)
        )
    return plans[wanted]
