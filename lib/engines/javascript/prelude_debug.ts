// SPDX-License-Identifier: Apache-2.0 OR MIT

import { maxDepth, maxLevels } from "./instrument_text.ts";

/** Numbers of what a debugger waits for, as the prelude takes them. */
export const debugMode = { none: 0, pause: 1, stepIn: 2, next: 3, stepOut: 4 } as const;

/** Frames of instrumented code, the stops in it, and what is asked while it stands. */
export const preludeDebug = String.raw`
const fillBytes = uncurry(Uint8Array.prototype.fill), copyBytes = uncurry(Uint8Array.prototype.set);
const realEval = eval, indexOf = uncurry(String.prototype.indexOf);
const { preventExtensions } = Object, { set: setProperty } = Reflect;
const put = (list, index, item) => defineProperty(list, index, { value: item, writable: true, enumerable: true, configurable: true });
/** As stringify, whose own lists a script can get hold of by a setter on Array.prototype. */
const json = (value) => {
  if (!isObject(value)) return stringify(value) ?? "null";
  const names = isArray(value) ? undefined : keys(value);
  const size = names === undefined ? value.length : names.length;
  let text = "";
  for (let i = 0; i < size; i++) {
    if (i > 0) text += ",";
    text += names === undefined ? json(value[i]) : stringify(names[i]) + ":" + json(value[names[i]]);
  }
  return names === undefined ? "[" + text + "]" : "{" + text + "}";
};
let debugName, debugMark;
/** Text of a function, without what lets it be stopped. */
const sourceText = (text) => {
  if (debugMark === undefined) return text;
  let kept = "", from = 0;
  for (;;) {
    const start = indexOf(text, debugMark, from);
    if (start < 0) return kept + slice(text, from);
    kept += slice(text, from, start);
    const end = indexOf(text, debugMark, start + debugMark.length);
    if (end < 0) return kept;
    from = end + debugMark.length;
  }
};
const shownText = {
  toString() {
    if (this === shownText) return "function toString() {\n    [native code]\n}";
    return sourceText(functionText(this));
  },
}.toString;
defineProperty(Function.prototype, "toString", { value: shownText });

/** By depth: the frame of a function that may wait, the point, what evaluates code in each scope, and "this". */
let frames, points, evaluators, selves, pieces;
/** By point: the line, how deep its scope is nested, its function, and whether it is to be stopped at. */
const lines = [], levels = [], siteOf = [];
let marks = new SafeUint8Array(1024), wanted = new SafeUint8Array(1024);
/**
 * Words that the Worker reads and writes too: the depth of the next frame, the depth of the first frame of this turn,
 * the turn's number, whether code is evaluated for the debugger.
 */
let state;
const SafeInt32Array = Int32Array;
let setActive, isActive = false, mode = 0, step, held = [];

/** The frame of a function that may wait; undefined for any other. */
const waitingAt = (depth) => {
  if (depth >= ${maxDepth}) return undefined;
  const frame = frames[depth], point = points[depth];
  return frame !== 0 && frame.s === (point < 0 ? -point : siteOf[point]) ? frame : undefined;
};
/** True when the step that was asked for ends here. */
const stepEnds = (depth, point) => {
  const frame = waitingAt(depth);
  const isSame = step.frame !== undefined
    ? frame === step.frame
    : step.turn === state[2] && depth === step.depth && siteOf[point] === step.site;
  if (isSame) {
    const isElsewhere = lines[point] !== step.line || point <= step.point;
    step.point = point;
    return mode !== 4 && isElsewhere;
  }
  if (mode === 2) return true;
  if (step.frame !== undefined) {
    if (step.frame.w !== 0) return false;
    if (step.frame.d !== 0 && step.turn !== state[2]) return true;
  }
  return step.turn === state[2] && depth < step.depth;
};
const reasonAt = (depth, point) => {
  if (marks[point] !== 0) return "breakpoint";
  if (mode === 1) return "pause";
  return mode > 1 && stepEnds(depth, point) ? "step" : undefined;
};
const atPoint = (depth, evaluator, self) => {
  if (state[3] !== 0 || depth >= ${maxDepth}) return;
  const point = points[depth], frame = waitingAt(depth);
  if (frame !== undefined) {
    frame.e = evaluator;
    frame.h = self;
  } else {
    evaluators[depth + ${maxDepth} * levels[point]] = evaluator;
    selves[depth] = self;
  }
  const reason = reasonAt(depth, point);
  if (reason === undefined) return;
  state[0] = depth + 1;
  step = { turn: state[2], depth, frame, site: siteOf[point], line: lines[point], point };
  host.stopped(reason, point);
  endIfStopped();
};
const dropFrame = (depth) => {
  selves[depth] = 0;
  for (let level = 0; level < ${maxLevels}; level++) evaluators[depth + ${maxDepth} * level] = 0;
};
/** Sees to it that a frame that goes on is the innermost. */
const onStack = (depth, frame) => {
  frame.w = 0;
  if (depth < 0 || depth >= state[0] || waitingAt(depth) !== frame) {
    depth = state[0];
    if (depth < ${maxDepth}) frames[depth] = frame;
    points[depth] = frame.p;
  }
  state[0] = depth + 1;
  return depth;
};
const cutTo = (depth) => {
  if (isActive) for (let i = state[0] - 1; i >= depth; i--) dropFrame(i);
  state[0] = depth;
};

/** Leaves the object that inserted code calls under a name that no script knows, to be taken from there at once. */
api.debugOpen = (name, buffer) => {
  state = new SafeInt32Array(buffer);
  debugName = name, debugMark = "/*" + name + "*/";
  frames = [], evaluators = [], selves = [], points = new SafeInt32Array(${maxDepth});
  for (let i = 0; i < ${maxDepth}; i++) {
    push(frames, 0);
    push(selves, 0);
  }
  for (let i = 0; i < ${maxDepth * maxLevels}; i++) push(evaluators, 0);
  pieces = {
    __proto__: null, c: "", v: undefined, state, points, evaluators, selves,
    at: atPoint, on: onStack,
    back: (value) => value,
    wait: (value, depth, frame) => { frame.w = 1; frame.p = points[depth]; state[0] = depth; return value; },
    give: (value, depth, frame) => { frame.p = points[depth]; state[0] = depth; return value; },
    end: (depth, frame) => {
      if (depth < state[0] && waitingAt(depth) === frame) state[0] = depth;
      frame.e = frame.h = 0;
      frame.d = 1;
    },
    wanted: () => wanted,
    open: (activate) => { if (setActive === undefined) setActive = activate; },
  };
  const names = keys(pieces);
  for (let i = 0; i < names.length; i++) {
    if (names[i] !== "c" && names[i] !== "v") defineProperty(pieces, names[i], { writable: false, configurable: false });
  }
  preventExtensions(pieces);
  defineProperty(globalThis, name, { value: pieces, configurable: true });
};
/** Tells of points of a source that is about to be loaded. */
api.debugSource = (text) => {
  const added = parse(text), first = lines.length, size = added.lines.length;
  for (let i = 0; i < size; i++) {
    push(lines, added.lines[i]);
    push(levels, added.levels[i]);
    push(siteOf, added.sites[i]);
  }
  if (first + size <= wanted.length) return;
  const room = max(2 * wanted.length, first + size);
  const more = new SafeUint8Array(room), moreMarks = new SafeUint8Array(room);
  copyBytes(more, wanted);
  copyBytes(moreMarks, marks);
  wanted = more, marks = moreMarks;
};
/** Sets the points where code stops in any case. */
api.debugMarks = (text) => {
  const list = parse(text);
  fillBytes(marks, 0);
  for (let i = 0; i < list.length; i++) marks[list[i]] = 1;
};
/** Sets what a debugger waits for, and whether there may be a stop. */
api.debugMode = (next, mayStop) => {
  mode = next;
  if (mode !== 0) fillBytes(wanted, 1);
  else copyBytes(wanted, marks);
  if (mayStop !== isActive) for (let i = 0; i < ${maxDepth}; i++) dropFrame(i);
  isActive = mayStop;
  setActive(mayStop);
};
api.debugRelease = () => { held = []; };
/** Runs code where a frame stands; what it calls does not stop. */
const evaluateAt = (depth, code) => {
  const frame = waitingAt(depth);
  const evaluator = frame === undefined ? evaluators[depth + ${maxDepth} * levels[points[depth]]] : frame.e;
  if (typeof evaluator !== "function") {
    throw new SafeError("the frame was entered before a breakpoint, a step or a pause was wanted");
  }
  const own = getOwnPropertyDescriptor(globalThis, "eval"), before = state[0];
  state[3] = 1;
  try {
    if (own?.value !== realEval) defineProperty(globalThis, "eval", { value: realEval, configurable: true });
    pieces.c = code;
    return apply(evaluator, frame === undefined ? selves[depth] : frame.h, []);
  } finally {
    state[3] = 0;
    cutTo(before);
    if (own === undefined) delete globalThis.eval;
    else if (own.value !== realEval) defineProperty(globalThis, "eval", own);
  }
};
const described = (name, value) => {
  const isShown = isObject(value) && !isProxy(value);
  if (isShown) push(held, value);
  return { name, value: inspect(value, { depth: 2 }), type: typeName(value), held: isShown ? held.length : 0 };
};
const failed = (error) => {
  if (!isObject(error) || isProxy(error) || !isErrorValue(error)) return json({ error: "Uncaught " + inspect(error) });
  const name = dataOf(error, "name"), message = dataOf(error, "message");
  return json({ error: (typeof name === "string" ? name : "Error") + ": " + (typeof message === "string" ? message : "") });
};
const attempted = (work) => {
  try {
    return json(work());
  } catch (error) {
    return failed(error);
  }
};
api.debugStack = () => {
  const list = [];
  for (let depth = state[0] - 1; depth >= state[1] && depth >= 0 && list.length < 1000; depth--) {
    if (depth < ${maxDepth} && points[depth] >= 0) push(list, [points[depth], depth]);
  }
  return json(list);
};
/** Variables by name; one that is not initialised yet has no value. */
api.debugVariables = (depth, text) => {
  const names = parse(text), list = [];
  for (let i = 0; i < names.length; i++) {
    try {
      push(list, described(names[i], evaluateAt(depth, names[i])));
    } catch {
      push(list, { name: names[i], value: "<uninitialized>", type: "undefined", held: 0 });
    }
  }
  return json(list);
};
api.debugGlobals = () => {
  const list = [], names = getOwnPropertyNames(globalThis);
  for (let i = 0; i < names.length; i++) {
    const own = mapHas(builtins, names[i]) ? undefined : getOwnPropertyDescriptor(globalThis, names[i]);
    if (own !== undefined && own.get === undefined && own.set === undefined) push(list, described(names[i], own.value));
  }
  return json(list);
};
api.debugEvaluate = (depth, code) => attempted(() => described(code, evaluateAt(depth, code)));
api.debugAssign = (depth, name, place, code) => attempted(() => {
  pieces.v = evaluateAt(depth, code);
  try {
    return described(name, evaluateAt(depth, place + "=" + debugName + "d.v"));
  } finally {
    pieces.v = undefined;
  }
});
const maxInside = 1000;
api.debugInside = (index) => {
  const value = held[index - 1], list = [];
  const add = (name, item) => {
    if (list.length < maxInside) push(list, described(name, item));
    else if (list.length === maxInside) push(list, { name: "…", value: "more", type: "", held: 0 });
  };
  const brand = brandOf(value);
  if (brand === "Map") mapEach(value, (item, key) => add(inspect(key, { depth: 0 }), item));
  else if (brand === "Set") { let count = 0; setEach(value, (item) => add(string(count++), item)); }
  const names = ownKeys(value);
  for (let i = 0; i < names.length && list.length <= maxInside; i++) {
    const own = getOwnPropertyDescriptor(value, names[i]);
    const name = typeof names[i] === "symbol" ? keyText(names[i]) : names[i];
    if (own === undefined) continue;
    if (own.get === undefined && own.set === undefined) add(name, own.value);
    else push(list, { name, value: own.get === undefined ? "[Setter]" : "[Getter]", type: "accessor", held: 0 });
  }
  return json(list);
};
api.debugAssignInside = (index, name, depth, code) => attempted(() => {
  const owner = held[index - 1];
  if (!hasOwn(owner, name)) throw new SafeTypeError("there is no property " + quote(name));
  const value = evaluateAt(depth, code);
  if (!setProperty(owner, name, value)) throw new SafeTypeError("the property " + quote(name) + " is read-only");
  return described(name, value);
});
/** Columns of a stack as the source has them. */
const mapStack = (stack) => debugMark === undefined ? stack : host.sourceStack(stack);
`;
