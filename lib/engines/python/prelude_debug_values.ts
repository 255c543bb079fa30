// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a debugger asks of code that stands: frames, scopes, what is inside values, evaluation.

/** Part of the prelude. */
export const preludeDebugValues = String.raw`
import collections, itertools, operator

max_inside = 1000


class Failed(Exception):
    "Code that the debugger was given failed; the text says how."


class Unknown(Exception):
    "A frame or a variable of another stop."


class References:
    "What the host knows of this stop, by number. A number is given once."
    next = 1
    frames, variables = {}, {}


def forget_references():
    References.frames.clear()
    References.variables.clear()


def refer(table, thing):
    number, References.next = References.next, References.next + 1
    table[number] = thing
    return number


def recall(table, kind, number):
    try:
        return table[number]
    except KeyError:
        raise Unknown(kind, number) from None


def trusting(work):
    "Calls what runs code of the user, which an interrupt may end; raises Failed as it fails."
    State.attending = False
    try:
        return work()
    except Failed:
        raise
    except BaseException as error:
        raise Failed(describe(error)) from None
    finally:
        State.attending = True


type_name = type.__dict__["__name__"].__get__


def describe(error):
    kind = type_name(type(error))
    try:
        text = cut(str(error))
    except Exception as other:
        text = "(%s while it was described)" % type_name(type(other))
    return "%s: %s" % (kind, text) if text else kind


def shortened(value):
    "The head of a long value of the language: no more of it is shown."
    limit, kind = boot["maxDisplayChars"], type(value)
    if kind in (str, bytes, bytearray, list, tuple) and len(value) > limit:
        return value[:limit]
    if kind in (set, frozenset, dict) and len(value) > limit:
        return kind(itertools.islice(value.items() if kind is dict else value, limit))
    return value


def text_inside(value):
    "repr(), cut; what it raises is told in its place, unless the code is to stop."
    try:
        head = shortened(value)
        text = repr(head)
        return cut(text) if head is value else text[: boot["maxDisplayChars"]] + "…"
    except BaseException as error:
        if State.job.stopping_since is not None:
            raise
        return "<error in __repr__: %s>" % describe(error)


def slots(value):
    "Attributes that have a place of their own in the object."
    for holder in type(value).__mro__:
        for name, member in type.__getattribute__(holder, "__dict__").items():
            if type(member) is types.MemberDescriptorType and not name.startswith("__"):
                try:
                    yield name, member.__get__(value)
                except AttributeError:
                    pass


def attributes(value):
    "What an object keeps under names; no property is called."
    kind = type(value)
    if kind in VALUES or inspect.isroutine(value):
        return {}
    try:
        found = dict(object.__getattribute__(value, "__dict__"))
    except (AttributeError, TypeError):
        found = {}
    if issubclass(kind, (type, types.ModuleType)):
        return {name: each for name, each in found.items() if not str(name).startswith("__")}
    found.update(slots(value))
    if issubclass(kind, BaseException):
        found["args"] = BaseException.args.__get__(value)
    return found


# Of these there is nothing to see inside.
VALUES = (int, float, complex, str, bytes, bytearray, bool, type(None), range)
GROUPS = (dict, list, tuple, collections.deque, set, frozenset)


def group_of(value):
    "The kind of collection that a value is, if any."
    return next((each for each in GROUPS if issubclass(type(value), each)), None)


def entries(value):
    "What is inside a value: name, value, and what assigns to it."
    group = group_of(value)
    held = [] if group is None else list(group.__iter__(value))
    for index, each in enumerate(held):
        if group is dict:
            item = dict.__getitem__(value, each)
            yield text_inside(each), item, lambda new, key=each: operator.setitem(value, key, new)
        elif group in (set, frozenset):
            yield str(index), each, refuse_element
        else:
            yield str(index), each, lambda new, key=index: operator.setitem(value, key, new)
    for name, each in attributes(value).items():
        yield str(name), each, lambda new, name=name: setattr(value, name, new)


def refuse_element(new):
    raise TypeError("Cannot assign to an element of a set")


def has_inside(value):
    group = group_of(value)
    return (group is not None and group.__len__(value) > 0) or bool(attributes(value))


class Inside:
    "What a variable holds."

    def __init__(self, value):
        self.entries = lambda: entries(value)


class Names:
    "Variables of a frame by name."

    def __init__(self, read, write, wanted):
        self._read, self._write, self._wanted = read, write, wanted

    def entries(self):
        for name, each in list(self._read.items()):
            if self._wanted(name, each):
                yield str(name), each, lambda new, name=name: operator.setitem(self._write, name, new)


class Inlined(dict):
    "Names of a module's frame inside a comprehension: its variables, and behind them the module's."

    def __init__(self, frame):
        self._inner, self._outer = frame.f_locals, frame.f_globals
        super().__init__(self._outer | dict(self._inner))

    def __setitem__(self, name, value):
        super().__setitem__(name, value)
        operator.setitem(self._inner if name in self._inner else self._outer, name, value)

    def __delitem__(self, name):
        super().__delitem__(name)
        del self._outer[name]


def names_of(frame):
    "What code sees in a frame, and assigns to."
    inside = type(frame.f_locals) is not dict and frame.f_code.co_name == "<module>"
    return Inlined(frame) if inside else frame.f_locals


SESSION_NAMES = re.compile(r"__\w+__|_{1,3}|_\d+|In|Out")


def is_shown(name, value):
    "False for what every module and every session has."
    if type(name) is not str:
        return True
    return not SESSION_NAMES.fullmatch(name) and PROVIDED.get(name, State) is not value


def variable(frame, name, value):
    inside = has_inside(value)
    number = refer(References.variables, (frame, Inside(value))) if inside else 0
    return {
        "name": name, "value": text_inside(value), "type": type_name(type(value)),
        "variablesReference": number,
    }


def stack_trace():
    "User's frames of the code that stands, innermost first."
    numbers = {frame: number for number, frame in References.frames.items()}
    return [
        {
            "id": numbers.get(frame) or refer(References.frames, frame),
            "name": frame.f_code.co_qualname, "source": frame.f_code.co_filename,
            "line": (frame.f_lineno or frame.f_code.co_firstlineno) - 1,
        }
        for frame in user_frames(Debug.frame)
    ]


def scopes(frame):
    frame = recall(References.frames, "frame", frame)
    names, free = names_of(frame), frame.f_code.co_freevars
    found = [("Locals", Names(names, names, lambda name, value: name not in free and is_shown(name, value)))]
    if free:
        found.append(("Closure", Names(names, names, lambda name, value: name in free)))
    found.append(("Globals", Names(frame.f_globals, frame.f_globals, is_shown)))
    return [
        {
            "name": name, "expensive": name == "Globals",
            "variablesReference": refer(References.variables, (frame, group)),
        }
        for name, group in found
    ]


def variables_inside(reference):
    frame, holder = recall(References.variables, "variable", reference)

    def work():
        found = list(itertools.islice(holder.entries(), max_inside + 1))
        shown = [variable(frame, name, value) for name, value, _ in found[:max_inside]]
        if len(found) > max_inside:
            more = {"name": "…", "value": "only the first %d are shown" % max_inside}
            shown.append(more | {"type": "", "variablesReference": 0})
        return shown

    return trusting(work)


def evaluated(frame, expression):
    "Runs code in a frame; the value of its last expression."
    flags, names = frame.f_code.co_flags & FUTURE, names_of(frame)
    tree = compile(expression.strip(), "<evaluate>", "exec", ast.PyCF_ONLY_AST | flags, True)
    last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], ast.Expr) else None

    def run(part, mode):
        code = compile(part, "<evaluate>", mode, flags, dont_inherit=True)
        nested = any(type(each) is types.CodeType for each in code.co_consts)
        # A function inside sees globals only: it is given the names of the frame among them.
        seen = frame.f_globals | dict(names) if nested and names is not frame.f_globals else frame.f_globals
        return eval(code, seen, names)

    run(tree, "exec")
    return None if last is None else run(ast.Expression(last), "eval")


def evaluate(expression, frame):
    frame = recall(References.frames, "frame", frame)
    return trusting(lambda: variable(frame, expression, evaluated(frame, expression)))


def assign_variable(reference, name, expression):
    frame, holder = recall(References.variables, "variable", reference)

    def work():
        for each, _, assign in holder.entries():
            if each == name:
                value = evaluated(frame, expression)
                assign(value)
                return variable(frame, name, value)
        raise NameError("name %r is not defined" % name)

    return trusting(work)


COMMANDS = {
    "setBreakpoints": set_breakpoints, "pause": pause, "detach": detach, "stackTrace": stack_trace,
    "scopes": scopes, "variables": variables_inside, "evaluate": evaluate,
    "setVariable": assign_variable,
}


def debug(command, text):
    "Answers one of COMMANDS; a JSON object of value, or of what was wrong."
    attending, State.attending = State.attending, True
    try:
        return encode({"value": COMMANDS[command](**decode(text))})
    except Unknown as error:
        return encode({"unknown": error.args})
    except Failed as error:
        return encode({"failed": str(error)})
    except BaseException as error:
        return encode({"error": describe(error)})
    finally:
        State.attending = attending
`;
