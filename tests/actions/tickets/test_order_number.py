"""What a company's order numbers look like."""

import pytest
from pydantic import ValidationError

from actions.tickets.order_number import OrderNumber

AURORA = OrderNumber(pattern=r"(?:AU)?[ -]?(\d{5})", written="AU-{}", example="AU-48213")


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


def test_a_pattern_that_does_not_read_its_own_example_is_refused():
    with pytest.raises(ValidationError, match="AU-48213"):
        OrderNumber(pattern=r"(\d{4})", written="AU-{}", example="AU-48213")
