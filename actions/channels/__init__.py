"""Channels: ways by which contacts write to the bot and are answered, beside the chat."""

from actions.channels.channel import Channel, ChannelDown, Incoming, IncomingFile, Unwanted
from actions.channels.choices import chosen
from actions.channels.mail.channel import MailChannel
from actions.channels.sharing import Sharing
from actions.channels.speaker import Speaker
from actions.channels.threads import Begun, Threads
from actions.workspace import Workspace

SECRET = "channels"

__all__ = [
    "SECRET",
    "Begun",
    "Channel",
    "ChannelDown",
    "Incoming",
    "IncomingFile",
    "MailChannel",
    "Sharing",
    "Speaker",
    "Threads",
    "Unwanted",
    "channels_of",
    "chosen",
]


def channels_of(workspace: Workspace) -> dict[str, MailChannel]:
    """The channels that a workspace's settings name, by their names."""
    channels = [MailChannel.of(workspace)]
    return {channel.name: channel for channel in channels if channel is not None}
