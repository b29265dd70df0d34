"""Log lines: JSON, with the request, and without what anybody wrote."""

import io
import json
import logging
import subprocess
import sys
import warnings

import pytest

from actions import logs
from actions.request_id import serving

WORDS = "xyzzy"


@pytest.fixture
def output():
    """What a configured process writes; the test's own logging is put back."""
    root, ours = logging.getLogger(), logging.getLogger("primera")
    before = (root.handlers[:], root.level, ours.level, sys.excepthook)
    written = io.StringIO()
    logs.configure("gateway", written)
    yield written
    logging.captureWarnings(capture=False)
    root.handlers[:], sys.excepthook = before[0], before[3]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def lines(output):
    return [json.loads(line) for line in output.getvalue().splitlines()]


def test_a_line_is_an_object_with_time_process_and_fields(output):
    logs.logger("gateway").info("answered", seconds=0.2)
    [line] = lines(output)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "process": "gateway",
        "logger": "primera.gateway",
        "event": "answered",
        "seconds": 0.2,
    }


def test_every_line_of_a_request_has_its_id(output):
    with serving("0" * 32):
        logs.logger("gateway").info("answered")
        logging.getLogger("sanic").warning("slow %s", WORDS)
    assert [line["request_id"] for line in lines(output)] == ["0" * 32] * 2


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (("cannot serve %s", WORDS), "cannot serve %s"),
        ((f"cannot serve {WORDS}",), "test_logs:"),
        (("%s: %s", WORDS, 1), "test_logs:"),
    ],
)
def test_of_a_library_only_what_nobody_wrote_is_kept(output, said, kept):
    logging.getLogger("sanic.error").error(*said, extra={"uri": WORDS})
    [line] = lines(output)
    assert line["event"].startswith(kept)
    assert WORDS not in output.getvalue()


def test_an_exception_is_its_class_and_way(output):
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger("sanic.error").exception("failed %d", 1)
    [line] = lines(output)
    assert line["exception"].startswith("ValueError at test_logs.py:")
    assert WORDS not in output.getvalue()


def test_what_the_system_says_of_an_error_is_kept(output):
    try:
        open(f"/no/such/{WORDS}")
    except OSError as error:
        assert logs.told(error).startswith("FileNotFoundError (No such file or directory) at ")


def test_a_warning_is_a_line(output):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"deprecated: {WORDS}", stacklevel=1)
    assert len(lines(output)) == 1
    assert WORDS not in output.getvalue()


def test_a_terminal_gets_text_for_people():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    line = logging.makeLogRecord({"name": "primera.gateway", "msg": "answered", "levelno": 20})
    written = Terminal()
    logs.configure("gateway", written)
    text = logging.getLogger().handlers[0].format(line)
    assert "answered" in text
    assert not text.startswith("{")


def test_a_process_that_ends_over_an_error_quotes_nothing():
    code = f"from actions import logs; logs.configure('worker'); raise ValueError('{WORDS}')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    [line] = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert json.loads(line)["exception"].startswith("ValueError at ")
    assert WORDS not in ended.stderr
