"""Files a company edits by hand: YAML, checked, with errors that say where and what to do."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

FORMAT = 1


class CompanyFileError(Exception):
    """A file of the workspace is missing or says something that cannot be used."""


class FieldError(ValueError):
    """Raised by a check that sees the whole file, to point at the field that is wrong."""

    def __init__(self, where: tuple[int | str, ...], sentence: str) -> None:
        super().__init__(sentence)
        self.where = where


class CompanyFile(BaseModel):
    """A company's file: unknown fields are mistakes, not extras."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int


FileModel = TypeVar("FileModel", bound=CompanyFile)


def read_company_file(path: Path, model: type[FileModel]) -> FileModel:
    """The checked content of a YAML file; raises CompanyFileError naming line, field, way out."""
    content = _content(path)
    _refuse_other_format(path, content)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise CompanyFileError(_explain(path, content, error)) from None


def line_in(path: Path, where: tuple[int | str, ...]) -> int:
    """The line on which a field of a file that could be read stands."""
    return _line(_content(path), where)


def _content(path: Path) -> dict[str, Any]:
    try:
        content = YAML().load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CompanyFileError(
            f"{path} is missing. Is {path.parent.parent} a workspace? `primera init DIR` makes one."
        ) from None
    except UnicodeDecodeError:
        raise CompanyFileError(f"{path} is not UTF-8 text. Save it as UTF-8.") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise CompanyFileError(f"{path}, line {line}: {error.problem}. Correct the YAML.") from None
    except YAMLError as error:
        raise CompanyFileError(f"{path} is not YAML: {error}. Correct it.") from None
    if not isinstance(content, dict):
        raise CompanyFileError(f"{path} holds no fields. Write `format: {FORMAT}` first.")
    return content


def _refuse_other_format(path: Path, content: dict[str, Any]) -> None:
    if content.get("format") != FORMAT:
        raise CompanyFileError(
            f"{path}, field format: {content.get('format')!r} is not a format this version reads. "
            f"Write `format: {FORMAT}`."
        )


def _explain(path: Path, content: Any, error: ValidationError) -> str:
    sentences = []
    for problem in error.errors(include_url=False):
        cause = problem.get("ctx", {}).get("error")
        place = cause.where if isinstance(cause, FieldError) else problem["loc"]
        where = tuple(part for part in place if not _is_a_model_tag(part))
        field = ".".join(str(part) for part in where) or "(file)"
        sentences.append(
            f"{path}, line {_line(content, where)}, field {field}: "
            f"{problem['msg'].removeprefix('Value error, ').rstrip('.')}."
        )
    return "\n".join(sentences)


def _is_a_model_tag(part: int | str) -> bool:
    # pydantic names validators inside a location; they are not in the file.
    return isinstance(part, str) and (part == "[key]" or part.startswith("function-"))


def _line(content: Any, where: tuple[int | str, ...]) -> int:
    line = 1
    for part in where:
        try:
            marks = content.lc  # ruamel remembers where each field was
            position = marks.key(part) if isinstance(part, str) else marks.item(part)
            content = content[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
        line = position[0] + 1
    return line
