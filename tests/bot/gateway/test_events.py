from datetime import timedelta

from bot.gateway.limits import Limits, Patience
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.stand_in_rasa import reply, said

CARD = {
    "number": "T-1",
    "status": "open",
    "label": "Open",
    "team": "Returns",
    "stages": ["Open"],
    "outcomes": ["Solved"],
}


def taken(events, names):
    """The events up to the last of these names, each awaited in turn."""
    wanted = names.split()
    seen = []
    for event in events:
        seen.append(event)
        if event[0] == wanted[0]:
            wanted.pop(0)
            if not wanted:
                return seen
    raise AssertionError(f"the stream ended before {wanted}")


def test_messages_come_as_events_numbered_like_the_transcript(chat):
    chat.write("Hello", wait=5)
    events = taken(chat.events(), "message message")
    assert [(name, number) for name, number, _ in events] == [("message", "1"), ("message", "2")]
    assert [data for _, _, data in events] == chat.messages()


def test_a_stream_resumes_after_the_last_event_seen(chat):
    chat.write("One", wait=5)
    chat.write("Two", wait=5)
    (event,) = taken(chat.events(after=3), "message")
    assert event[1] == "4"


def test_new_messages_and_typing_reach_an_open_stream(chat, rasa):
    rasa.mode = "slow"
    events = chat.events()
    taken(events, "ping")
    chat.write("Hello")
    assert taken(events, "message")[-1][2]["text"] == "Hello"
    assert taken(events, "typing")[-1][2] == {"typing": True}
    rasa.mode = "answer"
    rasa.released.set()
    assert taken(events, "message")[-1][2]["text"] == "You wrote: Hello"
    assert taken(events, "typing")[-1][2] == {"typing": False}


def test_a_ticket_is_also_a_hint(chat, rasa):
    rasa.say = lambda request: said(request, reply("Done", kind="ticket", ticket=CARD))
    chat.write("Open a ticket", wait=5)
    events = taken(chat.events(after=1), "message ticket")
    assert events[-1] == ("ticket", None, events[0][2]["ticket"])


def test_what_another_process_writes_arrives(chat, store, clock):
    events = chat.events()
    taken(events, "ping")
    store.notice(chat.id, in_reply_to=[], text="From elsewhere", now=clock())
    assert taken(events, "message")[-1][2]["text"] == "From elsewhere"


def test_a_stream_opens_at_once_though_nothing_was_said(serve):
    chat = open_chat(serve(patience=Patience()))
    with chat.http.stream("GET", f"{chat.path}/events", headers=chat.headers, timeout=5) as stream:
        assert next(stream.iter_lines()) == "retry: 1000"


def test_silence_is_filled_with_pings(chat):
    assert taken(chat.events(), "ping ping ping")


def test_a_gateway_that_stops_says_goodbye(serve):
    http = serve()
    events = open_chat(http).events()
    taken(events, "ping")
    http.stop_gateway()
    assert taken(events, "bye")[-1][2] == {"retry_ms": 1000}
    assert list(events) == []


def test_a_stream_ends_when_its_token_does(chat, clock):
    events = chat.events()
    taken(events, "ping")
    clock.ahead = timedelta(days=2)
    assert taken(events, "bye")


def test_too_many_streams_are_refused_and_room_is_made_again(serve):
    chat = open_chat(serve(limits=Limits(streams=1)))
    first = chat.events()
    taken(first, "ping")
    refused = chat.http.get(f"{chat.path}/events", headers=chat.headers)
    assert refused.status_code == 429
    first.close()
    # The server notices at its next ping, at the latest.
    assert 200 in (_status(chat) for _ in range(2_000))


def _status(chat):
    with chat.http.stream("GET", f"{chat.path}/events", headers=chat.headers) as response:
        return response.status_code


def test_a_last_event_id_that_is_no_number_is_refused(http, chat):
    for wrong in ("x", "-1", "1.5", "9" * 16):
        headers = chat.headers | {"Last-Event-ID": wrong}
        assert http.get(f"{chat.path}/events", headers=headers).status_code == 422
