"""A shared mailbox as help desk: each ticket a thread, replies and a status word come back."""
