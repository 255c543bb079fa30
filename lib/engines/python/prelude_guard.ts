// SPDX-License-Identifier: Apache-2.0 OR MIT
// Closes what leads out of Python, and opens the session.

/** Last part of the prelude; its value is the kernel. */
export const preludeGuard = String.raw`
REFUSED = {
    "js": "JavaScript", "pyodide_js": "JavaScript", "pyodide": "JavaScript", "_pyodide": "JavaScript",
    "_pyodide_core": "JavaScript", "micropip": "the network", "ctypes": "native code",
    "_ctypes": "native code", "pyodide_http": "the network",
}


def refusal(name):
    reach = REFUSED.get(name.partition(".")[0])
    return reach and "Cannot import %s: a session has no way to %s" % (name, reach)


class Refuse(importlib.abc.MetaPathFinder):
    "Says why some modules are not there."

    def find_spec(self, name, path=None, target=None):
        reason = refusal(name)
        if reason:
            raise ImportError(reason, name=name)


def refuse(what):
    def refused(*args, **more):
        raise PermissionError("Cannot %s: a session has no way to the host" % what)
    return refused


class NoProcess:
    "Stands where subprocess.Popen was."

    def __init__(self, *args, **more):
        refuse("start a program")()


max_recursion = 3000
set_recursion = sys.setrecursionlimit


def session_setrecursionlimit(limit, /):
    "Sets how deep calls may nest, up to what the Worker's stack holds."
    if limit > max_recursion:
        raise ValueError("Cannot set the recursion limit to %d: at most %d" % (limit, max_recursion))
    set_recursion(limit)


def close_doors():
    import _imp, importlib.machinery as machinery, posix, socket, subprocess
    for name in [each for each in sys.modules if refusal(each)]:
        del sys.modules[name]
    sys.meta_path[:] = [
        Refuse(), machinery.BuiltinImporter, machinery.FrozenImporter, machinery.PathFinder,
    ]
    create_builtin = _imp.create_builtin

    def create(spec):
        reason = refusal(spec.name)
        if reason:
            raise ImportError(reason, name=spec.name)
        return create_builtin(spec)

    _imp.create_builtin = create
    _imp.create_dynamic = refuse("load native code")
    sys.modules["importlib._bootstrap"]._imp.create_builtin = create
    os.system, os.popen = refuse("start a program"), refuse("start a program")
    for name in ("execv", "execve", "fork", "forkpty", "posix_spawn", "posix_spawnp"):
        if hasattr(os, name):
            setattr(os, name, refuse("start a program"))
    # What would end the Worker ends the run.
    os._exit, os.abort = sys.exit, refuse("end the process")
    os.kill = os.killpg = signal.raise_signal = refuse("send a signal")
    posix.system, posix._exit, posix.abort, posix.kill = os.system, os._exit, os.abort, os.kill
    subprocess.Popen = NoProcess
    sys.setrecursionlimit = session_setrecursionlimit
    for name in ("connect", "connect_ex", "bind", "listen", "sendto"):
        setattr(socket.socket, name, refuse("use the network"))
    for name in ("getaddrinfo", "gethostbyname", "create_connection", "create_server"):
        setattr(socket, name, refuse("use the network"))


def provide():
    "Puts what every session has beside the language into its names, and as module llmspell."
    ours = types.ModuleType("llmspell", "What a session offers to its front end.")
    provided = {
        "display": display, "clear_output": clear_output, "update_display": update_display,
        "Comm": Comm, "register_target": register_target, "unregister_target": unregister_target,
        "HTML": shown("HTML", "_repr_html_"), "Markdown": shown("Markdown", "_repr_markdown_"),
        "SVG": shown("SVG", "_repr_svg_"), "Latex": shown("Latex", "_repr_latex_"),
        "JSON": shown("JSON", "_repr_json_"), "Interrupted": Interrupted, "TimeLimit": TimeLimit,
        "State": SharedState(),
    }
    vars(ours).update(provided)
    sys.modules["llmspell"] = ours
    globals_of_all = {
        "display": display, "clear_output": clear_output, "State": provided["State"],
        "ARGS": boot["argv"][1:],
    }
    names.update(globals_of_all)
    return globals_of_all


class Kernel:
    execute, comm = staticmethod(execute), staticmethod(comm)
    query, debug = staticmethod(query), staticmethod(debug)


def open_session(given, text):
    "Makes the session; the kernel that the Worker calls."
    global host, boot, PROVIDED
    host, boot = given, decode(text)
    sys.argv = boot["argv"]
    sys.path[:] = [each for each in sys.path if each]
    sys.modules["__main__"] = main
    # All sessions begin with one and the same memory.
    random.seed()
    PROVIDED = provide()
    open_streams()
    close_doors()
    close_monitoring()
    open_modules()
    route_files()
    return Kernel


open_session
`;
