"""What `python3 -m bot.supervisor` understands, and how its errors reach a person."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.supervisor import disk, environments, installation, logs, supervisor
from bot.supervisor.errors import SupervisorError
from bot.supervisor.keeper import Keeper
from bot.supervisor.preparation import Preparation, steps_named
from bot.supervisor.terminal import Terminal


def main(arguments: Sequence[str]) -> int:
    """Runs a command; the exit status."""
    options = _parser().parse_args(arguments)
    variables = dict(os.environ)
    workspace = Path(
        options.workspace or variables.get("PRIMERA_WORKSPACE") or environments.CODE
    ).resolve()
    home = Path(variables.get("PRIMERA_HOME") or workspace / ".primera").absolute()
    if options.command == "install":
        return install(options.environment, options.development, variables)
    terminal = Terminal()
    try:
        _do(options, workspace, home, variables, terminal)
    except SupervisorError as problem:
        terminal.say(str(problem))
        return 1
    except Exception as surprise:
        terminal.say(_sentence(surprise, home))
        return 1
    return 0


def _do(
    options: argparse.Namespace,
    workspace: Path,
    home: Path,
    variables: Mapping[str, str],
    terminal: Terminal,
) -> None:
    if options.command == "setup":
        supervisor.until_signalled(
            set_up(workspace, home, variables, terminal, development=options.development)
        )
        return
    asked = supervisor.Options(
        workspace, home, port=options.port, watch=options.watch, edited=options.edited
    )
    supervisor.until_signalled(supervisor.run(asked, variables, terminal))


async def set_up(
    workspace: Path,
    home: Path,
    variables: Mapping[str, str],
    terminal: Terminal,
    *,
    development: bool,
) -> None:
    """Both environments, and nothing else; silent when they are there."""
    wanted = (
        environments.app_environment(development=development),
        environments.rasa_environment(),
    )
    if all(environments.is_current(environment) for environment in wanted):
        return
    steps = steps_named(*(environment.name for environment in wanted))
    steps.watch = terminal.step
    keeper = Keeper()
    preparation = Preparation(workspace, home, variables, steps, keeper, terminal.say)
    option = ("--development",) if development else ()
    work = [
        asyncio.ensure_future(preparation.install(environment, *option)) for environment in wanted
    ]
    try:
        await asyncio.gather(*work)
    finally:
        for each in work:
            each.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        keeper.close()


def install(name: str, development: bool, variables: Mapping[str, str]) -> int:
    """Makes one environment, telling its progress as `step_process` reads it."""

    def tell(**line: object) -> None:
        print(json.dumps(line), flush=True)  # noqa: T201

    wanted = {
        "app": environments.app_environment(development=development),
        "rasa": environments.rasa_environment(),
    }
    try:
        changed = installation.install(wanted[name], variables, lambda text: tell(detail=text))
    except SupervisorError as problem:
        tell(error=str(problem))
        return 1
    except OSError as problem:
        traceback.print_exc()
        tell(error=disk.FULL_SENTENCE if disk.is_full(problem) else str(problem))
        return 1
    tell(result=str(wanted[name].folder), unchanged=not changed)
    return 0


def _sentence(surprise: Exception, home: Path) -> str:
    if disk.is_full(surprise):
        return disk.FULL_SENTENCE
    try:
        log = logs.log_file(home / "logs", "supervisor")
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(type(surprise), surprise, surprise.__traceback__, file=file)
    except OSError:
        traceback.print_exc(file=sys.stderr)  # there is nowhere else to write it
        return f"{home} cannot be written to. Set PRIMERA_HOME to a folder that can."
    return f"Primera stopped on {type(surprise).__name__}: {surprise}. The details are in {log}."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m bot.supervisor")
    parser.add_argument("--workspace", help="a company's folder; this repository without it")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="prepare everything and run it")
    run.add_argument("--watch", action="store_true", help="apply edits at once")
    run.add_argument(
        "--edited", action="store_true", help="serve the files as they are; publish nothing"
    )
    run.add_argument("--port", type=int, help="where the gateway listens")
    setup = commands.add_parser("setup", help="make both environments")
    setup.add_argument("--development", action="store_true", help="with what tests need")
    install = commands.add_parser("install", help="make one environment")
    install.add_argument("environment", choices=("app", "rasa"))
    install.add_argument("--development", action="store_true")
    return parser
