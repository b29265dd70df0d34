"""Answers as bot.components.workbench does, without Rasa; what to do is in the request."""

import json
import os
import sys
import time
from typing import Any

FAILED = 3


def tell(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


for answered, line in enumerate(sys.stdin):
    request = json.loads(line)
    for detail in request.get("details", ()):
        tell(detail=detail)
    sys.stderr.write("working on it\n")
    sys.stderr.flush()
    if request["do"] == "die" or (request["do"] == "die later" and answered):
        raise SystemExit(FAILED)
    if request["do"] == "hang":
        time.sleep(600)
    tell(pid=os.getpid(), answered=answered + 1, environment=sorted(os.environ))
