// SPDX-License-Identifier: Apache-2.0 OR MIT

/** What values are, and the words of their text: no getter is called, no trap of a proxy. */
export const preludeInspect = String.raw`
/** What the interpreter made a value as, by the number of its class; plain objects have no name. */
const brands = { __proto__: null };
const learn = (name, sample) => { brands[host.classId(sample)] = name; };
learn("Map", new Map()); learn("Set", new Set()); learn("Date", new Date()); learn("RegExp", /a/);
learn("Number", Object(1)); learn("String", Object("")); learn("Boolean", Object(true));
learn("Symbol", Object(Symbol.iterator)); learn("BigInt", Object(1n));
learn("Promise", Promise.resolve()); learn("WeakMap", new WeakMap()); learn("WeakSet", new WeakSet());
learn("ArrayBuffer", new ArrayBuffer(0)); learn("DataView", new DataView(new ArrayBuffer(0)));
if (globalThis.SharedArrayBuffer !== undefined) learn("SharedArrayBuffer", new SharedArrayBuffer(0));
learn("Arguments", (function () { return arguments; })()); learn("Arguments", Function("return arguments")());
learn("Map Iterator", new Map().entries()); learn("Set Iterator", new Set().values());
learn("GeneratorFunction", function* () {}); learn("AsyncFunction", async function () {});
learn("AsyncGeneratorFunction", async function* () {});
const typedNames = [
  "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
  "BigInt64Array", "BigUint64Array", "Float16Array", "Float32Array", "Float64Array",
];
const typed = { __proto__: null };
for (const name of typedNames) {
  if (globalThis[name] === undefined) continue;
  typed[name] = true;
  learn(name, new globalThis[name]());
}
for (const plainValue of [{}, [], Math]) {
  if (brands[host.classId(plainValue)] !== undefined) throw new SafeError("classes of values cannot be told apart");
}
const brandOf = (value) => brands[host.classId(value)];
const isErrorValue = Error.isError ?? ((value) => {
  for (let at = value; at !== null && !isProxy(at); at = getPrototypeOf(at)) if (at === SafeError.prototype) return true;
  return false;
});
/** True when the value has a prototype, or is made by a class that has. */
const inherits = (value, prototype) => {
  for (let at = getPrototypeOf(value), steps = 0; at !== null && steps < 1000; at = getPrototypeOf(at), steps++) {
    if (isProxy(at)) return false;
    if (at === prototype) return true;
  }
  return false;
};
/** Property without a getter being called; undefined for accessors. */
const dataOf = (value, name) => {
  for (let at = value, steps = 0; isObject(at) && steps < 1000; at = getPrototypeOf(at), steps++) {
    if (isProxy(at)) return undefined;
    const own = getOwnPropertyDescriptor(at, name);
    if (own !== undefined) return own.value;
  }
  return undefined;
};
const classOf = (value) => {
  const prototype = getPrototypeOf(value);
  if (prototype === null) return null;
  const made = isProxy(prototype) ? undefined : dataOf(prototype, "constructor");
  const name = typeof made === "function" && !isProxy(made) ? dataOf(made, "name") : undefined;
  return typeof name === "string" && name !== "" ? name : "Object";
};
const numberText = uncurry(Number.prototype.toString), upperCase = uncurry(String.prototype.toUpperCase);
const splitText = uncurry(String.prototype.split);
const hex = (code) => (code < 16 ? "0" : "") + upperCase(numberText(code, 16));
const escapes = { __proto__: null, "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" };
const isHigh = (code) => code >= 0xd800 && code < 0xdc00, isLow = (code) => code >= 0xdc00 && code < 0xe000;
const quote = (text) => {
  const mark = !includes(text, "'") ? "'" : !includes(text, '"') ? '"'
    : !includes(text, "\x60") && !includes(text, "$" + "{") ? "\x60" : "'";
  let shown = "";
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i), letter = text[i];
    if (letter === mark) shown += "\\" + letter;
    else if (escapes[letter] !== undefined) shown += escapes[letter];
    else if (code < 32 || (code > 126 && code < 160)) shown += "\\x" + hex(code);
    else if (isHigh(code) && i + 1 < text.length && isLow(charCodeAt(text, i + 1))) shown += letter + text[++i];
    else if (isHigh(code) || isLow(code)) shown += "\\u" + numberText(code, 16);
    else shown += letter;
  }
  return mark + shown + mark;
};
const namePattern = /^[A-Za-z_$][\w$]*$/, plainKeyPattern = /^[A-Za-z_]\w*$/, indexPattern = /^(?:0|[1-9]\d*)$/;
const matches = uncurry(RegExp.prototype.exec);
const keyText = (key) => {
  if (typeof key === "symbol") return "[" + symbolText(key) + "]";
  if (key === "__proto__") return "['__proto__']";
  return matches(plainKeyPattern, key) !== null ? key : quote(key);
};
const primitive = (value) => {
  switch (typeof value) {
    case "string": return quote(value);
    case "number": return value === 0 && 1 / value < 0 ? "-0" : string(value);
    case "bigint": return bigintText(value) + "n";
    case "symbol": return symbolText(value);
    default: return string(value);
  }
};
const functionName = (value) => {
  const name = dataOf(value, "name");
  const label = typeof name === "string" && name !== "" ? name : "";
  const made = classOf(value);
  if (slice(functionText(value), 0, 5) === "class") {
    const base = getPrototypeOf(value);
    const baseName = base === null ? "[null prototype]" : isProxy(base) ? "" : dataOf(base, "name");
    const rest = typeof baseName === "string" && baseName !== "" ? " extends " + baseName : "";
    return "[class " + (label || "(anonymous)") + (made === "Function" || made === null ? "" : " [" + made + "]") + rest + "]";
  }
  const kind = brandOf(value) ?? "Function";
  const head = "[" + kind + (made === null ? " (null prototype)" : "") + (label === "" ? " (anonymous)]" : ": " + label + "]");
  return made === kind || made === null ? head : head + " " + made;
};
const stackLines = (error) => {
  const stack = dataOf(error, "stack");
  return typeof stack === "string" ? mapStack(stack) : "";
};
const isUserFrame = (line) => !includes(line, "llmspell:prelude") && !includes(line, "(native)");
const cleanStack = (stack) => {
  const lines = splitLines(stack);
  const kept = [];
  for (let i = 0; i < lines.length; i++) {
    const line = replaceAll(lines[i], "<eval> ", "");
    const earlier = kept[kept.length - 1];
    const repeated = earlier !== undefined && includes(lines[i], "<eval>") && includes(earlier, "at (");
    if (includes(line, "at ") && isUserFrame(line) && !repeated) push(kept, line);
  }
  for (let i = 0; i < kept.length; i++) {
    const at = matches(/^\s*at \((.*)\)$/, kept[i]);
    if (at !== null) kept[i] = "    at " + at[1];
  }
  return kept;
};
const splitLines = (text) => splitText(text, "\n");
`;
