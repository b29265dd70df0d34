"""The files of an evaluation: figures, every mistake, and a picture per language."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from bot.training.evaluation import Evaluation
from bot.training.evaluation_picture import Point, drawn


def write(evaluations: Mapping[str, Evaluation], file: Path, *, accepted_risk: float) -> list[Path]:
    """Writes the figures to `file` and the rest beside it; what was written, in order."""
    mistakes = file.with_suffix(".mistakes.jsonl")
    figures = {language: each.figures.rounded() for language, each in evaluations.items()}
    contents = {
        file: json.dumps(figures, indent=1) + "\n",
        mistakes: "".join(_mistakes(evaluations)),
        **{
            file.with_suffix(f".{language}.svg"): _picture(language, each, accepted_risk)
            for language, each in evaluations.items()
            if each.curve
        },
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        path.write_text(content, encoding="utf-8")
    return list(contents)


def _mistakes(evaluations: Mapping[str, Evaluation]) -> Iterator[str]:
    for language, evaluation in evaluations.items():
        for mistake in evaluation.mistakes:
            row = {"language": language, **asdict(mistake)}
            yield json.dumps(row, ensure_ascii=False) + "\n"


def _picture(language: str, evaluation: Evaluation, accepted_risk: float) -> str:
    figures = evaluation.figures
    assert figures.coverage is not None and figures.precision is not None  # there is a curve
    now = Point(figures.coverage, 1 - figures.precision)
    title = f"Answers and their risk, {language}"
    return drawn(evaluation.curve, now, title=title, accepted_risk=accepted_risk)
