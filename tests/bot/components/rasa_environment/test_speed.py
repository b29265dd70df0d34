"""The patches of the pinned Rasa, seen in its own Python."""

import subprocess

import pytest

from tests.bot.components.rasa_environment.test_pipeline import PYTHON, REPOSITORY
from tests.conftest import need

pytestmark = pytest.mark.rasa

PATCHED = """
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.training.hooks import TrainingHook
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.utils.endpoints import EndpointConfig
from bot.components import kept_sessions, planned_graph, speed

for _ in range(2):  # twice is as good as once
    speed.apply()
    speed.apply_to_training()
assert RemoteAction._validate_action_result is speed.validate_with_compiled_schema
assert MessageProcessor._log_slots is speed.log_nothing
assert MessageProcessor._check_for_unseen_features is speed.warn_of_nothing
assert DaskGraphRunner.run is planned_graph.run
assert EndpointConfig.session is kept_sessions.lent_session
assert TrainingHook.on_before_node is TrainingHook.on_after_node is speed.remember_nothing
assert RasaFileImporter.get_nlu_data is speed.read_once
"""
CHANGED = """
import os, tempfile
from pathlib import Path
from rasa.shared.importers.rasa import RasaFileImporter
from bot.components import speed

speed.apply_to_training()
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "nlu.yml"

    def texts():
        data = RasaFileImporter(training_data_paths=[folder]).get_nlu_data()
        return [example.get("text") for example in data.training_examples]

    for at, text in enumerate(("hello", "hallo")):  # of one size
        file.write_text(f'version: "3.1"\\nnlu:\\n- intent: greet\\n  examples: "- {text}"\\n')
        os.utime(file, ns=(at, at))
        assert texts() == texts() == [text]
"""
ANOTHER = """
from rasa.core.processor import MessageProcessor
from bot.components import speed

del MessageProcessor._log_slots
try:
    speed.apply()
except speed.AnotherRasa as refusal:
    assert "MessageProcessor._log_slots" in str(refusal) and "make setup" in str(refusal)
else:
    raise SystemExit("a Rasa without what a patch replaces was taken")
"""
ANOTHER_VERSION = """
import rasa
from bot.components import speed

rasa.__version__ = "3.6.22"
try:
    speed.apply()
except speed.AnotherRasa as refusal:
    assert "3.6.22" in str(refusal) and "make setup" in str(refusal)
else:
    raise SystemExit("a Rasa that nobody has read was taken")
"""
# What our actions send, what others may, and what is wrong: judged as Rasa judges it.
RESULTS = """
from types import SimpleNamespace
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from bot.components import speed

rasas = RemoteAction._validate_action_result
action = RemoteAction("action_answer", None)

def verdict(validate, result):
    try:
        return validate(action, result)
    except ValidationError:
        return "refused"

slot = {"event": "slot", "name": "topic", "value": None, "timestamp": None}
events = [
    slot, {**slot, "value": {"a": [1]}, "timestamp": 1.5, "metadata": {}}, {**slot, "timestamp": 3},
    {**slot, "timestamp": True}, {**slot, "timestamp": "now"}, {**slot, "name": 7},
    {**slot, "metadata": []}, {"event": "slot", "name": "topic"}, {"event": "slot", "value": 1},
    {"event": "followup", "name": "action_listen"}, {"event": "followup"}, {"event": "nothing"},
    {"event": "action", "name": 3}, {"event": 3}, {}, "slot", None,
]
results = [{"events": [one], "responses": []} for one in events]
results += [{"events": [slot, one], "responses": [{}]} for one in events]
results += [
    {"events": [slot], "responses": ["hello"]}, {"events": [slot], "responses": {}},
    {"events": [slot]}, {"responses": [{}]}, {"events": None}, {}, [], None, "result",
]
verdicts = [verdict(rasas, result) for result in results]
assert {True, "refused"} == set(verdicts)
for result, theirs in zip(results, verdicts):
    assert verdict(speed.validate_with_compiled_schema, result) == theirs, result
assert speed.is_plain(results[0]) and not speed.is_plain(results[3])
"""
# A graph with a diamond, an input that nobody gives, and an input that nobody takes.
GRAPH = """
import rasa.shared.utils.common
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from bot.components import planned_graph

ran = []

class Part(GraphComponent):
    def __init__(self, config): self.config = config
    @classmethod
    def create(cls, config, model_storage, resource, execution_context): return cls(config)
    def first(self, text: str) -> str: return self.said(text)
    def both(self, left: str, right: str) -> str: return self.said(left + right)
    def fails(self, text: str) -> str: raise RuntimeError("broken")
    def said(self, text):
        ran.append(self.config["name"])
        return self.config["name"] + "(" + text + ")"

def node(name, fn, **needs):
    return SchemaNode(needs=needs, uses=Part, constructor_name="create", fn=fn,
                      config={"name": name}, is_target=name in ("bottom", "side"))

schema = GraphSchema({
    "bottom": node("bottom", "both", left="left", right="right"),
    "left": node("left", "first", text="top"),
    "right": node("right", "first", text="top"),
    "top": node("top", "first", text="__text__"),
    "side": node("side", "first", text="__text__"),
    "broken": node("broken", "fails", text="top"),
})
runner = DaskGraphRunner(schema, None, ExecutionContext(schema, "model"))
theirs = DaskGraphRunner.run

def outcome(run, inputs, targets):
    ran.clear()
    try:
        said = run(runner, inputs, targets)
    except Exception as error:
        return type(error).__name__, None
    return said, sorted(ran)

for inputs in ({"__text__": "hi"}, {"__text__": "hi", "__other__": 1}, {"__text__": "left"},
               {"__text__": "top"}, {}, None):
    for targets in (None, ["bottom"], ["side", "left"], ["top"], ["broken"], ["nobody"]):
        expected = outcome(theirs, inputs, targets)
        for _ in range(2):  # from the plan that is kept, too
            found = outcome(planned_graph.run, inputs, targets)
            assert found == expected, (inputs, targets, found, expected)
assert outcome(planned_graph.run, {"__text__": "hi"}, None)[0] == {
    "bottom": "bottom(left(top(hi))right(top(hi)))", "side": "side(hi)"}
"""
# A real server that counts who connects: one connection for many calls, a new one when it is gone.
SESSIONS = """
import asyncio
from aiohttp import web
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from bot.components import kept_sessions

peers = []

async def answer(request):
    peers.append(request.transport.get_extra_info("peername"))
    body = await request.json()
    return web.json_response({"said": body["say"]}, status=body.get("status", 200))

async def start(port=0):
    app = web.Application()
    app.router.add_post("/webhook", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    return runner, site._server.sockets[0].getsockname()[1]

async def calls(endpoint):
    said = [(await endpoint.request(json={"say": n}, method="post"))["said"] for n in range(5)]
    try:
        await endpoint.request(json={"say": "no", "status": 500})
    except ClientResponseError as error:
        said.append(error.status)
    return said

async def main():
    runner, port = await start()
    endpoint = EndpointConfig(f"http://127.0.0.1:{port}/webhook")
    theirs = await calls(endpoint)
    assert len(set(peers)) == 6
    EndpointConfig.session = kept_sessions.lent_session
    peers.clear()
    assert await calls(endpoint) == theirs == [0, 1, 2, 3, 4, 500]
    assert len(set(peers)) == 1
    await runner.cleanup()  # the action server is replaced
    runner, _ = await start(port)
    assert await calls(endpoint) == theirs
    assert len(set(peers)) == 2
    await kept_sessions.SESSIONS.close()
    await runner.cleanup()

asyncio.run(main())
"""


@pytest.mark.parametrize(
    "program",
    [PATCHED, CHANGED, ANOTHER, ANOTHER_VERSION, RESULTS, GRAPH, SESSIONS],
    ids=["applied", "read anew", "refused", "version", "results", "graph", "sessions"],
)
def test_patches_are_applied_or_refused(program):
    need(PYTHON.exists(), "the Rasa environment: make setup")
    done = subprocess.run(
        [PYTHON, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
