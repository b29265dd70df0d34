from bot.supervisor.steps import State, Step, Steps


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def two_steps(clock: Clock) -> Steps:
    return Steps(
        Step("short", {"en": "Short", "es": "Corto"}, 10.0),
        Step("long", {"en": "Long", "es": "Largo"}, 30.0),
        clock=clock,
    )


def test_steps_weigh_as_long_as_they_take():
    steps = two_steps(Clock())
    steps.start("short")
    steps.end("short", State.DONE)
    assert steps.fraction() == 0.25


def test_a_running_step_grows_with_time_and_never_reaches_the_end_by_itself():
    clock = Clock()
    steps = two_steps(clock)
    steps.start("long")
    fractions = []
    for _ in range(4):
        clock.now += 60.0
        fractions.append(steps.fraction())
    assert fractions == sorted(fractions)
    assert fractions[-1] < 0.75


def test_a_failure_marks_what_was_running_and_keeps_the_sentence():
    steps = two_steps(Clock())
    steps.start("long")
    steps.fail("The disk is full.")
    shown = steps.snapshot("en")
    assert shown["problem"] == "The disk is full."
    assert [step["state"] for step in shown["steps"]] == ["waiting", "failed"]


def test_a_detail_is_shown_only_while_its_step_runs():
    clock = Clock()
    steps = two_steps(clock)
    steps.start("short")
    steps.say("short", "3 of 9")
    clock.now += 2
    assert steps.snapshot("es")["steps"][0] == {
        "name": "short",
        "title": "Corto",
        "state": "running",
        "detail": "3 of 9",
        "seconds": 2,
    }
    steps.end("short", State.UNCHANGED)
    assert steps.snapshot("es")["steps"][0]["detail"] == ""


def test_who_watches_hears_of_every_change():
    heard: list[tuple[str, State]] = []
    steps = two_steps(Clock())
    steps.watch = lambda step: heard.append((step.name, step.state))
    steps.start("short")
    steps.end("short", State.DONE)
    assert heard == [("short", State.RUNNING), ("short", State.DONE)]
