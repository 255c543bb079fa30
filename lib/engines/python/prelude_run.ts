// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs code as a notebook does: the value of a trailing expression, history, tracebacks.

/** Part of the prelude. */
export const preludeRun = String.raw`
main = types.ModuleType("__main__")
main.__builtins__ = builtins
names = main.__dict__
names.update(In=[""], Out={}, _="", __="", ___="")
future_flags = 0
FUTURE = 0
import __future__
for feature in __future__.all_feature_names:
    FUTURE |= getattr(__future__, feature).compiler_flag
AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def remember(name, code):
    "Keeps source for tracebacks, inspect and pdb."
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)


def drive(code):
    "Runs compiled code; a coroutine to its end."
    value = eval(code, names)
    if not code.co_flags & inspect.CO_COROUTINE:
        return value
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = None
    if loop is None or loop.is_closed() or loop.is_running():
        loop = Loop()
        asyncio.set_event_loop(loop)
    return complete_task(loop, loop.create_task(value))


def complete_task(loop, task):
    "Result of a task. One that is stopped while it waits ends where it waits, and cleans up."
    try:
        return loop.run_until_complete(task)
    except tuple(STOPS.values()) as stopped:
        if task.done() or not task.cancel():
            raise
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError as cancelled:
            raise stopped.with_traceback(cancelled.__traceback__) from None
        raise


def compiled(tree, name, mode):
    global future_flags
    code = compile(tree, name, mode, AWAIT | future_flags, dont_inherit=True)
    future_flags |= code.co_flags & FUTURE
    return code


def run_cell(code, name):
    "Runs statements; the value of the last one if it is an expression without a semicolon."
    remember(name, code)
    tree = compile(code, name, "exec", ast.PyCF_ONLY_AST | AWAIT | future_flags, dont_inherit=True)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        end = code.encode().splitlines()[tree.body[-1].end_lineno - 1]
        if not end[tree.body[-1].end_col_offset:].lstrip().startswith(b";"):
            last = ast.Expression(tree.body.pop().value)
    if tree.body:
        drive(compiled(tree, name, "exec"))
    if last is not None:
        return drive(compiled(last, name, "eval"))


def keep(value, name):
    "Makes a value reachable as _, and as Out of its execution."
    names.update(___=names.get("__", ""), __=names.get("_", ""), _=value)
    number = re.fullmatch(r"In\[(\d+)\]", name)
    if number:
        if isinstance(names.get("Out"), dict):
            names["Out"][int(number[1])] = value
        names["_" + number[1]] = value


def keep_input(code, name):
    number = re.fullmatch(r"In\[(\d+)\]", name)
    if number and isinstance(names.get("In"), list):
        cells = names["In"]
        cells.extend([""] * (int(number[1]) + 1 - len(cells)))
        cells[int(number[1])] = code


def is_users(filename):
    "False for this code and for what comes with the language."
    return filename != FILE and not filename.startswith(LANGUAGE)


LANGUAGE = ("<frozen ", os.path.dirname(os.__file__) + "/", "/lib/python3.14/")


def trim(report, seen):
    "Leaves the user's frames in a traceback and in all that led to it."
    if report is None or id(report) in seen:
        return
    seen.add(id(report))
    frames = [frame for frame in report.stack if is_users(frame.filename)]
    report.stack[:] = frames
    for other in (report.__cause__, report.__context__, *(report.exceptions or ())):
        trim(other, seen)


def failure(error):
    "An exception as an outcome tells it."
    kind = type(error).__name__
    if isinstance(error, ModuleNotFoundError) and error.name and not error.name.startswith("_"):
        error.add_note(
            "A session has Python's standard library; other packages are not installed, and none is "
            "fetched from the network. Modules of your own are found beside the script"
        )
    try:
        report = traceback.TracebackException.from_exception(error)
        trim(report, set())
        lines = "".join(report.format()).splitlines()
        text = cut(str(error))
    except Exception as other:
        text = "(%s while it was described)" % type(other).__name__
        lines = ["%s: %s" % (kind, text)]
    return {"status": "error", "ename": kind, "evalue": text, "traceback": lines}


def exit_code(error):
    "What the process of a script would end with."
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 255
    print(error.code, file=sys.stderr)
    return 1


class Reserve:
    "Memory that a script cannot fill: this code and the compiler go on with it when there is no other."
    size = 2**20
    held = bytearray(size)

    @classmethod
    def give(cls):
        cls.held = None

    @classmethod
    def take(cls):
        "Not where it would be the last there is."
        try:
            bytearray(4 * cls.size)
            cls.held = bytearray(cls.size)
        except MemoryError:
            pass


def guarded(work):
    "Outcome of work as JSON; whatever it raises becomes one."
    State.job = job = Job()
    State.attending = State.switching = False
    if Reserve.held is None:
        Reserve.take()
    host.bound()
    # A script that deleted it would get those of this code, which it must not change.
    names.setdefault("__builtins__", builtins)
    try:
        job.quiet = False
        found = work() or {}
        job.quiet = True
        outcome = {"status": "ok", "userExpressions": {}} | found
        return encode(outcome)
    except SystemExit as error:
        job.quiet = True
        return encode({"status": "ok", "userExpressions": {}, "exitCode": exit_code(error)})
    except BaseException as error:
        job.quiet = True
        if isinstance(error, MemoryError):
            Reserve.give()
        return encode(failure(error))
    finally:
        end_tracing(job)
        State.switching = True


def end_tracing(job):
    if job.tracing:
        job.tracing = False
        set_events(TOOL, 0)
    end_debugging(job)


def user_expression(name, code):
    try:
        value = eval(compile(code.strip(), name, "eval", future_flags, dont_inherit=True), names)
        return {"status": "ok"} | rich(value)
    except Exception as error:
        return failure(error)


def execute(text):
    "Runs a request; the outcome as JSON."

    def work():
        request = decode(text)
        name, code = request["chunkName"], request["code"]
        open_folders()
        if not request["silent"]:
            keep_input(code, name)
        value = run_cell(code, name)
        found = {}
        if value is not None and not request["silent"] and not isinstance(value, DisplayHandle):
            found["result"] = rich(value)
            keep(value, name)
        found["userExpressions"] = {
            key: user_expression(key, each) for key, each in request["userExpressions"].items()
        }
        return found

    return guarded(work)


def comm(text, buffers):
    "Handles a comm message as an execution of its own; the outcome as JSON."

    def work():
        take_comm(decode(text), [each.to_bytes() for each in buffers])

    return guarded(work)
`;
