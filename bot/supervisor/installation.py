"""Makes an environment: `python3 -m bot.supervisor install app|rasa`, a step with a log.

With uv where it is there, with venv and pip elsewhere; uv also installs a missing Python.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.supervisor import disk, environments, interpreters
from bot.supervisor.environments import Environment
from bot.supervisor.errors import InstallFailed, PythonMissing
from bot.supervisor.interpreters import Interpreter

Report = Callable[[str], None]

# A changed pin replaces a few packages of a finished environment, seldom a large one.
UPDATE_GIGABYTES = 0.5


def install(environment: Environment, variables: Mapping[str, str], report: Report) -> bool:
    """Brings an environment up to date; False when it already was."""
    with _alone(environment):
        if environments.is_current(environment):
            return False
        needed = UPDATE_GIGABYTES if environment.stamp.exists() else environment.gigabytes
        disk.require(environment.folder.parent, needed, environment.folder)
        uv = shutil.which("uv", path=variables.get("PATH"))
        if not _usable(environment):
            report("making the environment")
            _create(environment, uv, variables, report)
        _install_packages(environment, uv, variables, report)
        environments.write_stamp(environment)
        return True


@contextmanager
def _alone(environment: Environment) -> Iterator[None]:
    # Two commands started together must not write into one folder.
    with (environment.folder.parent / f"{environment.folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _usable(environment: Environment) -> bool:
    found = interpreters.probe(str(environment.python))
    return found is not None and found.minor in environment.versions


def _create(
    environment: Environment, uv: str | None, variables: Mapping[str, str], report: Report
) -> None:
    python = interpreters.find(environment.versions, variables)
    if python is None:
        python = _installed_by_uv(environment, uv, variables, report)
    folder = str(environment.folder)
    if uv:
        _call([uv, "venv", "--quiet", "--clear", "--python", str(python.path), folder], variables)
    else:
        _call([str(python.path), "-m", "venv", "--clear", folder], variables)


def _installed_by_uv(
    environment: Environment, uv: str | None, variables: Mapping[str, str], report: Report
) -> Interpreter:
    version = environment.versions[0]
    variable = "PYTHON" + version.replace(".", "")
    if uv:
        report(f"Python {version} is missing: uv installs it")
        _call([uv, "python", "install", version], variables, check=False)
        found = interpreters.find(environment.versions, variables)
        if found:
            return found
    tried = "uv could not install it" if uv else "uv, which could install it, is not there either"
    wanted = version if len(environment.versions) == 1 else f"{version} or newer"
    raise PythonMissing(
        f"Python {wanted} is needed for {environment.folder.name} and was not found; {tried}. "
        f"Install Python {version} (with its venv module), or name it: "
        f"{variable}=/path/to/python{version} make run."
    )


def _install_packages(
    environment: Environment, uv: str | None, variables: Mapping[str, str], report: Report
) -> None:
    if uv is None and not (environment.folder / "bin" / "pip").exists():
        _call([str(environment.python), "-m", "ensurepip"], variables)  # uv made it without pip
    files = [part for path in environment.pinned for part in ("-r", str(path))]
    pip = _pip(environment, uv)
    total = environments.packages(environment.pinned)
    report(f"{total} packages")
    seen = 0
    for line in _lines_of([*pip, *files], variables):
        if line.startswith("Collecting "):
            seen = min(seen + 1, total)
            report(f"{seen} of {total} packages")
        elif line.startswith("Installing collected"):
            report(f"writing {total} packages")
    if environment.installs_primera:
        root = str(environment.folder.parent)
        _call([*pip, "--no-deps", "--no-build-isolation", "--editable", root], variables)


def _pip(environment: Environment, uv: str | None) -> list[str]:
    if uv:
        return [uv, "pip", "install", "--python", str(environment.python)]
    options = ["--progress-bar", "off", "--disable-pip-version-check"]
    return [str(environment.python), "-m", "pip", "install", *options]


def _call(command: list[str], variables: Mapping[str, str], *, check: bool = True) -> None:
    try:
        for _ in _lines_of(command, variables):
            pass
    except InstallFailed:
        if check:
            raise


def _lines_of(command: list[str], variables: Mapping[str, str]) -> Iterator[str]:
    last = ""
    with subprocess.Popen(
        command,
        env=installer_variables(variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            sys.stderr.write(line)  # the log of this step
            disk.refuse_if_full(line)
            last = line.strip() or last
            yield line
    if process.returncode != 0:
        tool = Path(command[0]).name
        raise InstallFailed(
            f"{tool} could not install the packages: {last}. "
            "Check the connection and run the command again; it goes on where it stopped."
        )


def installer_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """What uv and pip get: uv learns of the wheels that pip was told of, and of no CUDA."""
    chosen = {k: v for k, v in variables.items() if k not in ("VIRTUAL_ENV", "PYTHONHOME")}
    if "PIP_FIND_LINKS" in chosen:
        chosen.setdefault("UV_FIND_LINKS", chosen["PIP_FIND_LINKS"])
    if not any(name in chosen for name in ("UV_FIND_LINKS", "UV_INDEX", "UV_DEFAULT_INDEX")):
        # The usual build of torch brings gigabytes for graphics cards; Primera runs on the CPU.
        chosen.setdefault("UV_TORCH_BACKEND", "cpu")
    return chosen
