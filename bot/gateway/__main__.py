"""Starts the gateway: `python -m bot.gateway`."""

import gc
import sys

from actions import logs, metrics
from actions.company_file import CompanyFileError
from actions.workspace import Workspace, WorkspaceError
from bot.gateway.app import create_app
from bot.gateway.metrics import GatewayMetrics


def main() -> int:
    """Serves until stopped; a setting that cannot be used is one sentence and exit code 1."""
    logs.configure("gateway")
    try:
        workspace = Workspace.load()
        counts = GatewayMetrics()
        app = create_app(workspace, metrics=counts)
    except (CompanyFileError, WorkspaceError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    metrics.serve(counts.registry, workspace.settings.processes.metrics_port)
    address = workspace.settings.gateway
    gc.freeze()  # what is there by now stays; the collector need not look through it
    app.run(host=address.host, port=address.port, single_process=True, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
