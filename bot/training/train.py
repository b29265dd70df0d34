"""Training: from the files of a workspace to a model archive that can serve."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from actions.workspace import Workspace
from bot.training.fingerprint import fingerprint
from bot.training.workbench import Workbench
from kb_index import article_phrasings

# What a question in an article's own words is: the act `ask`, with the article's topic.
ASK = "ask"
UNFINISHED = "unfinished"
# So many archives stay: the one that serves, and some that a withdrawn edit leads back to.
KEPT = 5


class TrainingFailed(Exception):
    """Rasa refused the data; the message is Rasa's, the file is named in it."""


def train(
    workspace: Workspace,
    *,
    encoder: Path,
    workbench: Workbench,
    besides: Collection[str] = (),
    report: Callable[[str], None],
) -> Path:
    """The archive trained from the workspace as it is now; made only if that is not there yet.

    `besides`: archives that stay, however old, because a release is served with them.
    """
    archive = workspace.models / f"{fingerprint(workspace, encoder)}.tar.gz"
    if archive.exists():
        with suppress(OSError):  # a model that may only be read serves as well
            archive.touch()  # in use again, so not one of the oldest
        report("unchanged")
        return archive
    phrasings = _write_phrasings(workspace)
    request = {
        "do": "train",
        "domain": str(workspace.domain_file),
        "config": str(workspace.config_file),
        "data": [str(workspace.nlu_data), str(phrasings)],
        "output": str(workspace.models),
        "name": UNFINISHED,
        "encoder": str(encoder),
        "vectors": str(workspace.home / "training" / "vectors.npz"),
    }
    answer = workbench.ask(request, report=report)
    if "error" in answer:
        raise TrainingFailed(f"Training failed: {answer['error']} Details: {workbench.log}.")
    # Rasa packs in place: only a whole archive may bear the name that says "trained".
    (workspace.models / f"{UNFINISHED}.tar.gz").replace(archive)
    forget_old(workspace.models, made=archive, besides=besides)
    return archive


def forget_old(models: Path, *, made: Path, besides: Collection[str] = ()) -> None:
    """Deletes all archives but the newest five and `besides`, and never the one just made."""
    stay = {made, models / f"{UNFINISHED}.tar.gz", *(models / name for name in besides)}
    earlier = set(models.glob("*.tar.gz")) - stay
    newest = sorted(earlier, key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for archive in newest[KEPT - 1 :]:
        archive.unlink(missing_ok=True)


def examples_from_phrasings(phrasings: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Intent `ask/<topic>` → the phrasings of its articles, each once, in order."""
    examples: dict[str, list[str]] = {}
    for _language, topic, text in phrasings:
        known = examples.setdefault(f"{ASK}/{topic}", [])
        if text not in known:
            known.append(text)
    return examples


def _write_phrasings(workspace: Workspace) -> Path:
    """The articles' phrasings as Rasa training data, so that nobody writes them twice."""
    path = workspace.home / "training" / "article_phrasings.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    nlu = [
        {"intent": intent, "examples": _block(texts)}
        for intent, texts in examples_from_phrasings(article_phrasings(workspace.articles)).items()
    ]
    with path.open("w", encoding="utf-8") as file:
        YAML().dump({"version": "3.1", "nlu": nlu}, file)
    return path


def _block(texts: Iterable[str]) -> LiteralScalarString:
    # Square brackets and braces are Rasa's marks for entities; a customer's phrasing has none.
    plain = (text.translate(str.maketrans("[]{}", "()()")) for text in texts)
    block: LiteralScalarString = LiteralScalarString("".join(f"- {text}\n" for text in plain))
    return block
