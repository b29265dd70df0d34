"""Words: what stands between them, and in which spelling they are one."""

import re
import unicodedata

# Letters and digits together ("6am", "AU48213"), or one sign.
WORD = re.compile(r"[^\W_]+|[^\w\s]")


def folded(text: str) -> str:
    """The text in lower case without accents: `Devolución` and `devolucion` are one word."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
