// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The `console` of a session. */
export const preludeConsole = String.raw`
const formatted = (args) => {
  let at = 0, text = "";
  if (typeof args[0] === "string" && args.length > 1 && includes(args[0], "%")) {
    const format = args[0];
    at = 1;
    for (let i = 0; i < format.length; i++) {
      const kind = format[i] === "%" ? format[i + 1] : undefined;
      if (kind === "%") { text += "%"; i++; continue; }
      if (kind === undefined || at >= args.length || !includes("sdifjoOc", kind)) { text += format[i]; continue; }
      const value = args[at++];
      i++;
      if (kind === "s") text += typeof value === "string" ? value : isObject(value) ? inspect(value, { depth: 0 }) : primitive(value);
      else if (kind === "d" || kind === "i" || kind === "f") {
        const read = typeof value === "bigint" || typeof value === "number" ? number(value) : typeof value === "string" ? number(value) : NaN;
        text += string(kind === "i" ? Math.trunc(read) : read);
      } else if (kind === "j") text += encode(value) ?? "undefined";
      else if (kind !== "c") text += inspect(value);
    }
  } else if (args.length > 0) {
    at = 1;
    text = typeof args[0] === "string" ? args[0] : inspect(args[0]);
  }
  for (; at < args.length; at++) text += " " + (typeof args[at] === "string" ? args[at] : inspect(args[at]));
  return text;
};
let indent = "";
const line = (stream, text) => write(stream, (indent === "" ? text : indent + replaceAll(text, "\n", "\n" + indent)) + "\n");
const counts = new SafeMap(), starts = new SafeMap();
const labelOf = (label) => label === undefined ? "default" : promptText(label);
const elapsed = (label) => {
  const start = mapGet(starts, label);
  if (start === undefined) return undefined;
  const ms = host.now() - start;
  return label + ": " + (ms >= 1000 ? apply(number.prototype.toFixed, ms / 1000, [3]) + "s" : apply(number.prototype.toFixed, ms, [3]) + "ms");
};
const tableText = (data, columns) => {
  const rows = [], names = [];
  const nameIndex = new SafeMap();
  const column = (name) => {
    if (isArray(columns) && !apply([].includes, columns, [name])) return -1;
    if (!mapHas(nameIndex, name)) { mapSet(nameIndex, name, names.length); push(names, name); }
    return mapGet(nameIndex, name);
  };
  let hasValues = false;
  const add = (index, value) => {
    const row = { index, cells: [], value: "" };
    if (isObject(value) && !isProxy(value) && typeof value !== "function") {
      const own = keys(value);
      for (let i = 0; i < own.length; i++) {
        const at = column(own[i]);
        const property = getOwnPropertyDescriptor(value, own[i]);
        if (at >= 0) row.cells[at] = property.get ? "[Getter]" : inspect(property.value, { depth: 0 });
      }
    } else { hasValues = true; row.value = inspect(value, { depth: 0 }); }
    push(rows, row);
  };
  const brand = brandOf(data);
  if (brand === "Map") { let i = 0; mapEach(data, (value, key) => add(string(i++) + " " + inspect(key, { depth: 0 }), value)); }
  else if (brand === "Set") { let i = 0; setEach(data, (value) => add(string(i++), value)); }
  else { const own = keys(data); for (let i = 0; i < own.length; i++) add(own[i], getOwnPropertyDescriptor(data, own[i]).value); }
  const heads = ["(index)", ...names];
  if (hasValues) push(heads, "Values");
  const grid = [];
  for (let r = 0; r < rows.length; r++) {
    const cells = [rows[r].index];
    for (let c = 0; c < names.length; c++) push(cells, rows[r].cells[c] ?? "");
    if (hasValues) push(cells, rows[r].value);
    push(grid, cells);
  }
  const widths = [];
  for (let c = 0; c < heads.length; c++) {
    let width = heads[c].length;
    for (let r = 0; r < grid.length; r++) width = max(width, grid[r][c].length);
    push(widths, width + 2);
  }
  const rule = (left, middle, right) => {
    const parts = [];
    for (let c = 0; c < widths.length; c++) push(parts, repeat("─", widths[c]));
    return left + joinList(parts, middle) + right;
  };
  const rowText = (cells) => {
    const parts = [];
    for (let c = 0; c < cells.length; c++) push(parts, " " + cells[c] + repeat(" ", widths[c] - cells[c].length - 1));
    return "│" + joinList(parts, "│") + "│";
  };
  const lines = [rule("┌", "┬", "┐"), rowText(heads), rule("├", "┼", "┤")];
  for (let r = 0; r < grid.length; r++) push(lines, rowText(grid[r]));
  push(lines, rule("└", "┴", "┘"));
  return joinList(lines, "\n");
};
const out = (...args) => line("stdout", formatted(args));
const err = (...args) => line("stderr", formatted(args));
const openGroup = (...args) => { if (args.length > 0) out(...args); indent += "  "; };
define("console", {
  log: out, info: out, debug: out, warn: err, error: err,
  dir: (value, options) => line("stdout", inspect(value, { depth: dataOf(options, "depth") })),
  dirxml: out,
  trace: (...args) => line("stderr", joinList(["Trace" + (args.length > 0 ? ": " + formatted(args) : ""), ...cleanStack(stackLines(new SafeError()))], "\n")),
  assert: (holds, ...args) => { if (!holds) err(args.length > 0 ? "Assertion failed: " + formatted(args) : "Assertion failed"); },
  table: (data, columns) => isObject(data) && !isProxy(data) ? line("stdout", tableText(data, columns)) : out(data),
  group: openGroup, groupCollapsed: openGroup,
  groupEnd: () => { indent = slice(indent, 2); },
  count: (label) => {
    const name = labelOf(label), count = (mapGet(counts, name) ?? 0) + 1;
    mapSet(counts, name, count);
    line("stdout", name + ": " + count);
  },
  countReset: (label) => { mapDelete(counts, labelOf(label)); },
  time: (label) => { mapSet(starts, labelOf(label), host.now()); },
  timeLog: (label, ...args) => {
    const text = elapsed(labelOf(label));
    if (text !== undefined) line("stdout", text + (args.length > 0 ? " " + formatted(args) : ""));
  },
  timeEnd: (label) => {
    const text = elapsed(labelOf(label));
    mapDelete(starts, labelOf(label));
    if (text !== undefined) line("stdout", text);
  },
  clear: () => { host.clearOutput(false); },
});
`;
