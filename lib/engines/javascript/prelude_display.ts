// SPDX-License-Identifier: Apache-2.0 OR MIT

/** `display`, `clear_output` and `comm` of a session. */
export const preludeDisplay = String.raw`
const richSymbol = Symbol.for("Jupyter.display");
const shownDisplays = new WeakSet();
/** Representations of a value: what its Jupyter.display method gives, and its text. */
const bundleOf = (value) => {
  const method = isObject(value) && !isProxy(value) ? dataOf(value, richSymbol) : undefined;
  const forms = typeof method === "function" ? apply(method, value, []) : undefined;
  if (!isObject(forms)) return { "text/plain": inspect(value) };
  return { "text/plain": inspect(value), ...forms };
};
const shownAs = (value, mime) => {
  if (mime === undefined) return bundleOf(value);
  if (mime === "application/json") return { "text/plain": inspect(value), [mime]: value };
  if (typeof value === "string") return { "text/plain": value, [mime]: value };
  if (isObject(value) && !isProxy(value) && brandOf(value) === "Uint8Array") {
    return { "text/plain": "<" + mime + ", " + byteLengthOf(value) + " bytes>", [mime]: value };
  }
  throw new SafeTypeError("display: neither text nor bytes");
};
class Display {
  #mime;
  constructor(displayId, mime) { this.displayId = displayId; this.#mime = mime; }
  update(value, options) {
    host.display(encode(shownAs(value, this.#mime)), encode({ ...options, displayId: this.displayId, update: true }));
    return this;
  }
}
const showAs = (value, mime, options) => {
  const displayId = host.display(encode(shownAs(value, mime)), encode({ ...options }));
  const shown = new Display(displayId, mime);
  weakAdd(shownDisplays, shown);
  return shown;
};
const display = function display(value, options) { return showAs(value, undefined, options); };
const forms = {
  html: "text/html", markdown: "text/markdown", svg: "image/svg+xml", png: "image/png", jpeg: "image/jpeg",
  json: "application/json", latex: "text/latex", text: "text/plain",
};
for (const name of keys(forms)) display[name] = (value, options) => showAs(value, forms[name], options);
display.image = (bytes, mime, options) => {
  if (isObject(mime)) return display.image(bytes, undefined, mime);
  const type = mime ?? host.imageType(encode(bytes));
  if (type === undefined) throw new SafeTypeError("display.image: name the type of this image");
  return showAs(bytes, type, options);
};
define("display", display);
define("clear_output", function clear_output(wait = false) { host.clearOutput(wait === true); });
define("clearOutput", function clearOutput(wait = false) { host.clearOutput(wait === true); });

const comms = new SafeMap(), targets = new SafeMap();
const sendComm = (action, id, target, data, metadata, buffers) =>
  host.comm(action, id, target, encode({ data: data ?? {}, metadata: metadata ?? {}, buffers: buffers ?? [] }));
class Comm {
  #onMessage; #onClose;
  constructor(id, target) { this.id = id; this.target = target; mapSet(comms, id, this); }
  send(data, metadata, buffers) {
    if (mapGet(comms, this.id) !== this) throw new SafeError("the comm is closed");
    sendComm("msg", this.id, "", data, metadata, buffers);
  }
  close(data, metadata, buffers) {
    if (mapGet(comms, this.id) !== this) return;
    mapDelete(comms, this.id);
    sendComm("close", this.id, "", data, metadata, buffers);
  }
  on_msg(fn) { this.#onMessage = fn; return this; }
  on_close(fn) { this.#onClose = fn; return this; }
  static take(comm, action, message) {
    const handler = action === "close" ? comm.#onClose : comm.#onMessage;
    return typeof handler === "function" ? handler(message) : undefined;
  }
}
const take = Comm.take;
delete Comm.take;
define("comm", {
  open(target, data, metadata, buffers) {
    if (typeof target !== "string") throw new SafeTypeError("comm.open: the target is not a string");
    const id = host.newId();
    sendComm("open", id, target, data, metadata, buffers);
    return new Comm(id, target);
  },
  register_target(name, fn) {
    if (typeof name !== "string") throw new SafeTypeError("comm.register_target: the name is not a string");
    mapSet(targets, name, fn);
  },
  unregister_target(name) { mapDelete(targets, name); },
});
/** What a message makes the script do, to be run as an execution. */
let commJob;
api.queueComm = (action, id, target, text) => {
  const message = decode(text);
  commJob = () => {
    if (action === "open") {
      const accept = mapGet(targets, target);
      if (accept === undefined) return sendComm("close", id, "", {}, {}, []);
      host.commOpened(id, target);
      return accept(new Comm(id, target), message);
    }
    const comm = mapGet(comms, id);
    if (comm === undefined) return;
    if (action === "close") {
      mapDelete(comms, id);
      host.commClosed(id);
    }
    return take(comm, action, message);
  };
};
api.runComm = async () => ({ value: await commJob() });
`;
