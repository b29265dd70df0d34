import io

from bot.supervisor.preparation import steps_named
from bot.supervisor.steps import State
from bot.supervisor.terminal import Terminal, live_line


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_every_step_is_a_line_when_it_starts_and_ends():
    output = io.StringIO()
    steps = steps_named("app")
    steps.watch = Terminal(output).step
    steps.start("app")
    steps.end("app", State.UNCHANGED)
    lines = output.getvalue().splitlines()
    assert lines[0] == "  … Packages of the app"
    assert lines[1].split() == ["✓", "Packages", "of", "the", "app", "unchanged"]


def test_on_a_terminal_the_running_steps_share_one_line_that_is_rewritten():
    screen, steps = Screen(), steps_named("app", "rasa")
    terminal = Terminal(screen)
    steps.watch = terminal.step
    steps.start("app")
    steps.start("rasa")
    terminal.refresh(steps, width=80)
    terminal.say("done")
    assert "\n" not in screen.getvalue().split("done")[0]
    assert screen.getvalue().endswith("\r\x1b[Kdone\n")


def test_the_live_line_says_what_runs_and_how_far_it_is():
    steps = steps_named("app")
    steps.start("app")
    steps.say("app", "7 of 90 packages")
    assert "Packages of the app (7 of 90 packages)" in live_line(steps)


def test_a_closed_terminal_does_not_stop_the_work():
    output = io.StringIO()
    output.close()
    Terminal.say(Terminal(io.StringIO()), "fine")
