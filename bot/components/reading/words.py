"""Words and what stands between them."""

import re

# Letters and digits together ("6am", "AU48213"), or one sign.
WORD = re.compile(r"[^\W_]+|[^\w\s]")
