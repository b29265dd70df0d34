import asyncio

import pytest

from actions.request_id import current_request_id, new_request_id, request_id_in, serving

ID = "0123456789abcdef0123456789abcdef"


def test_a_new_id_has_the_form_that_is_taken():
    assert request_id_in(new_request_id()) is not None
    assert new_request_id() != new_request_id()


@pytest.mark.parametrize(
    "written", [ID, ID.upper(), f" {ID} ", "01234567-89ab-cdef-0123-456789abcdef"]
)
def test_an_id_is_taken_however_it_is_written(written):
    assert request_id_in(written) == ID


@pytest.mark.parametrize(
    "other",
    ["", "my name is Ana", "ana@shop.example", "4111111111111111", ID + "0", ID[:-1] + "g", "\n"],
)
def test_nothing_else_is_an_id(other):
    assert request_id_in(other) is None


def test_tasks_and_threads_of_a_request_know_it():
    async def begin():
        with serving(ID):
            return await asyncio.create_task(asyncio.to_thread(current_request_id))

    assert asyncio.run(begin()) == ID
    assert current_request_id() is None
