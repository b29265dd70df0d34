"""What can keep Primera from running.

SupervisorError
├── PortInUse           another program listens where the gateway should
├── AlreadyRunning      this workspace is being served by another supervisor
├── PythonMissing       no interpreter of the wanted version, and none can be installed
├── DiskFull            no room for the environments, a model or the database
├── InstallFailed       the packages of an environment could not be installed
├── StepFailed          a step of the preparation ended with an error
└── ChildStopped        a process ended, or did not answer, while Primera was starting
"""

from __future__ import annotations


class SupervisorError(Exception):
    """Primera cannot run; the message is a sentence with the way out."""


class PortInUse(SupervisorError):
    """Another program listens where the gateway should."""


class AlreadyRunning(SupervisorError):
    """Another supervisor serves this workspace."""


class PythonMissing(SupervisorError):
    """No interpreter of the wanted version works, and none can be installed."""


class DiskFull(SupervisorError):
    """There is no room left on the disk."""


class InstallFailed(SupervisorError):
    """The packages of an environment could not be installed."""


class StepFailed(SupervisorError):
    """A step of the preparation ended with an error."""


class ChildStopped(SupervisorError):
    """A process ended, or did not answer, while Primera was starting."""
