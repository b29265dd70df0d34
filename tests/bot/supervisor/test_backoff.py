from bot.supervisor.backoff import next_wait


def test_waits_double_up_to_half_a_minute():
    waits, wait = [], None
    for _ in range(8):
        wait = next_wait(wait, lived=1.0)
        waits.append(wait)
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_a_child_that_was_well_for_a_minute_starts_over():
    assert next_wait(30.0, lived=60.0) == 0.5
    assert next_wait(8.0, lived=59.9) == 16.0
