// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Text of values as Node.js shows them: no getter is called, no trap of a proxy. */
export const preludeInspect = String.raw`
const probes = [
  ["Map", (value) => mapSize(value)],
  ["Set", (value) => setSize(value)],
  ["Date", (value) => timeOf(value)],
  ["Number", (value) => numberValue(value)],
  ["String", (value) => stringValue(value)],
  ["Boolean", (value) => booleanValue(value)],
];
const isErrorValue = Error.isError ?? ((value) => {
  for (let at = value; at !== null && !isProxy(at); at = getPrototypeOf(at)) if (at === SafeError.prototype) return true;
  return false;
});
const RegExpPrototype = RegExp.prototype, PromisePrototype = Promise.prototype;
/** What the value was made as, whatever its prototype is now; undefined for plain objects. */
const brandOf = (value) => {
  const typed = tagOf(value);
  if (typed !== undefined) return typed;
  for (let i = 0; i < probes.length; i++) {
    try {
      probes[i][1](value);
      return probes[i][0];
    } catch { /* of another kind */ }
  }
  return undefined;
};
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
const quote = (text) => {
  const mark = !includes(text, "'") ? "'" : !includes(text, '"') ? '"' : !includes(text, "\x60") ? "\x60" : "'";
  let shown = "";
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i);
    const letter = text[i];
    if (letter === mark || letter === "\\") shown += "\\" + letter;
    else if (letter === "\n") shown += "\\n";
    else if (letter === "\t") shown += "\\t";
    else if (letter === "\r") shown += "\\r";
    else if (letter === "\b") shown += "\\b";
    else if (letter === "\f") shown += "\\f";
    else if (letter === "\v") shown += "\\v";
    else if (code < 32 || code === 127) shown += "\\x" + (code < 16 ? "0" : "") + apply(number.prototype.toString, code, [16]);
    else shown += letter;
  }
  return mark + shown + mark;
};
const namePattern = /^[A-Za-z_$][\w$]*$/;
const matches = uncurry(RegExp.prototype.exec);
const keyText = (key) => {
  if (typeof key === "symbol") return "[" + symbolText(key) + "]";
  return matches(namePattern, key) !== null ? key : quote(key);
};
const maxItems = 100, lineWidth = 72;
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
  const isClass = slice(functionText(value), 0, 5) === "class";
  const kind = isClass ? "class" : classOf(value) ?? "Function";
  const label = typeof name === "string" && name !== "" ? name : "";
  if (isClass) return "[class " + (label || "(anonymous)") + "]";
  return "[" + kind + (label === "" ? " (anonymous)]" : ": " + label + "]");
};
const stackLines = (error) => {
  const stack = dataOf(error, "stack");
  return typeof stack === "string" ? stack : "";
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
const splitLines = (text) => apply(string.prototype.split, text, ["\n"]);
const errorText = (error) => {
  const name = dataOf(error, "name"), message = dataOf(error, "message");
  const head = (typeof name === "string" ? name : "Error") +
    (typeof message === "string" && message !== "" ? ": " + message : "");
  const frames = cleanStack(stackLines(error));
  return frames.length === 0 ? "[" + head + "]" : joinList([head, ...frames], "\n");
};
const inspect = (value, options) => {
  const maxDepth = options?.depth ?? 4, maxChars = settings.maxChars;
  const path = new Set();
  let left = maxChars;
  const show = (value, depth) => {
    if (left <= 0) return "…";
    const text = isObject(value) ? showObject(value, depth) : primitive(value);
    if (!isObject(value)) left -= text.length;
    return text;
  };
  const property = (value, key, depth) => {
    const own = getOwnPropertyDescriptor(value, key);
    if (own === undefined) return "undefined";
    if (own.get !== undefined) return own.set !== undefined ? "[Getter/Setter]" : "[Getter]";
    return own.set !== undefined ? "[Setter]" : show(own.value, depth + 1);
  };
  const entries = (value, depth, items, isList) => {
    const names = ownKeys(value);
    for (let i = 0, count = 0; i < names.length; i++) {
      const key = names[i];
      if (isList && typeof key === "string" && matches(/^\d+$/, key) !== null) continue;
      if (getOwnPropertyDescriptor(value, key)?.enumerable !== true) continue;
      if (++count > maxItems) {
        push(items, "... more items");
        break;
      }
      push(items, keyText(key) + ": " + property(value, key, depth));
    }
  };
  const layout = (prefix, open, items, close, depth) => {
    const head = prefix === "" ? "" : prefix + " ";
    if (items.length === 0) return head + open + close;
    const line = joinList(items, ", ");
    const pad = open === "[" ? " " : " ";
    if (line.length + head.length + depth * 2 <= lineWidth && !includes(line, "\n")) return head + open + pad + line + pad + close;
    const indent = repeat("  ", depth + 1);
    return head + open + "\n" + indent + joinList(items, ",\n" + indent) + "\n" + repeat("  ", depth) + close;
  };
  const listItems = (value, length, depth) => {
    const items = [];
    let holes = 0;
    const flush = () => {
      if (holes > 0) push(items, "<" + holes + " empty item" + (holes > 1 ? "s>" : ">"));
      holes = 0;
    };
    for (let i = 0; i < length; i++) {
      if (i >= maxItems) {
        flush();
        push(items, "... " + (length - maxItems) + " more item" + (length - maxItems > 1 ? "s" : ""));
        return items;
      }
      if (!hasOwn(value, i)) holes++;
      else {
        flush();
        push(items, property(value, i, depth));
      }
    }
    flush();
    return items;
  };
  const showObject = (value, depth) => {
    if (isProxy(value)) return "[Proxy]";
    if (setHas(path, value)) return "[Circular]";
    const name = classOf(value);
    const label = name === null ? "[Object: null prototype]" : name;
    if (depth > maxDepth) return isArray(value) ? "[Array]" : typeof value === "function" ? functionName(value) : "[" + label + "]";
    setAdd(path, value);
    try {
      return showParts(value, depth, label);
    } finally {
      setDelete(path, value);
    }
  };
  const showParts = (value, depth, label) => {
    const items = [];
    if (typeof value === "function") {
      entries(value, depth, items, false);
      return items.length === 0 ? functionName(value) : layout(functionName(value), "{", items, "}", depth);
    }
    if (isArray(value)) {
      const list = listItems(value, value.length, depth);
      entries(value, depth, list, true);
      return layout(label === "Array" ? "" : label + "(" + value.length + ")", "[", list, "]", depth);
    }
    const brand = brandOf(value);
    if (brand === "Map") {
      let count = 0;
      mapEach(value, (item, key) => {
        if (++count <= maxItems) push(items, show(key, depth + 1) + " => " + show(item, depth + 1));
      });
      if (count > maxItems) push(items, "... " + (count - maxItems) + " more items");
      return layout(label + "(" + count + ")", "{", items, "}", depth);
    }
    if (brand === "Set") {
      let count = 0;
      setEach(value, (item) => {
        if (++count <= maxItems) push(items, show(item, depth + 1));
      });
      if (count > maxItems) push(items, "... " + (count - maxItems) + " more items");
      return layout(label + "(" + count + ")", "{", items, "}", depth);
    }
    if (brand === "Date") return isFiniteNumber(timeOf(value)) ? toIso(value) : "Invalid Date";
    if (brand === "Number" || brand === "Boolean") return "[" + brand + ": " + primitive(brand === "Number" ? numberValue(value) : booleanValue(value)) + "]";
    if (brand === "String") return "[String: " + quote(stringValue(value)) + "]";
    if (brand !== undefined) {
      const length = byteLengthOf(value);
      return layout(label + "(" + length + ")", "[", listItems(value, length, depth), "]", depth);
    }
    if (isErrorValue(value)) {
      entries(value, depth, items, false);
      const text = replaceAll(errorText(value), "\n", "\n" + repeat("  ", depth));
      return items.length === 0 ? text : layout(text, "{", items, "}", depth);
    }
    if (inherits(value, RegExpPrototype)) {
      try {
        return "/" + regexpSource(value) + "/" + regexpFlags(value);
      } catch { /* made by Object.create */ }
    }
    entries(value, depth, items, false);
    if (inherits(value, PromisePrototype)) return layout("Promise", "{", items, "}", depth);
    return layout(label === "Object" ? "" : label, "{", items, "}", depth);
  };
  const text = show(value, 0);
  return text.length > maxChars ? slice(text, 0, maxChars) + "… (cut)" : text;
};
`;
