// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Primordials, JSON that calls no code of the script, timers, input, host calls and the end of a run. */
export const preludeCore = String.raw`
const settings = JSON.parse(settingsText);
const { getPrototypeOf, setPrototypeOf, keys, getOwnPropertyNames } = Object;
const realDescriptor = Object.getOwnPropertyDescriptor, realDefine = Object.defineProperty;
/** A property without what scripts give to all objects; nothing where there is none. */
const getOwnPropertyDescriptor = (object, name) => {
  const own = realDescriptor(object, name);
  return own === undefined ? undefined : setPrototypeOf(own, null);
};
const defineProperty = (object, name, own) => realDefine(object, name, setPrototypeOf(own, null));
const { getOwnPropertySymbols } = Object;
const { apply, ownKeys, construct, deleteProperty } = Reflect;
const objectPrototype = Object.prototype;
const { parse, stringify } = JSON;
const { isArray } = Array;
const { fromCharCode } = String;
const { floor, min, max } = Math;
const uncurry = (fn) => (self, ...args) => apply(fn, self, args);
const charCodeAt = uncurry(String.prototype.charCodeAt);
const slice = uncurry(String.prototype.slice);
const replaceAll = uncurry(String.prototype.replaceAll);
const includes = uncurry(String.prototype.includes);
const repeat = uncurry(String.prototype.repeat);
const joinList = uncurry(Array.prototype.join);
const push = (list, item) => {
  realDefine(list, list.length, { __proto__: null, value: item, writable: true, enumerable: true, configurable: true });
};
const hasOwn = Object.hasOwn;
const byteLengthOf = uncurry(getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), "length").get);
const tagOf = uncurry(getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get);
const toIso = uncurry(Date.prototype.toISOString);
const timeOf = uncurry(Date.prototype.getTime);
const SafeMap = Map, SafeError = Error, SafeTypeError = TypeError, SafePromise = Promise, SafeUint8Array = Uint8Array;
const mapGet = uncurry(Map.prototype.get), mapSet = uncurry(Map.prototype.set), mapDelete = uncurry(Map.prototype.delete);
const mapHas = uncurry(Map.prototype.has), mapEach = uncurry(Map.prototype.forEach), setEach = uncurry(Set.prototype.forEach);
const mapSize = uncurry(getOwnPropertyDescriptor(Map.prototype, "size").get);
const setSize = uncurry(getOwnPropertyDescriptor(Set.prototype, "size").get);
const setAdd = uncurry(Set.prototype.add), setHas = uncurry(Set.prototype.has), setDelete = uncurry(Set.prototype.delete);
const weakAdd = uncurry(WeakSet.prototype.add), weakHas = uncurry(WeakSet.prototype.has);
const numberValue = uncurry(Number.prototype.valueOf), stringValue = uncurry(String.prototype.valueOf);
const booleanValue = uncurry(Boolean.prototype.valueOf), symbolText = uncurry(Symbol.prototype.toString);
const bigintText = uncurry(BigInt.prototype.toString), functionText = uncurry(Function.prototype.toString);
const regexpSource = uncurry(getOwnPropertyDescriptor(RegExp.prototype, "source").get);
const regexpFlags = uncurry(getOwnPropertyDescriptor(RegExp.prototype, "flags").get);
const string = String, number = Number, isInteger = Number.isInteger, isFiniteNumber = Number.isFinite;

/** Proxies cannot be told from their targets: they are remembered as they are made. */
const proxies = new WeakSet();
const RealProxy = Proxy, revocable = Proxy.revocable;
const isProxy = (value) => weakHas(proxies, value);
globalThis.Proxy = function Proxy(target, handler) {
  if (new.target === undefined) throw new SafeTypeError("Constructor Proxy requires 'new'");
  const proxy = new RealProxy(target, handler);
  weakAdd(proxies, proxy);
  return proxy;
};
globalThis.Proxy.prototype = undefined;
globalThis.Proxy.revocable = function (target, handler) {
  const pair = revocable(target, handler);
  weakAdd(proxies, pair.proxy);
  return pair;
};
defineProperty(globalThis, "Proxy", { enumerable: false });

const isObject = (value) => value !== null && (typeof value === "object" || typeof value === "function");
const bytesKey = "\0bytes";
const toLatin = (bytes) => {
  let text = "";
  const size = byteLengthOf(bytes);
  for (let i = 0; i < size; i++) text += fromCharCode(bytes[i]);
  return text;
};
const noJson = (what) => { throw new SafeTypeError("no JSON form: " + what); };
/** The value as a tree for stringify, without getters, proxies or toJSON; undefined for what JSON leaves out. */
const plain = (value, depth, isStrict) => {
  switch (typeof value) {
    case "string": case "boolean": return value;
    case "number": return isFiniteNumber(value) ? value : null;
    case "bigint": return number.isSafeInteger(number(value)) ? number(value) : noJson("a bigint that is no safe integer");
    case "object": break;
    default: return isStrict && value !== undefined ? noJson("a " + typeof value) : undefined;
  }
  if (value === null) return null;
  if (isProxy(value)) noJson("a proxy");
  if (depth > 100) noJson("nested too deeply, or in a circle");
  const kind = brandOf(value);
  if (kind === "Date") return isFiniteNumber(timeOf(value)) ? toIso(value) : null;
  if (isStrict && (typed[kind] || kind === "ArrayBuffer" || kind === "DataView")) noJson("bytes");
  if (kind === "Uint8Array") return { __proto__: null, [bytesKey]: toLatin(value) };
  if (kind === "Map" || kind === "Set") noJson("a " + kind);
  if (isArray(value)) {
    const list = [];
    for (let i = 0; i < value.length; i++) {
      const own = getOwnPropertyDescriptor(value, i);
      const item = own === undefined ? undefined : plain(own.value, depth + 1, isStrict);
      push(list, item === undefined ? null : item);
    }
    defineProperty(list, "toJSON", { value: undefined });
    return list;
  }
  const copy = { __proto__: null };
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const own = getOwnPropertyDescriptor(value, names[i]);
    if (own === undefined) continue;
    if (isStrict && names[i] === bytesKey) noJson("a key that stands for bytes");
    const item = plain(own.value, depth + 1, isStrict);
    if (item !== undefined) copy[names[i]] = item;
  }
  return copy;
};
const encode = (value) => {
  const tree = plain(value, 0, false);
  return tree === undefined ? undefined : stringify(tree);
};
const revive = (value) => {
  if (!isObject(value)) return value;
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = revive(value[i]);
    return value;
  }
  if (hasOwn(value, bytesKey)) {
    const text = value[bytesKey];
    const bytes = new SafeUint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = charCodeAt(text, i);
    return bytes;
  }
  const names = keys(value);
  for (let i = 0; i < names.length; i++) value[names[i]] = revive(value[names[i]]);
  return value;
};
const decode = (text) => text === undefined ? undefined : revive(parse(text));

/** Held back for the time when there is no other memory. */
const reserveBytes = 1048576;
let reserve = new SafeUint8Array(reserveBytes);
api.release = () => { reserve = undefined; };
api.refill = () => {
  try {
    // Were there not as much again, the next run would have nothing to run with.
    reserve = new SafeUint8Array(2 * reserveBytes);
    reserve = new SafeUint8Array(reserveBytes);
    return "held";
  } catch {
    return undefined;
  }
};

/** The value of a run is an object: it never comes when all objects have a then. */
api.begin = () => {
  if (deleteProperty(objectPrototype, "then")) return;
  throw new SafeTypeError("all objects have a then that cannot be taken away");
};

/** The run is to end: goes round until the interpreter is interrupted, which no script can catch. */
const endIfStopped = () => { while (host.stopping()) { /* until the interrupt */ } };
const define = (name, value) => defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
const write = (stream, text) => {
  const hasNul = includes(text, "\0");
  host.write(stream, hasNul ? stringify(text) : text, hasNul);
};

const digits = /^-?\d+$/, matchesDigits = uncurry(RegExp.prototype.exec);
/** An exit code as scripts give it: an integer, or a text of one. */
const exitCodeOf = (name, code) => {
  if (code === undefined || code === null) return undefined;
  if (isInteger(code)) return code;
  if (typeof code === "string" && matchesDigits(digits, code) !== null) return number(code);
  throw new SafeTypeError(name + ": the code is not an integer");
};
let exitCode;
const endWith = (code) => {
  if (!host.exit(code)) throw new SafeError("exit is not available here");
  endIfStopped();
};
define("exit", function exit(code) { endWith(exitCodeOf("exit", code) ?? exitCode ?? 0); });
const argv = ["llmspell", settings.path];
for (let i = 0; i < settings.arguments.length; i++) push(argv, settings.arguments[i]);
define("ARGS", settings.arguments);
define("process", {
  argv,
  exit(code) { endWith(exitCodeOf("process.exit", code) ?? exitCode ?? 0); },
  get exitCode() { return exitCode; },
  set exitCode(code) { exitCode = exitCodeOf("process.exitCode", code); },
});
/** The exit code that a run has asked for without ending itself; it holds for that run. */
api.exitCode = () => {
  const code = exitCode;
  exitCode = undefined;
  return code === undefined ? undefined : stringify(code);
};

const waiting = new SafeMap();
const started = (id) => new SafePromise((resolve, reject) => mapSet(waiting, id, { resolve, reject }));
api.settle = (id, text, code, message) => {
  const promise = mapGet(waiting, id);
  mapDelete(waiting, id);
  if (promise === undefined) return;
  if (message === "") promise.resolve(decode(text));
  else promise.reject(failure(code, message));
};
const failure = (code, message) => {
  const error = new SafeError(message);
  defineProperty(error, "code", { value: code, enumerable: true, configurable: true, writable: true });
  return error;
};
const answered = (text) => {
  endIfStopped();
  const answer = parse(text);
  if (hasOwn(answer, "message")) throw failure(answer.code, answer.message);
  return hasOwn(answer, "value") ? revive(answer.value) : undefined;
};
const promptText = (text) => typeof text === "string" ? text : text === undefined ? "" : string(text);
define("prompt", function prompt(text) { return answered(host.promptNow(promptText(text), false)); });
define("input", function input(text, options) {
  return started(host.input(promptText(text), options?.password === true));
});
const packed = (name, args) => {
  if (typeof name !== "string") throw new SafeTypeError("host.call: the name is not a string");
  return encode(args);
};
define("host", {
  call(name, ...args) { return started(host.call(name, packed(name, args))); },
  callSync(name, ...args) { return answered(host.callNow(name, packed(name, args))); },
});

const timers = new SafeMap();
const setTimer = (repeats) => function (fn, ms, ...args) {
  if (typeof fn !== "function") throw new SafeTypeError("the first argument of a timer is not a function");
  const id = host.setTimer(max(0, number(ms) || 0), repeats);
  mapSet(timers, id, { fn, args, repeats });
  return id;
};
const clearTimer = function (id) {
  if (typeof id === "number" && mapDelete(timers, id)) host.clearTimer(id);
};
define("setTimeout", setTimer(false));
define("setInterval", setTimer(true));
define("clearTimeout", clearTimer);
define("clearInterval", clearTimer);
api.fire = (id) => {
  const timer = mapGet(timers, id);
  if (timer === undefined) return;
  if (!timer.repeats) mapDelete(timers, id);
  apply(timer.fn, undefined, timer.args);
};
api.uncaught = (error) => { write("stderr", "Uncaught " + inspect(error) + "\n"); };
api.forget = (id) => { mapDelete(timers, id); };
`;
