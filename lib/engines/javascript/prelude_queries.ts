// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Answers of the interpreter to the Worker's questions; no code of the script runs for them, save for a result's display. */
export const preludeQueries = String.raw`
/** The result of a run as representations; nothing for undefined and for displays, which were shown already. */
api.result = (settled) => {
  const { value } = settled;
  if (value === undefined || (isObject(value) && weakHas(shownDisplays, value))) return undefined;
  return encode(bundleOf(value));
};
api.bundle = (settled) => encode(bundleOf(settled.value));
api.error = (thrown) => {
  exitCode = undefined;
  if (!isObject(thrown) || isProxy(thrown) || !isErrorValue(thrown)) {
    return stringify({ name: "Error", message: "Uncaught " + inspect(thrown), frames: [] });
  }
  const name = dataOf(thrown, "name"), message = dataOf(thrown, "message");
  const cause = getOwnPropertyDescriptor(thrown, "cause")?.value;
  return stringify({
    name: typeof name === "string" ? slice(name, 0, 200) : "Error",
    message: typeof message === "string" ? slice(message, 0, settings.maxChars) : "",
    frames: cleanStack(stackLines(thrown)),
    cause: cause === undefined ? undefined : inspect(cause),
  });
};
api.frames = (thrown) => stringify(isObject(thrown) ? cleanStack(stackLines(thrown)) : []);
api.rejected = (reason) => { write("stderr", "Uncaught (in promise) " + inspect(reason) + "\n"); };
const kindOf = (value, ofObject) => {
  if (typeof value === "function") return ofObject ? "method" : "function";
  return ofObject ? "field" : "variable";
};
/** Walks a path of names from the globals; undefined where a getter or a proxy is in the way. */
const walk = (path) => {
  let value = globalThis;
  for (let i = 0; i < path.length; i++) {
    const at = isObject(value) ? value : value === undefined || value === null ? undefined : getPrototypeOf(value);
    if (at === undefined || (isObject(value) && isProxy(value))) return undefined;
    value = dataOf(at, path[i]);
  }
  return value;
};
api.names = (text) => {
  const path = parse(text);
  const value = walk(path);
  const found = { __proto__: null };
  if (value === undefined || value === null) return stringify(found);
  for (let at = isObject(value) ? value : getPrototypeOf(value), steps = 0; isObject(at) && steps < 100; at = getPrototypeOf(at), steps++) {
    if (isProxy(at)) break;
    const names = getOwnPropertyNames(at);
    for (let i = 0; i < names.length && i < 5000; i++) {
      if (names[i] in found || matches(namePattern, names[i]) === null) continue;
      const own = getOwnPropertyDescriptor(at, names[i]);
      found[names[i]] = kindOf(own?.value, path.length > 0);
    }
  }
  return stringify(found);
};
api.describe = (text, detail) => {
  const path = parse(text);
  const value = walk(path);
  if (value === undefined) return undefined;
  const head = joinList(path, ".");
  if (typeof value !== "function" || isProxy(value)) return head + " (" + typeName(value) + "): " + inspect(value);
  const source = functionText(value);
  const signature = matches(/^(?:async\s+)?(?:function\s*\*?\s*)?[\w$]*\s*(\([^)]*\))/, source);
  const shown = signature === null || includes(source, "[native code]") ? "" : signature[1];
  return head + (shown === "" ? "()" : shown) + ": " + functionName(value) + (detail && shown !== "" ? "\n\n" + source : "");
};
const typeName = (value) => {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return isProxy(value) ? "Proxy" : isArray(value) ? "Array" : classOf(value) ?? "Object";
};
const builtins = new SafeMap();
api.variables = () => {
  const list = [];
  const names = getOwnPropertyNames(globalThis);
  for (let i = 0; i < names.length; i++) {
    if (mapHas(builtins, names[i])) continue;
    const own = getOwnPropertyDescriptor(globalThis, names[i]);
    if (own === undefined || own.get !== undefined) continue;
    push(list, { name: names[i], type: typeName(own.value), value: inspect(own.value, { depth: 2 }) });
  }
  return stringify(list);
};
api.variable = (name) => {
  const value = getOwnPropertyDescriptor(globalThis, name)?.value;
  return value === undefined ? undefined : encode(value);
};
api.assign = (name, text) => {
  const value = decode(text);
  const own = getOwnPropertyDescriptor(globalThis, name);
  if (own === undefined || own.configurable) {
    defineProperty(globalThis, name, { value, writable: true, enumerable: true, configurable: true });
  } else globalThis[name] = value;
};
for (const name of getOwnPropertyNames(globalThis)) mapSet(builtins, name, true);
`;
