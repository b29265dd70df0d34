"""How a company writes its numbers."""

import pytest
from pydantic import ValidationError

from actions.tickets.written_form import WrittenForm

AURORA = WrittenForm(pattern=r"(?:AU)?[ -]?(\d{5})", written="AU-{}")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("AU-48213", "AU-48213"),
        ("au48213, creo", "AU-48213"),
        ("el 48213", "AU-48213"),
        ("no lo tengo", None),
        ("600123123", None),  # a phone number is longer
    ],
)
def test_an_order_number_is_found_and_written_as_the_company_does(text, number):
    assert AURORA.read(text) == number


@pytest.mark.parametrize(
    ("pattern", "written", "told"),
    [
        (r"(\d{5}", "AU-{}", "no pattern"),
        (r"\d{5}", "AU-{}", "needs one group"),
        (r"(\d{5})", "AU-", "needs one {}"),
        (r"(\d{5})", "{}-{x}", "needs one {}"),
    ],
)
def test_a_form_that_cannot_be_filled_is_refused(pattern, written, told):
    with pytest.raises(ValidationError, match=told):
        WrittenForm(pattern=pattern, written=written)
