"""Run in the Rasa environment: the DetailsExtractor with a spaCy pipeline made here.

Argument: a folder for the pipeline. Prints one line of JSON.
"""

import json
import logging
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")  # Rasa's and TensorFlow's own
logging.disable(logging.ERROR)

import spacy  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402

from bot.components.details.named_entities import BadPipeline  # noqa: E402
from bot.components.details_extractor import DetailsExtractor  # noqa: E402

MESSAGES = {
    "named": ("Escribe Zhenya Q a zhenya@ejemplo.es por el Vortex", "es"),
    "other language": ("Zhenya Q bought the Vortex", "en"),
    "own label": ("vivo en Macondo", "es"),
}
REFUSED = {
    "missing": {"pipelines": {"es": "no_such_pipeline"}},
    "language": {"pipelines": {"fr": "no_such_pipeline"}},
    "kind": {"entities": {"PER": "person"}},
}


def made(folder: Path) -> str:
    """The name of a small pipeline, saved: it knows a person, a product and a place."""
    pipeline = spacy.blank("es")
    ruler = pipeline.add_pipe("entity_ruler")
    patterns = {"PER": "Zhenya Q", "PRODUCT": "Vortex", "LOC": "Macondo", "MISC": "ejemplo"}
    ruler.add_patterns([{"label": label, "pattern": word} for label, word in patterns.items()])
    pipeline.to_disk(folder)
    return str(folder)


def extractor(**config: object) -> DetailsExtractor:
    """An extractor that has learned nothing."""
    default = DetailsExtractor.get_default_config()
    return DetailsExtractor({**default, "languages": ["es", "en"], **config}, None, None)


def found(text: str, language: str, **config: object) -> dict[str, str]:
    """Kind → value in one message."""
    message = Message({"text": text, "language": {"name": language}})
    extractor(**config).process([message])
    return {entity["entity"]: entity["value"] for entity in message.get("entities")}


def refusal(**config: object) -> str:
    """What the extractor says against a configuration."""
    try:
        extractor(**config)
    except BadPipeline as error:
        return str(error)
    return ""


if __name__ == "__main__":
    pipelines = {"es": made(Path(sys.argv[1]))}
    result = {
        "without": found(*MESSAGES["named"]),
        **{name: found(*message, pipelines=pipelines) for name, message in MESSAGES.items()},
        "mapped": found(*MESSAGES["own label"], pipelines=pipelines, entities={"LOC": "address"}),
        "refused": {name: refusal(**config) for name, config in REFUSED.items()},
    }
    sys.stdout.write("\n" + json.dumps(result) + "\n")
