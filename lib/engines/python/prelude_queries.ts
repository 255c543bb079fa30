// SPDX-License-Identifier: Apache-2.0 OR MIT
// Questions about the session, answered without running code of the script.

/** Part of the prelude. */
export const preludeQueries = String.raw`
NAME = r"[^\W\d]\w*"


def utf16_index(code, offset):
    "Index into text of an offset in UTF-16 units."
    return len(code.encode("utf-16-le", "surrogatepass")[: 2 * offset].decode("utf-16-le", "replace"))


def utf16_length(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def static_lookup(path):
    "The object a dotted name stands for; nothing of the script is called. Raises LookupError."
    first, *rest = path.split(".")
    scope = names if first in names else vars(builtins)
    value = scope[first]
    for name in rest:
        try:
            value = getattr(value, name) if isinstance(value, types.ModuleType) else static(value, name)
        except AttributeError:
            raise LookupError(path) from None
    return value


def static(value, name):
    found = inspect.getattr_static(value, name)
    if isinstance(found, (staticmethod, classmethod)):
        return found.__func__
    return found


def static_names(value):
    found = set()
    for holder in (value, *(value.__mro__ if type(value) is type else ()), *type(value).__mro__):
        try:
            found.update(object.__getattribute__(holder, "__dict__"))
        except AttributeError:
            pass
    return {name for name in found if isinstance(name, str)}


def kind_of(value, member):
    if inspect.ismodule(value):
        return "module"
    if inspect.isroutine(value) or isinstance(value, type):
        return "method" if member else "function"
    return "field" if member else "variable"


def signature_of(value):
    if not (inspect.isroutine(value) or isinstance(value, type)):
        return None
    try:
        return str(inspect.signature(value))
    except Exception:
        return None


def match(name, value, member):
    found = {"text": name, "kind": kind_of(value, member)}
    signature = signature_of(value)
    return found if signature is None else found | {"signature": signature}


def members(path, prefix):
    try:
        value = static_lookup(path)
    except LookupError:
        return []
    found = []
    for name in static_names(value):
        if name.startswith(prefix) and (prefix.startswith("_") or not name.startswith("_")):
            try:
                found.append(match(name, static(value, name), True))
            except AttributeError:
                pass
    return found


def globals_like(prefix):
    found = {}
    for word in keyword.kwlist:
        found[word] = {"text": word, "kind": "keyword"}
    for scope in (vars(builtins), names):
        for name, value in list(scope.items()):
            if prefix.startswith("_") or not name.startswith("_"):
                found[name] = match(name, value, False) if name.startswith(prefix) else None
    return [each for name, each in found.items() if each and name.startswith(prefix)]


def modules_like(prefix):
    parent, _, last = prefix.rpartition(".")
    if not parent:
        found = sys.stdlib_module_names | {each.name for each in pkgutil.iter_modules()}
        found = {name for name in found if refusal(name) is None}
    else:
        found = set()
        module = sys.modules.get(parent)
        if module is not None and hasattr(module, "__path__"):
            found = {each.name for each in pkgutil.iter_modules(module.__path__)}
    return [
        {"text": name, "kind": "module"} for name in found
        if name.startswith(last) and (last.startswith("_") or not name.startswith("_"))
    ]


def complete(code, cursor):
    "Candidates for the name before the cursor."
    before = code[: utf16_index(code, cursor)]
    dotted = re.search(r"(?:%s\s*\.\s*)*(?:%s)?$" % (NAME, NAME), before)[0]
    path, dot, prefix = re.sub(r"\s", "", dotted).rpartition(".")
    line = before.rpartition("\n")[2]
    of = re.match(r"\s*from\s+([\w.]+)\s+import\s", line)
    if of:
        matches = members(of[1], prefix) if of[1] in names else imported_members(of[1], prefix)
    elif re.match(r"\s*(?:from|import)\s+[\w.,\s]*$", line):
        matches = modules_like(path + dot + prefix)
    elif dot:
        matches = members(path, prefix)
    elif before[: len(before) - len(dotted)].endswith("."):
        matches = []
    else:
        matches = globals_like(prefix)
    matches.sort(key=lambda each: (each["text"].startswith("_"), each["text"]))
    return {"matches": matches, "start": cursor - utf16_length(prefix), "end": cursor}


def imported_members(path, prefix):
    module = sys.modules.get(path)
    if module is None:
        return []
    return [
        match(name, value, False) for name, value in list(vars(module).items())
        if name.startswith(prefix) and (prefix.startswith("_") or not name.startswith("_"))
    ]


def name_at(code, offset):
    for found in re.finditer(r"%s(?:\.%s)*" % (NAME, NAME), code):
        if found.start() <= offset <= found.end():
            end = re.compile(r"\w*").match(code, offset).end()
            return found[0][: max(end, found.start()) - found.start()].rstrip(".")
    before = re.search(r"(%s(?:\.%s)*)\([^()]*$" % (NAME, NAME), code[:offset])
    return before and before[1]


def inspect_name(code, cursor, detail):
    "Type, signature, place and documentation of a name."
    path = name_at(code, utf16_index(code, cursor))
    try:
        value = static_lookup(path) if path else None
    except LookupError:
        path = None
    if not path:
        return {"found": False}
    lines = ["%s%s" % (path, signature_of(value) or ""), "Type: %s" % type(value).__name__]
    if not (inspect.isroutine(value) or isinstance(value, (type, types.ModuleType))):
        lines.append("Value: %s" % safe_text(value))
    source = None
    if inspect.isfunction(value) or isinstance(value, (type, types.ModuleType)):
        try:
            lines.append("File: %s" % inspect.getfile(value))
            source = inspect.getsource(value) if detail else None
        except Exception:
            pass
    if inspect.isfunction(value):
        lines.append("Line: %d" % value.__code__.co_firstlineno)
    doc = documentation(value)
    if source or doc:
        lines += ["", source or doc]
    return {"found": True, "data": {"text/plain": "\n".join(lines)}, "metadata": {}}


def documentation(value):
    try:
        doc = inspect.getattr_static(value, "__doc__", None)
        if not isinstance(doc, str):
            doc = getattr(type(value) if not inspect.isroutine(value) else value, "__doc__", None)
        return inspect.cleandoc(doc) if isinstance(doc, str) else None
    except Exception:
        return None


PLAIN = (int, float, complex, str, bytes, bool, type(None), range, type, types.ModuleType)


def plain(value, depth=4):
    if type(value) in PLAIN or inspect.isroutine(value):
        return True
    if depth == 0 or type(value) not in (list, tuple, set, frozenset, dict) or len(value) > 1000:
        return False
    items = [*value, *value.values()] if type(value) is dict else value
    return all(plain(each, depth - 1) for each in items)


def safe_text(value):
    "repr() where it is the language's own; otherwise the kind of object it is."
    return text_of(value) if plain(value) else object.__repr__(value)


def compiles(code):
    "True for a whole; None for what needs more. An empty line ends a block."
    try:
        compile(code, "<input>", "exec", AWAIT | future_flags, dont_inherit=True)
        return True
    except (SyntaxError, OverflowError, ValueError):
        return None


def is_complete(code):
    "Whether a console should run the code or ask for more."
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        maker = codeop.Compile()
        maker.flags |= AWAIT | future_flags
        try:
            whole = codeop._maybe_compile(maker, code, "<input>", "exec", maker.flags)
            if whole is None and code.endswith("\n"):
                whole = compiles(code)
        except (SyntaxError, OverflowError, ValueError):
            return {"status": "invalid"}
    lines = code.split("\n")
    indent = re.match(r"\s*", lines[-1])[0]
    block = len(lines) > 1 and indent and lines[-1].strip()
    if whole is not None and not block:
        return {"status": "complete"}
    if lines[-1].rstrip().endswith(":"):
        indent += "    "
    return {"status": "incomplete", "indent": indent}


HIDDEN = {"In", "Out"} | set(dir(types.ModuleType("x"))) | {"__builtins__"}


def variables():
    found = []
    for name, value in sorted(names.items(), key=lambda each: str(each[0])):
        if name in HIDDEN or name.startswith("_") or PROVIDED.get(name, State) is value:
            continue
        found.append({"name": name, "type": type(value).__name__, "value": safe_text(value)})
    return found


def as_json(value, depth=100):
    "The value if JSON has it; raises TypeError."
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if depth and type(value) in (list, tuple):
        return [as_json(each, depth - 1) for each in value]
    if depth and type(value) is dict and all(type(key) is str for key in value):
        return {key: as_json(each, depth - 1) for key, each in value.items()}
    raise TypeError("no JSON form")


def get_variable(name):
    try:
        return {"value": decode(encode(as_json(names[name])))}
    except (KeyError, TypeError, ValueError, RecursionError):
        return {}


def set_variable(name, value):
    names[name] = value


QUERIES = {
    "complete": complete,
    "inspect": inspect_name,
    "isComplete": is_complete,
    "comms": lambda: {"comms": {key: each.target_name for key, each in COMMS.items()}},
    "listVariables": variables,
    "getVariable": get_variable,
    "setVariable": set_variable,
}


def query(name, text):
    "Answers one of QUERIES, with its arguments as a JSON array; a JSON object of value or error."
    attending, State.attending = State.attending, True
    try:
        return encode({"value": QUERIES[name](*decode(text))})
    except BaseException as error:
        return encode({"error": "%s: %s" % (type(error).__name__, error)})
    finally:
        State.attending = attending
`;
