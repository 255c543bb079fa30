# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Judges every message of the whole run; made last."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from ..registry import Failed, check, expect
from ..wire import Message

if TYPE_CHECKING:
    from ..run import Run


def none_of(run: Run, *kinds: str) -> None:
    """Fails with every kind of problem noted while messages were read, and how often."""
    expect(run.trace.received, "no message was received")
    found = Counter(text for _, m in run.trace.received for kind, text in m.problems
                    if kind in kinds and not provoked(run, m, text))
    if found:
        raise Failed("\n".join(f"{count}x {text}" for text, count in found.most_common(10)))


def provoked(run: Run, message: Message, text: str) -> bool:
    """Whether the fault is in the parent header and that header was a malformed one of the suite's own."""
    return "parent_header" in text and bool(message.parent) and message.parent_id not in run.trace.sent


def bad(run: Run, what: str, messages: list[Message]) -> None:
    """Fails when there are such messages."""
    if messages:
        raise Failed(f"{len(messages)} of {len(run.trace.received)} messages {what}: {messages[0]}")


def all_messages(run: Run) -> list[Message]:
    """Every message received, by whichever client."""
    return [message for _, message in run.trace.received]


@check("wire.frames", "The Wire Protocol", final=True)
def frames(run: Run) -> None:
    """Every message has the delimiter and at least five frames after it."""
    none_of(run, "wire.delimiter")


@check("wire.signature", "The Wire Protocol", final=True)
def signature(run: Run) -> None:
    """Every message is signed: HMAC of the four parts, in lower-case hexadecimal."""
    none_of(run, "wire.signature")


@check("wire.json", "The Wire Protocol", final=True)
def json_(run: Run) -> None:
    """Every part is a JSON object in UTF-8, without NaN or Infinity."""
    none_of(run, "wire.json")


@check("wire.schema", "General Message Format", final=True)
def schema(run: Run) -> None:
    """Every message fits the schema of its type and came on a channel of its type."""
    none_of(run, "wire.schema")


@check("wire.msg_id", "Message Header", final=True)
def msg_id(run: Run) -> None:
    """No two different messages bear the same msg_id."""
    seen: dict[str, list[bytes]] = {}
    twice = []
    for message in all_messages(run):
        identifier, body = message.header.get("msg_id", ""), message.frames[-4:]
        first = seen.setdefault(identifier, body)
        if first != body and message.channel != "iopub":
            twice.append(message)
        elif first != body and message.type != "shutdown_reply":
            twice.append(message)
    bad(run, "reuse a msg_id", twice)


@check("wire.date", "Message Header", final=True)
def date(run: Run) -> None:
    """Every date is ISO 8601 with a time zone."""
    wrong = []
    for message in all_messages(run):
        try:
            aware = datetime.fromisoformat(str(message.header.get("date"))).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            wrong.append(message)
    bad(run, "have no date with a time zone", wrong)


@check("wire.version", "Message Header", final=True)
def version(run: Run) -> None:
    """Every header bears the protocol version that kernel_info claims."""
    claimed = str(run.info.get("protocol_version", ""))
    wrong = [m for m in all_messages(run) if not str(m.header.get("version", "")).startswith(claimed[:3])]
    bad(run, f"bear another version than {claimed}", wrong)


@check("wire.parent", "Parent header", final=True)
def parent(run: Run) -> None:
    """A parent_header is the header of a message that was sent, unchanged."""
    wrong = []
    for message in all_messages(run):
        sent = run.trace.sent.get(message.parent_id)
        if message.parent and sent is not None and message.parent != sent:
            wrong.append(message)
    bad(run, "change their parent's header", wrong)


@check("wire.reply_parent", "Parent header", final=True)
def reply_parent(run: Run) -> None:
    """Every reply has a parent, on the channel of the request."""
    wrong = [m for m in all_messages(run) if m.type.endswith("_reply") and not m.parent]
    bad(run, "are replies without parent", wrong)


@check("wire.one_reply", "Request-Reply", final=True)
def one_reply(run: Run) -> None:
    """No request is answered more than once, nor with another type's reply."""
    for request in run.trace.requests:
        kind = request.header["msg_type"]
        expect(len(request.replies) <= 1, f"{kind} was answered {len(request.replies)} times")
        for reply in request.replies:
            wanted = kind.replace("_request", "_reply")
            expect(reply.type == wanted, f"{kind} was answered with {reply.type}")
            expect(reply.channel == request.channel, f"{kind} on {request.channel} was answered on {reply.channel}")


@check("wire.topic", "The Wire Protocol", final=True)
def topic(run: Run) -> None:
    """Messages on iopub have exactly one prefix frame, the topic (the welcome of all topics may have none)."""
    wrong = [m for m in all_messages(run) if m.channel == "iopub" and len(m.identities) != 1
             and not (m.type == "iopub_welcome" and not m.identities and m.content.get("subscription") == "")]
    bad(run, "on iopub lack the one topic", wrong)


@check("wire.identities", "The Wire Protocol", final=True)
def identities(run: Run) -> None:
    """Messages on shell, control and stdin reach a DEALER without further prefix."""
    wrong = [m for m in all_messages(run) if m.channel != "iopub" and m.identities]
    bad(run, "have a prefix left", wrong)


@check("wire.bracket", "Kernel status", final=True)
def bracket(run: Run) -> None:
    """What a request publishes lies between its one busy and its one idle."""
    for request in run.trace.requests:
        if "idle" not in request.states or "busy" not in request.states:
            continue
        kind = request.header["msg_type"]
        states = request.states
        if states != ["busy", "idle"]:
            raise Failed(f"{kind}: states {states}")
        types = [m.content.get("execution_state", m.type) if m.type == "status" else m.type for m in request.iopub]
        after = [name for name in types[types.index("idle") + 1:] if kind == "execute_request" or name != "stream"]
        expect(types[0] == "busy", f"{kind}: {types[0]} before busy")
        expect(not after, f"{kind}: {after} after idle")
