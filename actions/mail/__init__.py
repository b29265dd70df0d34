"""Mail: what is sent to contacts by SMTP, when the settings name a server."""

from actions.mail.letter import Enclosed, Envelope, Letter, as_message
from actions.mail.letterbox import Letterbox, letters_of
from actions.mail.post import MailFailed, Post, Send
from actions.mail.postman import Postman

__all__ = [
    "Enclosed",
    "Envelope",
    "Letter",
    "Letterbox",
    "MailFailed",
    "Post",
    "Postman",
    "Send",
    "as_message",
    "letters_of",
]
