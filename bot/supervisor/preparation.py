"""Steps that make what Primera needs, each in a process with a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.supervisor import environments, logs, step_process
from bot.supervisor.child import child_variables
from bot.supervisor.environments import Environment
from bot.supervisor.keeper import Keeper
from bot.supervisor.steps import State, Step, Steps

TITLES: Mapping[str, tuple[str, str, float]] = {  # English, Spanish, seconds on two cores
    "app": ("Packages of the app", "Paquetes de la aplicación", 60),
    "rasa": ("Packages of Rasa", "Paquetes de Rasa", 75),
    "check": ("Settings and data", "Ajustes y datos", 3),
    "database": ("Database", "Base de datos", 2),
    "encoder": ("Language model", "Modelo de lenguaje", 30),
    "index": ("Index of the articles", "Índice de los artículos", 15),
    "model": ("Training", "Entrenamiento", 60),
    "actions": ("Action server", "Servidor de acciones", 8),
    "dialogue": ("Dialogue (Rasa)", "Diálogo (Rasa)", 20),
    "gateway": ("Gateway", "Puerta de entrada", 4),
}


def steps_named(*names: str) -> Steps:
    """The list of these steps, all waiting."""
    chosen = ((name, TITLES[name]) for name in names)
    return Steps(*(Step(name, {"en": en, "es": es}, secs) for name, (en, es, secs) in chosen))


@dataclass
class Preparation:
    """Runs steps in processes and keeps their list; `workspace` is a folder."""

    workspace: Path
    home: Path
    variables: Mapping[str, str]
    steps: Steps
    keeper: Keeper
    say: Callable[[str], None]  # a line for the terminal
    python: Path = field(default_factory=lambda: environments.app_environment().python)
    told: dict[str, str] = field(default_factory=dict)  # further variables for the steps

    async def install(self, environment: Environment, *options: str) -> None:
        """An environment as its pinned files say."""
        if environments.is_current(environment):
            self.steps.end(environment.name, State.UNCHANGED)
            return
        command = [sys.executable, "-m", "bot.supervisor", "install", environment.name, *options]
        await self._step(environment.name, command, self._note)

    async def app_step(self, name: str, encoder: Path | None = None, *, does: str = "") -> Any:
        """A step in the app environment, and its result; `does`: what, if not what it is called."""
        command = [str(self.python), "-m", "bot.supervisor.app", does or name]
        command += ["--workspace", str(self.workspace)]
        if encoder:
            command += ["--encoder", str(encoder)]
        return await self._step(name, command, self.steps.say)

    async def quiet_step(self, does: str) -> Any:
        """A step in the app environment that is too small for the list."""
        command = [str(self.python), "-m", "bot.supervisor.app", does]
        command += ["--workspace", str(self.workspace)]
        return (await self._run(does, command, lambda name, detail: None))["result"]

    def _note(self, name: str, detail: str) -> None:
        # That uv installs a Python must be said where it stays to be read.
        if "missing" in detail:
            self.say(f"  {detail}")
        self.steps.say(name, detail)

    async def _step(self, name: str, command: list[str], report: Callable[[str, str], None]) -> Any:
        self.steps.start(name)
        try:
            last = await self._run(name, command, report)
        except Exception:
            self.steps.end(name, State.FAILED)
            raise
        self.steps.end(name, State.UNCHANGED if last.get("unchanged") else State.DONE)
        return last["result"]

    async def _run(
        self, name: str, command: list[str], report: Callable[[str, str], None]
    ) -> dict[str, Any]:
        where = {"PRIMERA_WORKSPACE": str(self.workspace), "PRIMERA_HOME": str(self.home)}
        return await step_process.run(
            name,
            command,
            variables=child_variables(self.variables, **where, **self.told),
            log=logs.log_file(self.home / "logs", f"step-{name}"),
            keeper=self.keeper,
            report=lambda detail: report(name, detail),
        )
