// SPDX-License-Identifier: Apache-2.0 OR MIT
// Stops code at lines, by sys.monitoring. While nothing is wanted no event is on.

/** Part of the prelude; what is asked of stopped code is in `preludeDebugValues`. */
export const preludeDebug = String.raw`
import weakref, opcode

WATCH = 4
EVENTS, DISABLE = sys.monitoring.events, sys.monitoring.DISABLE
set_local_events, restart_events = sys.monitoring.set_local_events, sys.monitoring.restart_events
use_tool_id, get_tool = sys.monitoring.use_tool_id, sys.monitoring.get_tool
register_callback, getframe = sys.monitoring.register_callback, sys._getframe
use_tool_id(WATCH, "llmspell")
NEVER = frozenset()


class Debug:
    "What is wanted of code that runs. Lines count from 1 here, as Python's do."
    # By source: the lines that were asked for, and those that stop.
    requested, stops = {}, {}
    # By source without text: the lines of its code that was met.
    known = {}
    # By id of a code object with a line that stops: a weak reference to it.
    watched = {}
    step = None
    # Frame of the code that stands.
    frame = None
    # Counts what a stack that was suspended meanwhile has to catch up with.
    changes = 0


def is_user(code):
    "True for code that is shown and stepped into."
    return code.co_filename in Debug.requested or is_users(code.co_filename)


def user_frames(frame):
    "The frame and its callers, innermost first, without those of others' code."
    found = []
    while frame is not None:
        if is_user(frame.f_code):
            found.append(frame)
        frame = frame.f_back
    return found


RESUME = opcode.opmap["RESUME"]


def code_lines(code):
    "Lines at which the interpreter tells of this code object's progress."
    start = 2 * code.co_code[::2].index(RESUME) + 2
    return {line for _, end, line in code.co_lines() if line and end > start}


def tree_lines(code):
    "The same of a code object and all that are defined in it."
    found = code_lines(code)
    for each in code.co_consts:
        if type(each) is types.CodeType:
            found |= tree_lines(each)
    return found


def is_loaded(source):
    if source in linecache.cache:
        return True
    modules = [vars(each) for each in list(sys.modules.values()) if type(each) is types.ModuleType]
    return any(each.get("__file__") == source for each in modules)


def text_lines(source):
    "Lines with code in a loaded source; None when its text is not known."
    try:
        text = "".join(linecache.getlines(source)) if is_loaded(source) else ""
        if not text:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tree_lines(compile(text, source, "exec", AWAIT | future_flags, dont_inherit=True))
    except Exception:
        return None


def resolve(source, code=None):
    "Finds where the breakpoints of a source stop; by each line that was asked for."
    lines = text_lines(source)
    if lines is None:
        lines = Debug.known.setdefault(source, set())
        if code is not None:
            lines |= tree_lines(code)
    else:
        Debug.known.pop(source, None)
    requested = Debug.requested.get(source, NEVER)
    found = {line: min((each for each in lines if each >= line), default=None) for line in requested}
    Debug.stops[source] = {line for line in found.values() if line is not None}
    return found


def meet(code):
    "Watches the lines of code that runs if one of them is to stop."
    source = code.co_filename
    if source not in Debug.requested:
        return
    if code.co_name == "<module>" or source in Debug.known or source not in Debug.stops:
        resolve(source, code)
    key = id(code)
    if key not in Debug.watched and not Debug.stops[source].isdisjoint(code_lines(code)):
        Debug.watched[key] = weakref.ref(code, lambda _: Debug.watched.pop(key, None))
        set_local_events(WATCH, code, EVENTS.LINE)


def meet_stack(frame):
    while frame is not None:
        meet(frame.f_code)
        frame = frame.f_back


def unwatch(source):
    for key, reference in list(Debug.watched.items()):
        code = reference()
        if code is not None and code.co_filename == source:
            del Debug.watched[key]
            set_local_events(WATCH, code, 0)


def arm():
    "Has the interpreter tell what is wanted now."
    if get_tool(WATCH) is None:
        use_tool_id(WATCH, "llmspell")
    register_callback(WATCH, EVENTS.LINE, on_debug_line)
    register_callback(WATCH, EVENTS.PY_START, on_debug_start)
    register_callback(WATCH, EVENTS.PY_RESUME, on_debug_start)
    register_callback(WATCH, EVENTS.PY_RETURN, on_debug_return)
    Debug.changes += 1
    set_base_events()
    restart_events()


def set_base_events():
    events = EVENTS.PY_START | EVENTS.PY_RESUME if Debug.requested else 0
    if Debug.step is not None and Debug.step.anywhere:
        events |= EVENTS.LINE
    set_events(WATCH, events)


def catch_up():
    "Does for the stack that goes on what could not be done while it was suspended."
    if Debug.requested:
        meet_stack(getframe(1))
    restart_events()


def on_debug_start(code, offset):
    "Called once for each code object that begins or goes on, until something changes."
    meet(code)
    return DISABLE


class Step:
    "Where code is to stop next without a breakpoint."

    def __init__(self, reason, job, anywhere):
        # None: whichever execution comes first.
        self.reason, self.job, self.anywhere = reason, job, anywhere
        self.frames, self.codes, self.last, self.cell = [], [], None, None

    def within(self, frames, last):
        "Stops in these frames only; and when the last one returns, in what comes next."
        self.frames, self.last = frames, last
        for frame in frames:
            self.mark(frame.f_code, EVENTS.LINE)
        if last is not None:
            self.mark(last.f_code, EVENTS.LINE | EVENTS.PY_RETURN)

    def mark(self, code, events):
        self.codes.append(code)
        set_local_events(WATCH, code, events)

    def widen(self):
        "The outermost frame has returned: of a cell, its last expression may follow."
        code = self.last.f_code
        self.cell = code.co_filename if code.co_name == "<module>" else None
        self.frames, self.last, self.anywhere = [], None, True
        arm()

    def wants(self, frame, job):
        if self.job is not None and self.job is not job:
            return False
        if not self.anywhere:
            return frame in self.frames
        code = frame.f_code
        if self.cell is not None:
            return code.co_filename == self.cell and code.co_name == "<module>"
        # A library's generated code is called <string>; a pause takes it too.
        return is_user(code) and (code.co_filename != "<string>" or self.job is None)


def end_step():
    step, Debug.step = Debug.step, None
    if step is None:
        return
    for code in step.codes:
        set_local_events(WATCH, code, EVENTS.LINE if id(code) in Debug.watched else 0)
    set_base_events()


def begin_step(action, frame, job):
    frames = user_frames(frame)
    step = Step("step", job, action == "stepIn")
    if action == "next":
        step.within(frames, frames[-1])
    elif action == "stepOut" and len(frames) > 1:
        step.within(frames[1:], frames[-1])
    elif action == "stepOut":
        if frame.f_code.co_name == "<module>":
            return
        step.within([], frame)
    Debug.step = step
    arm()


def pause():
    end_step()
    Debug.step = Step("pause", None, True)
    arm()


def end_debugging(job):
    "An execution has ended, and with it the step that was made in it."
    if Debug.step is not None and Debug.step.job is job:
        end_step()


def on_debug_line(code, line):
    "Called before a line of code runs that is watched, or of any while a step is made."
    step, hit = Debug.step, line in Debug.stops.get(code.co_filename, NEVER)
    if step is None and not hit:
        return DISABLE
    job = State.job
    if job.quiet or State.attending or job.stopping_since is not None:
        return None
    frame = getframe(1)
    if hit or step.wants(frame, job):
        halt(frame, line, "breakpoint" if hit else step.reason)
    elif step.anywhere and not is_user(code):
        return DISABLE


def on_debug_return(code, offset, value):
    step = Debug.step
    if step is not None and step.last is not None and getframe(1) is step.last:
        step.widen()


def halt(frame, line, reason):
    "Stands until the host says how to go on."
    job = State.job
    end_step()
    Debug.frame, State.attending = frame, True
    try:
        action = host.halt(reason, frame.f_code.co_filename, line - 1)
    finally:
        Debug.frame, State.attending = None, False
        forget_references()
    if action in STOPS:
        job.stopping_since = job.stopping_since or monotonic()
        raise STOPS[action]()
    if action == "yield":
        # The session is closed: this ends here.
        wait(getattr(host, "yield")())
    elif action != "continue":
        begin_step(action, frame, job)


def set_breakpoints(source, lines):
    "Replaces a source's breakpoints; what became of each."
    unwatch(source)
    Debug.requested[source] = {line + 1 for line in lines}
    found = resolve(source)
    if not lines:
        for each in (Debug.requested, Debug.stops, Debug.known):
            each.pop(source, None)
    meet_stack(getframe(1))
    if found:
        found = resolve(source)
    arm()
    return [
        {"line": (found[line + 1] or line + 1) - 1, "verified": found[line + 1] is not None}
        for line in lines
    ]


def detach():
    end_step()
    for source in list(Debug.requested):
        unwatch(source)
    for each in (Debug.requested, Debug.stops, Debug.known):
        each.clear()
    set_base_events()


def own_tools(function):
    "The function for tools of scripts: those of the session are not theirs."
    def call(tool_id, /, *rest):
        # A subclass of int might say one thing and be another.
        tool = int.__add__(tool_id, 0)
        if tool in (TOOL, WATCH):
            raise ValueError("Cannot use tool %d: it is the session's own" % tool)
        return function(tool, *rest)

    call.__name__ = call.__qualname__ = function.__name__
    call.__doc__ = function.__doc__
    return call


def close_monitoring():
    "Leaves to scripts the tools that are not the session's."
    for name in (
        "use_tool_id", "clear_tool_id", "free_tool_id", "register_callback", "set_events",
        "set_local_events",
    ):
        setattr(sys.monitoring, name, own_tools(getattr(sys.monitoring, name)))
`;
