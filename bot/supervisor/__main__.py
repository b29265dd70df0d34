"""`python3 -m bot.supervisor run|setup|install`: works before any environment exists."""

import sys

# Whatever python3 is on the PATH runs this.
if sys.version_info < (3, 9):  # noqa: UP036
    sys.exit("Primera's set-up needs Python 3.9 or newer to start; this is " + sys.version[:6])

from bot.supervisor.entrance import main

raise SystemExit(main(sys.argv[1:]))
