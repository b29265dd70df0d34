"""Forms: what was written, checked; and what is wrong with it, told at the field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.console.errors import WrongForm
from bot.console.said import Said
from bot.console.visit import Fields, Visit

WHOLE = ""  # what is wrong with no field in particular stands above the form


class FormModel(BaseModel):
    """What a form must say; its fields are the form's."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)


Model = TypeVar("Model", bound=FormModel)


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in a form, and what is wrong with it, by field."""

    fields: Fields = field(default_factory=dict)
    wrong: Mapping[str, Said] = field(default_factory=dict)

    @classmethod
    def of(cls, **values: Any) -> "Form":
        """A form as it is first shown; a value may be a text, or several."""
        return cls({name: _texts(value) for name, value in values.items()})

    def value(self, name: str) -> str:
        """The text of a field."""
        return (self.fields.get(name) or ("",))[-1]

    def values(self, name: str) -> tuple[str, ...]:
        """The texts of a field that takes several."""
        return self.fields.get(name, ())


NO_FORM = Form()


def read(model: type[Model], visit: Visit) -> Model:
    """The form that was sent; raises WrongForm. A field that was left empty was not sent."""
    fields = visit.asked.fields
    content: dict[str, Any] = {}
    for name, about in model.model_fields.items():
        given = [text for text in fields.get(name, ()) if text.strip()]
        if _takes_several(about.annotation):
            content[name] = given
        elif given:
            content[name] = given[-1]
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise WrongForm(Form(fields, _wrong(error))) from None


def wrong(visit: Visit, name: str, text: str, /, **facts: Any) -> WrongForm:
    """One field will not do, for a reason that the form alone could not know."""
    return WrongForm(Form(visit.asked.fields, {name: Said(text, facts, "bad")}))


def _wrong(error: ValidationError) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for failure in error.errors(include_url=False, include_input=False):
        name = str(failure["loc"][0]) if failure["loc"] else WHOLE
        told = Said(f"form-{failure['type'].replace('_', '-')}", failure.get("ctx", {}), "bad")
        found.setdefault(name, told)
    return found


def _takes_several(annotation: Any) -> bool:
    return get_origin(annotation) in (list, tuple, set, frozenset)


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str | int | float):
        return (str(value),)
    return tuple(str(each) for each in value)
