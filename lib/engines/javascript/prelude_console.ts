// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The `console` of a session. */
export const preludeConsole = String.raw`
const parseWhole = parseInt, parseDecimal = parseFloat, fixed = uncurry(Number.prototype.toFixed);
const shownAs2 = (value) => inspect(value, { depth: 2 });
const shownArgument = (value) => typeof value === "string" ? value : shownAs2(value);
const numberShown = (value) => typeof value === "bigint" || typeof value === "number" ? primitive(value) : string(value);
/** True when the text that an object makes of itself says no more than its kind. */
const hasBuiltInText = (value) => {
  if (isProxy(value)) return true;
  for (let at = value, steps = 0; at !== null && !isProxy(at) && steps < 1000; at = getPrototypeOf(at), steps++) {
    if (!hasOwn(at, "toString") && !hasOwn(at, primitiveSymbol)) continue;
    if (at === value) return false;
    const made = getOwnPropertyDescriptor(at, "constructor")?.value;
    return typeof made === "function" && !isProxy(made) && includes(functionText(made), "[native code]");
  }
  return true;
};
const primitiveSymbol = Symbol.toPrimitive;
const jsonText = (value) => {
  try {
    return stringify(value);
  } catch (error) {
    const message = isObject(error) && !isProxy(error) ? dataOf(error, "message") : undefined;
    if (typeof message === "string" && includes(message, "circular")) return "[Circular]";
    throw error;
  }
};
/** What a placeholder becomes; undefined for none of them. */
const placed = (kind, value) => {
  switch (kind) {
    case "s":
      if (typeof value === "number" || typeof value === "bigint") return numberShown(value);
      return isObject(value) && typeof value !== "function" && hasBuiltInText(value) ? inspect(value, { depth: 0 }) : string(value);
    case "d":
      return typeof value === "symbol" ? "NaN" : typeof value === "bigint" ? numberShown(value) : numberShown(numberOf(value));
    case "i":
      return typeof value === "symbol" ? "NaN" : typeof value === "bigint" ? numberShown(value) : numberShown(parseWhole(value));
    case "f":
      return typeof value === "symbol" ? "NaN" : numberShown(parseDecimal(value));
    case "j":
      return jsonText(value) ?? "undefined";
    case "o":
      return inspect(value, { depth: 4, showHidden: true });
    case "O":
      return shownAs2(value);
    case "c":
      return "";
    default:
      return undefined;
  }
};
const numberOf = (value) => isObject(value) && isProxy(value) ? NaN : number(value);
const formatted = (args) => {
  const size = args.length;
  if (size === 0) return "";
  let at = 0, text = "";
  if (typeof args[0] === "string") {
    const format = args[0];
    at = 1;
    if (size === 1) return format;
    for (let i = 0; i < format.length; i++) {
      const kind = format[i] === "%" ? format[i + 1] : undefined;
      if (kind === "%") {
        text += "%";
        i++;
        continue;
      }
      const put = kind === undefined || at >= size ? undefined : placed(kind, args[at]);
      if (put === undefined) {
        text += format[i];
        continue;
      }
      text += put;
      at++;
      i++;
    }
    if (at < size) text += " ";
  }
  const parts = [];
  for (; at < size; at++) push(parts, shownArgument(args[at]));
  return text + joinList(parts, " ");
};
let indent = "";
const line = (stream, text) => write(stream, (indent === "" ? text : indent + replaceAll(text, "\n", "\n" + indent)) + "\n");
const counts = new SafeMap(), starts = new SafeMap();
const labelOf = (label) => label === undefined ? "default" : typeof label === "string" ? label : string(label);
const warning = (text) => line("stderr", "Warning: " + text);
const twoDigits = (count) => count < 10 ? "0" + count : string(count);
const elapsed = (ms) => {
  if (ms < 1000) return number(fixed(ms, 3)) + "ms";
  if (ms < 60000) return fixed(ms / 1000, 3) + "s";
  const hours = floor(ms / 3600000), minutes = floor(ms / 60000) % 60, seconds = fixed((ms % 60000) / 1000, 3);
  const rest = (seconds.length < 6 ? "0" : "") + seconds;
  return hours > 0 ? hours + ":" + twoDigits(minutes) + ":" + rest + " (h:mm:ss.mmm)" : minutes + ":" + rest + " (m:ss.mmm)";
};
const logTime = (method, label, args) => {
  const start = mapGet(starts, label);
  if (start === undefined) return warning("No such label '" + label + "' for console." + method + "()");
  const parts = [label + ": " + elapsed(host.now() - start)];
  for (let i = 0; i < args.length; i++) push(parts, shownArgument(args[i]));
  line("stdout", joinList(parts, " "));
};
const cellText = (value) => {
  const isWideObject = isObject(value) && !isProxy(value) && typeof value !== "function" && !isArray(value) &&
    typed[brandOf(value)] === undefined && keys(value).length > 2;
  return inspect(value, { depth: isWideObject ? -1 : 0, maxItems: 3, breakLength: 1e9 });
};
const gridText = (heads, columns, count) => {
  const widths = [];
  for (let c = 0; c < heads.length; c++) {
    let width = widthOf(heads[c]);
    for (let r = 0; r < count; r++) width = max(width, widthOf(columns[c][r] ?? ""));
    push(widths, width);
  }
  const rule = (left, middle, right) => {
    const parts = [];
    for (let c = 0; c < widths.length; c++) push(parts, repeat("─", widths[c] + 2));
    return left + joinList(parts, middle) + right;
  };
  const rowText = (cellAt) => {
    const parts = [];
    for (let c = 0; c < widths.length; c++) push(parts, cellAt(c) + repeat(" ", widths[c] - widthOf(cellAt(c))));
    return "│ " + joinList(parts, " │ ") + " │";
  };
  const lines = [rule("┌", "┬", "┐"), rowText((c) => heads[c]), rule("├", "┼", "┤")];
  for (let r = 0; r < count; r++) push(lines, rowText((c) => columns[c][r] ?? ""));
  push(lines, rule("└", "┴", "┘"));
  return joinList(lines, "\n");
};
const tableText = (data, chosen) => {
  const indices = [], values = [], names = [], cells = [];
  const brand = brandOf(data);
  if (brand === "Map" || brand === "Set") {
    const mapKeys = [];
    const add = (value, key) => {
      push(indices, string(indices.length));
      push(mapKeys, cellText(key));
      push(values, cellText(value));
    };
    if (brand === "Set") {
      setEach(data, (value) => add(value, undefined));
      return gridText(["(iteration index)", "Values"], [indices, values], indices.length);
    }
    mapEach(data, (value, key) => add(value, key));
    return gridText(["(iteration index)", "Key", "Values"], [indices, mapKeys, values], indices.length);
  }
  const columnOf = new SafeMap(), own = keys(data);
  let hasValues = false;
  for (let i = 0; i < own.length; i++) {
    const item = getOwnPropertyDescriptor(data, own[i]).value, isPlain = !isObject(item) || isProxy(item);
    push(indices, own[i]);
    push(values, isPlain && chosen === undefined ? cellText(item) : "");
    if (isPlain && chosen === undefined) hasValues = true;
    const shown = chosen ?? (isPlain ? [] : keys(item));
    for (let k = 0; k < shown.length; k++) {
      const key = shown[k];
      if (!mapHas(columnOf, key)) {
        mapSet(columnOf, key, { __proto__: null });
        push(names, key);
        push(cells, mapGet(columnOf, key));
      }
      const property = isPlain ? undefined : getOwnPropertyDescriptor(item, key);
      if (property !== undefined) mapGet(columnOf, key)[i] = property.get ? "[Getter]" : cellText(property.value);
    }
  }
  const heads = ["(index)"], columns = [indices];
  for (let i = 0; i < names.length; i++) {
    push(heads, string(names[i]));
    push(columns, cells[i]);
  }
  if (hasValues) {
    push(heads, "Values");
    push(columns, values);
  }
  return gridText(heads, columns, own.length);
};
const chosenColumns = (columns) => {
  if (columns === undefined) return undefined;
  if (!isArray(columns) || isProxy(columns)) throw new SafeTypeError("console.table: the columns are not an array");
  const names = [];
  for (let i = 0; i < columns.length; i++) push(names, string(columns[i]));
  return names;
};
const out = (...args) => line("stdout", formatted(args));
const err = (...args) => line("stderr", formatted(args));
const withFirst = (first, list) => {
  const all = [first];
  for (let i = 1; i < list.length; i++) push(all, list[i]);
  return all;
};
const openGroup = (...args) => { if (args.length > 0) line("stdout", formatted(args)); indent += "  "; };
const dirOptions = (options) => {
  const depth = isObject(options) && !isProxy(options) ? dataOf(options, "depth") : undefined;
  const showHidden = isObject(options) && !isProxy(options) && dataOf(options, "showHidden") === true;
  return { depth: depth === null ? Infinity : typeof depth === "number" ? depth : 2, showHidden };
};
define("console", {
  log: out, info: out, debug: out, warn: err, error: err, dirxml: out,
  dir: (value, options) => line("stdout", inspect(value, dirOptions(options))),
  trace: (...args) => {
    const text = formatted(args);
    line("stderr", "Trace" + (text === "" ? "" : ": " + text) + "\n" + joinList(cleanStack(stackLines(new SafeError())), "\n"));
  },
  assert: (holds, ...args) => {
    if (holds) return;
    if (args.length === 0) return err("Assertion failed");
    if (typeof args[0] === "string") return line("stderr", formatted(withFirst("Assertion failed: " + args[0], args)));
    const told = isObject(args[0]) && isProxy(args[0]) ? "[Proxy]" : string(args[0]);
    line("stderr", formatted(withFirst("Assertion failed: " + told, args)));
  },
  table: (data, columns) => {
    const chosen = chosenColumns(columns);
    if (!isObject(data) || typeof data === "function" || isProxy(data)) return out(data);
    line("stdout", tableText(data, chosen));
  },
  group: openGroup, groupCollapsed: openGroup,
  groupEnd: () => { indent = slice(indent, 2); },
  count: (label) => {
    const name = labelOf(label), count = (mapGet(counts, name) ?? 0) + 1;
    mapSet(counts, name, count);
    line("stdout", name + ": " + count);
  },
  countReset: (label) => {
    const name = labelOf(label);
    if (!mapHas(counts, name)) return warning("Count for '" + name + "' does not exist");
    mapDelete(counts, name);
  },
  time: (label) => {
    const name = labelOf(label);
    if (mapHas(starts, name)) return warning("Label '" + name + "' already exists for console.time()");
    mapSet(starts, name, host.now());
  },
  timeLog: (label, ...args) => logTime("timeLog", labelOf(label), args),
  timeEnd: (label) => {
    const name = labelOf(label);
    logTime("timeEnd", name, []);
    mapDelete(starts, name);
  },
  clear: () => { host.clearOutput(false); },
});
`;
