// SPDX-License-Identifier: Apache-2.0 OR MIT
// Python's side of the session: the way to the host, turns, stops, streams and time.

/** Part of the prelude that the others use. */
export const preludeHost = String.raw`
import ast, asyncio, base64, codeop, getpass, importlib.abc, importlib.machinery, importlib.util, inspect
import io, keyword, linecache, os, pkgutil, random, re, signal, sys, time, traceback, types, warnings
from pyodide.ffi import can_run_sync, create_once_callable, run_sync, to_js
from pyodide.webloop import WebLoop

FILE = "<llmspell>"
stop_grace_seconds = 0.5


class Interrupted(KeyboardInterrupt):
    "The execution was interrupted."


class TimeLimit(KeyboardInterrupt):
    "The execution took longer than it may."


class Shutdown(KeyboardInterrupt):
    "The kernel is going to stop."


STOPS = {kind.__name__: kind for kind in (Interrupted, TimeLimit, Shutdown)}


class Job:
    "What one execution keeps beside the stack of its code."
    stopping_since = None
    # True before its code begins and after it has ended: nothing is raised then.
    quiet = True
    tracing = False
    # What is to be raised at the end of a call of ours: in a loop of prints it may be ours each time somebody looks.
    owed = None


class State:
    "What is known of the code that has its turn."
    job = Job()
    attending = False
    missed = False
    # True from when a stack gives its turn away until the next one has taken it.
    switching = True
    # True when the folders of modules have been asked for.
    opened = False


class Pump(WebLoop):
    "Carries a promise to the stack that waits for it, while that stack is suspended."

    def call_soon(self, callback, *args, context=None):
        handle = asyncio.Handle(callback, args, self, context=context)

        def run():
            running = asyncio._get_running_loop()
            asyncio._set_running_loop(self)
            try:
                if not handle.cancelled():
                    handle._run()
            finally:
                asyncio._set_running_loop(running)

        host.soon(create_once_callable(run))
        return handle


def wait(pending):
    "Suspends this stack until the promise is there; others run meanwhile."
    job, loop = State.job, asyncio._get_running_loop()
    attending, changes = State.attending, Debug.changes
    # What carries the promise is not to be interrupted; whoever waits looks for a stop afterwards.
    quiet, job.quiet = job.quiet, True
    # Whoever is next finds it so, and says when he is there.
    State.switching = True
    asyncio._set_running_loop(PUMP)
    if job.tracing:
        set_events(TOOL, 0)
    try:
        return run_sync(pending.promise)
    finally:
        State.job, State.attending, job.quiet = job, attending, quiet
        asyncio._set_running_loop(loop)
        set_events(TOOL, LINE if job.tracing else 0)
        State.switching = False
        if changes != Debug.changes:
            catch_up()


TOOL = 5
LINE = sys.monitoring.events.LINE
set_events = sys.monitoring.set_events
sys.monitoring.use_tool_id(TOOL, "llmspell")


def on_line(code, line):
    "Ends code that was told to stop and goes on: at each of its lines."
    if code.co_filename != FILE and State.job.tracing and not State.job.quiet:
        raise STOPS[host.attend(True)]()


def stop(advice, frame):
    "Raises what ends the running code; what catches it has some time to clean up."
    job = State.job
    if job.quiet:
        return
    if frame is not None and frame.f_code.co_filename == FILE:
        job.owed = advice
        return
    now = monotonic()
    if job.stopping_since is None:
        job.stopping_since = now
    elif now - job.stopping_since < stop_grace_seconds:
        return
    elif not job.tracing:
        job.tracing = True
        set_events(TOOL, LINE)
    raise STOPS[advice]()


def pay():
    "To be called at the end of what scripts call: raises what could not be raised within."
    advice, State.job.owed = State.job.owed, None
    stop(advice, None)


def on_signal(number, frame):
    "Called by the interpreter, between two instructions, when the host wants something."
    if State.attending:
        State.missed = True
        return
    if State.switching:
        # No turn to give away; asked again until somebody has one.
        host.alarm()
        return
    State.attending, State.missed = True, False
    try:
        between = frame is None or frame.f_code.co_filename != FILE
        advice = host.attend(between)
        if advice == "yield" and can_run_sync():
            wait(getattr(host, "yield")())
            advice = host.attend(between)
    finally:
        State.attending = False
    if State.missed:
        # What came meanwhile may have come after the host was looked after; nobody says it again.
        on_signal(number, frame)
    elif advice in STOPS:
        stop(advice, frame)
    elif advice:
        # It could not give way, or has had so short a turn that it is to do so again.
        host.alarm()


def check_stop():
    "To be called after a wait: it may have ended because the code is to stop."
    advice = host.attend(True)
    if advice in STOPS:
        State.job.stopping_since = State.job.stopping_since or monotonic()
        raise STOPS[advice]()


class HostError(RuntimeError):
    "The host refused a call, or failed at it."

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def call_host(name, *args, content=None):
    "Calls a host function with values that JSON has, and bytes as the second; its value. Nobody else runs meanwhile."
    reply = host.call(name, encode(args), None if content is None else to_js(content))
    if not isinstance(reply, str):
        return reply.to_bytes()
    if not reply:
        check_stop()
        raise Interrupted()
    code, value = decode(reply)
    if code:
        raise HostError(code, value)
    return value


class Stream(io.TextIOBase):
    "Text on its way to whoever started the execution."

    def __init__(self, name):
        self.name, self.buffer = "<%s>" % name, StreamBytes(self)
        self._stream, self._write, self._flush = name, host.write, host.flush

    encoding, errors = "utf-8", "backslashreplace"

    def writable(self):
        return True

    def isatty(self):
        return False

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not %s" % type(text).__name__)
        if not text.isascii():
            text = text.encode("utf-8", "backslashreplace").decode()
        if text:
            self._write(self._stream, text)
        if State.job.owed:
            pay()
        return len(text)

    def flush(self):
        self._flush()


def session_print(*values, sep=" ", end="\n", file=None, flush=False):
    """Prints the values to a stream, or to sys.stdout by default.

    sep
      string inserted between values, default a space.
    end
      string appended after the last value, default a newline.
    file
      a file-like object (stream); defaults to the current sys.stdout.
    flush
      whether to forcibly flush the stream.
    """
    for name, given in (("sep", sep), ("end", end)):
        if not isinstance(given, (str, type(None))):
            raise TypeError("%s must be None or a string, not %s" % (name, type(given).__name__))
    file = sys.stdout if file is None else file
    if file is None:
        return
    # One write for a line: a front end gets no half of it.
    text = (" " if sep is None else sep).join(map(str, values))
    file.write(text + ("\n" if end is None else end))
    if flush:
        file.flush()


session_print.__name__ = session_print.__qualname__ = "print"


class StreamBytes(io.RawIOBase):
    "The same stream, for those who write bytes."

    def __init__(self, stream):
        self._text = stream

    def writable(self):
        return True

    def write(self, data):
        data = bytes(data)
        self._text.write(data.decode("utf-8", "replace"))
        return len(data)


monotonic = time.monotonic


def session_sleep(seconds, /):
    "Delays execution for a number of seconds."
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    if not can_run_sync():
        raise RuntimeError("Cannot sleep: not from within a callback")
    end = monotonic() + seconds
    wait(host.sleep(seconds))
    check_stop()


class Timer:
    "What an event loop waits in: nothing but time and the host can wake it."

    def select(self, timeout=None):
        if timeout is not None and timeout <= 0 and State.job.stopping_since is not None:
            return ()  # Tasks that were told to stop clean up.
        session_sleep(2**31 if timeout is None else max(0, timeout))
        return ()


class Loop(asyncio.BaseEventLoop):
    "asyncio without sockets, threads and processes."

    def __init__(self):
        super().__init__()
        self._selector = Timer()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    "Makes every event loop one of ours."
    _loop_factory = Loop


def open_streams():
    global PUMP
    PUMP = Pump()
    asyncio._set_running_loop(None)
    asyncio.events._set_event_loop_policy(Policy())
    asyncio.set_event_loop(Loop())
    sys.stdout = sys.__stdout__ = Stream("stdout")
    sys.stderr = sys.__stderr__ = Stream("stderr")
    sys.stdin = sys.__stdin__ = Stdin()
    asyncio.run = asyncio.runners.run
    builtins.print = session_print
    builtins.input, getpass.getpass, time.sleep = session_input, session_getpass, session_sleep
    sys.monitoring.register_callback(TOOL, LINE, on_line)
    signal.signal(signal.SIGHUP, on_signal)
    signal.signal(signal.SIGINT, signal.default_int_handler)
`;
