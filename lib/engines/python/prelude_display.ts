// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a script shows: rich results, displays, and comms with front ends.

/** Part of the prelude. */
export const preludeDisplay = String.raw`
FORMS = (
    ("_repr_html_", "text/html"), ("_repr_markdown_", "text/markdown"),
    ("_repr_svg_", "image/svg+xml"), ("_repr_png_", "image/png"),
    ("_repr_jpeg_", "image/jpeg"), ("_repr_latex_", "text/latex"),
    ("_repr_json_", "application/json"), ("_repr_javascript_", "application/javascript"),
)


def cut(text):
    "Text, cut to what is shown of a value."
    limit = boot["maxDisplayChars"]
    if len(text) <= limit:
        return text
    return "%s… (%d characters more)" % (text[:limit], len(text) - limit)


def text_of(value):
    try:
        return cut(repr(value))
    except Exception as error:
        return "<error in __repr__: %s: %s>" % (type(error).__name__, error)


def form(data):
    "A representation as JSON carries it: bytes of images in base64."
    if isinstance(data, (bytes, bytearray)):
        return base64.b64encode(data).decode()
    return data


def split_form(value):
    return value if isinstance(value, tuple) and len(value) == 2 else (value, None)


def rich(value):
    "Data and metadata of a value, by MIME type; text is always among them."
    data, metadata = {}, {}
    if not isinstance(value, type):
        bundle = getattr(value, "_repr_mimebundle_", None)
        if callable(bundle):
            found, more = split_form(bundle(include=None, exclude=None))
            data.update(found or {})
            metadata.update(more or {})
        for method, mime in FORMS:
            maker = getattr(value, method, None)
            if mime in data or not callable(maker):
                continue
            found, more = split_form(maker())
            if found is not None:
                data[mime] = found
            if more:
                metadata[mime] = more
    data = {mime: form(each) for mime, each in data.items()}
    return {"data": {"text/plain": text_of(value)} | data, "metadata": metadata}


def emit(event, buffers=()):
    host.emit(encode(event), to_js([bytes(each) for each in buffers]))
    if State.job.owed:
        pay()


class DisplayHandle:
    "A display that can be given new content."

    def __init__(self, display_id):
        self.display_id = display_id

    def display(self, value, **more):
        display(value, display_id=self.display_id, **more)

    def update(self, value, **more):
        display(value, display_id=self.display_id, update=True, **more)

    def __repr__(self):
        return "<DisplayHandle display_id=%s>" % self.display_id


def new_id():
    return os.urandom(16).hex()


def display(*values, raw=False, metadata=None, display_id=None, update=False, **more):
    "Shows values in their richest form. With raw, each is a dict of forms by MIME type."
    if update and display_id is None:
        raise TypeError("display_id required for update_display")
    named = new_id() if display_id is True else display_id
    for value in values:
        if raw:
            data = {mime: form(each) for mime, each in value.items()}
            bundle = {"data": data, "metadata": {}}
        else:
            bundle = rich(value)
        bundle["metadata"] |= metadata or {}
        event = {"type": "display"} | bundle
        if named is not None:
            event["displayId"] = str(named)
        if update:
            event["update"] = True
        emit(event)
    return None if named is None else DisplayHandle(named)


def update_display(value, *, display_id, **more):
    "Gives new content to every display of that id."
    display(value, display_id=display_id, update=True, **more)


def clear_output(wait=False):
    "Clears the output so far; with wait only when the next output arrives."
    emit({"type": "clear_output", "wait": bool(wait)})


class Shown:
    "Text with a MIME type, shown as such."

    def __init__(self, data):
        self.data = data

    def __repr__(self):
        return "<%s object>" % type(self).__name__


def shown(name, method):
    return type(name, (Shown,), {method: lambda self: self.data, "__module__": "llmspell"})


class Comm:
    "One side of a talk with a front end."

    def __init__(self, target_name="", data=None, metadata=None, buffers=(), comm_id=None, primary=True):
        self.target_name, self.comm_id = target_name, comm_id or new_id()
        self._on_msg = self._on_close = None
        COMMS[self.comm_id] = self
        if primary:
            self._post("open", data, metadata, buffers)

    def _post(self, action, data, metadata, buffers):
        event = {"type": "comm", "action": action, "commId": self.comm_id}
        if action == "open":
            event["targetName"] = self.target_name
        emit(event | {"data": data or {}, "metadata": metadata or {}}, buffers or ())

    def send(self, data=None, metadata=None, buffers=()):
        "Sends a message to the front end."
        self._post("msg", data, metadata, buffers)

    def close(self, data=None, metadata=None, buffers=()):
        "Ends the comm."
        if COMMS.pop(self.comm_id, None) is not None:
            self._post("close", data, metadata, buffers)

    def on_msg(self, callback):
        "Sets what is called with each message: a dict of data, metadata and buffers."
        self._on_msg = callback
        return callback

    def on_close(self, callback):
        "Sets what is called when the front end closes the comm."
        self._on_close = callback
        return callback


TARGETS, COMMS = {}, {}


def register_target(name, callback=None):
    "Calls callback(comm, message) for each comm that a front end opens to the name."
    if callback is None:
        return lambda function: register_target(name, function)
    TARGETS[name] = callback
    return callback


def unregister_target(name):
    "Takes no more comms to the name."
    TARGETS.pop(name, None)


def take_comm(event, buffers):
    "Hands a front end's comm message to the script."
    comm_id, action = event["commId"], event["action"]
    message = {"data": event["data"], "metadata": event["metadata"], "buffers": buffers}
    content = {"comm_id": comm_id, "data": event["data"]}
    message |= {"content": content}
    if action == "open":
        callback = TARGETS.get(event.get("targetName"))
        comm = Comm(event.get("targetName"), comm_id=comm_id, primary=False)
        if callback is None:
            return comm.close()
        return callback(comm, message)
    comm = COMMS.get(comm_id)
    if comm is None:
        return
    if action == "close":
        del COMMS[comm_id]
    callback = comm._on_msg if action == "msg" else comm._on_close
    if callback is not None:
        callback(message)
`;
