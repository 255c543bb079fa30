// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Text of values as Node.js lays it out: no getter is called, no trap of a proxy. */
export const preludeLayout = String.raw`
const padStart = uncurry(String.prototype.padStart), padEnd = uncurry(String.prototype.padEnd);
const { sqrt, round } = Math;
const bufferLength = uncurry(getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get);
const viewLength = uncurry(getOwnPropertyDescriptor(DataView.prototype, "byteLength").get);
const viewOffset = uncurry(getOwnPropertyDescriptor(DataView.prototype, "byteOffset").get);
const viewBuffer = uncurry(getOwnPropertyDescriptor(DataView.prototype, "buffer").get);
const symbolValue = uncurry(Symbol.prototype.valueOf), bigintValue = uncurry(BigInt.prototype.valueOf);
const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
const boxed = {
  __proto__: null, Number: numberValue, String: stringValue, Boolean: booleanValue, Symbol: symbolValue, BigInt: bigintValue,
};
/** Arrays longer than this are not asked for further properties: to list these takes all indices. */
const maxListed = 10000;
const plural = (count, word) => count + " " + word + (count > 1 ? "s" : "");

/** Name of what made a value; null without a prototype. */
const makerOf = (value, nested = 0) => {
  let first;
  for (let at = value, steps = 0; at !== null && steps < 1000; steps++) {
    if (isProxy(at)) break;
    const made = getOwnPropertyDescriptor(at, "constructor")?.value;
    if (typeof made === "function" && !isProxy(made)) {
      const name = dataOf(made, "name"), prototype = getOwnPropertyDescriptor(made, "prototype")?.value;
      if (typeof name === "string" && name !== "" && isObject(prototype) && inherits(value, prototype)) return name;
    }
    at = getPrototypeOf(at);
    if (first === undefined) first = at;
  }
  if (first === null) return null;
  if (isProxy(first)) return "Object <[Proxy]>";
  if (nested > 3) return "Object <Complex prototype>";
  const above = makerOf(first, nested + 1);
  return "Object <" + (above === null ? "[Object: null prototype] {}" : above) + ">";
};
const prefixOf = (maker, tag, fallback, size = "") => {
  if (maker === null) {
    return "[" + fallback + size + ": null prototype] " + (tag !== "" && fallback !== tag ? "[" + tag + "] " : "");
  }
  return maker + size + " " + (tag !== "" && maker !== tag ? "[" + tag + "] " : "");
};
const tagSymbol = Symbol.toStringTag;
const tagText = (value) => {
  const tag = tagOf(value) ?? dataOf(value, tagSymbol);
  return typeof tag !== "string" || isEnumerable(value, tagSymbol) ? "" : tag;
};
/** Columns that a text takes: wide letters take two. */
const widthOf = (text) => {
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i);
    if (code < 0x300) width++;
    else if (isHigh(code)) width += 2;
    else if (isLow(code) || code < 0x370 || (code >= 0x200b && code < 0x2010) || (code >= 0xfe00 && code < 0xfe10)) continue;
    else width += isWide(code) ? 2 : 1;
  }
  return width;
};
const isWide = (code) => (code >= 0x1100 && code < 0x1160) || (code >= 0x2e80 && code < 0xa4d0) ||
  (code >= 0xac00 && code < 0xd7a4) || (code >= 0xf900 && code < 0xfb00) || (code >= 0xff00 && code < 0xff61);

/** Names of the properties that are shown; of lists those that are no indices. */
const shownKeys = (ctx, value, isList, length) => {
  const found = [];
  if (isList && length > maxListed) return found;
  const all = ownKeys(value);
  for (let i = 0; i < all.length; i++) {
    const key = all[i];
    if (isList && typeof key === "string" && isIndex(key)) continue;
    const own = getOwnPropertyDescriptor(value, key);
    if (own !== undefined && (own.enumerable || (ctx.showHidden && typeof key === "string"))) push(found, key);
  }
  return found;
};
const isIndex = (key) => charCodeAt(key, 0) < 58 && matches(indexPattern, key) !== null;

const showText = (ctx, text) => {
  const rest = text.length - 10000;
  const shown = rest > 0 ? slice(text, 0, 10000) : text, trailer = rest > 0 ? "... " + plural(rest, "more character") : "";
  if (shown.length <= 16 || shown.length <= ctx.breakLength - ctx.indent - 4 || !includes(shown, "\n")) return quote(shown) + trailer;
  const lines = splitLines(shown), parts = [];
  for (let i = 0; i < lines.length; i++) {
    const line = i < lines.length - 1 ? lines[i] + "\n" : lines[i];
    if (line !== "") push(parts, quote(line));
  }
  return joinList(parts, " +\n" + repeat(" ", ctx.indent + 2)) + trailer;
};
const circleOf = (ctx, value) => {
  for (let at = ctx.seen; at !== undefined; at = at.outer) {
    if (at.value !== value) continue;
    if (!mapHas(ctx.circular, value)) mapSet(ctx.circular, value, mapSize(ctx.circular) + 1);
    return "[Circular *" + mapGet(ctx.circular, value) + "]";
  }
  return undefined;
};
const show = (ctx, value, level) => {
  if (ctx.left <= 0) return "…";
  if (!isObject(value)) {
    const text = typeof value === "string" ? showText(ctx, value) : primitive(value);
    ctx.left -= text.length;
    return text;
  }
  ctx.left--;
  if (isProxy(value)) return "[Proxy]";
  return circleOf(ctx, value) ?? showObject(ctx, value, level);
};
const propertyValue = (ctx, own, level, indent) => {
  if (own.get !== undefined) return own.set !== undefined ? "[Getter/Setter]" : "[Getter]";
  if (own.set !== undefined) return "[Setter]";
  ctx.indent += indent;
  const text = show(ctx, own.value, level);
  ctx.indent -= indent;
  return text;
};
const propertyText = (ctx, value, key, level) => {
  const own = getOwnPropertyDescriptor(value, key);
  const name = own.enumerable ? keyText(key) : "[" + (typeof key === "symbol" ? symbolText(key) : key) + "]";
  return name + ": " + propertyValue(ctx, own, level, 2);
};

const listItems = (ctx, value, length, level) => {
  const items = [];
  let at = 0;
  while (at < length && items.length < ctx.maxItems) {
    if (hasOwn(value, at)) {
      push(items, propertyValue(ctx, getOwnPropertyDescriptor(value, at), level, 2));
      at++;
      continue;
    }
    const from = at;
    at = nextIndex(value, at, length);
    push(items, "<" + plural(at - from, "empty item") + ">");
  }
  if (at < length) push(items, "... " + plural(length - at, "more item"));
  return items;
};
/** The next index that an array has something at, or its length. */
const nextIndex = (value, from, length) => {
  for (let at = from; at < min(length, from + 1000); at++) if (hasOwn(value, at)) return at;
  if (from + 1000 >= length) return length;
  const all = ownKeys(value);
  for (let i = 0; i < all.length; i++) {
    const at = typeof all[i] === "string" && isIndex(all[i]) ? number(all[i]) : -1;
    if (at >= from) return at;
  }
  return length;
};
const entryItems = (ctx, value, level, each, text) => {
  const items = [];
  let count = 0;
  ctx.indent += 2;
  each(value, (item, key) => {
    if (++count <= ctx.maxItems) push(items, text(item, key, level));
  });
  ctx.indent -= 2;
  if (count > ctx.maxItems) push(items, "... " + plural(count - ctx.maxItems, "more item"));
  return items;
};
const bufferItems = (ctx, value) => {
  const bytes = new SafeUint8Array(value), size = byteLengthOf(bytes), parts = [];
  for (let i = 0; i < size && i < ctx.maxItems; i++) push(parts, (bytes[i] < 16 ? "0" : "") + numberText(bytes[i], 16));
  const rest = size - ctx.maxItems;
  return ["[Uint8Contents]: <" + joinList(parts, " ") + (rest > 0 ? " ... " + plural(rest, "more byte") : "") + ">", "byteLength: " + size];
};
const promiseItems = (ctx, value, level) => {
  const state = host.promiseState(value);
  if (state === "pending") return ["<pending>"];
  ctx.indent += 2;
  const text = show(ctx, host.promiseResult(value), level);
  ctx.indent -= 2;
  return [state === "rejected" ? "<rejected> " + text : text];
};

/** Items of a list in columns, when there are many short ones. */
const columnsOf = (ctx, items, value) => {
  const count = items.length > ctx.maxItems ? items.length - 1 : items.length, widths = [];
  let total = 0, longest = 0;
  for (let i = 0; i < count; i++) {
    const width = widthOf(items[i]);
    push(widths, width);
    total += width + 2;
    longest = max(longest, width);
  }
  const cell = longest + 2;
  if (cell * 3 + ctx.indent >= ctx.breakLength || !(total / cell > 5 || longest <= 6)) return items;
  const biased = max(cell - 3 - sqrt(cell - total / items.length), 1);
  const columns = min(round(sqrt(2.5 * biased * count) / biased), floor((ctx.breakLength - ctx.indent) / cell), 12, 15);
  if (columns <= 1) return items;
  const wide = [];
  for (let i = 0; i < columns; i++) {
    let width = 0;
    for (let j = i; j < count; j += columns) width = max(width, widths[j]);
    push(wide, width + 2);
  }
  let isNumbers = true;
  for (let i = 0; i < items.length && isNumbers; i++) {
    const item = getOwnPropertyDescriptor(value, i)?.value;
    isNumbers = typeof item === "number" || typeof item === "bigint";
  }
  const rows = [];
  for (let i = 0; i < count; i += columns) {
    const end = min(i + columns, count);
    let row = "";
    for (let j = i; j < end; j++) {
      const isLast = j === end - 1, text = isLast ? items[j] : items[j] + ", ";
      const width = wide[j - i] + items[j].length - widths[j] - (isLast ? 2 : 0);
      row += isNumbers ? padStart(text, width) : isLast ? text : padEnd(text, width);
    }
    push(rows, row);
  }
  if (count < items.length) push(rows, items[count]);
  return rows;
};
/** One line where it fits, else one for each item. */
const layout = (ctx, items, base, open, close, isList, level, value) => {
  const rows = isList && items.length > 6 ? columnsOf(ctx, items, value) : items;
  const head = base === "" ? open : base + " " + open;
  if (ctx.depthNow - level < 3 && rows.length === items.length) {
    let width = rows.length * 2 + ctx.indent + open.length + base.length + 10;
    for (let i = 0; i < rows.length; i++) width += rows[i].length;
    if (width <= ctx.breakLength && !includes(base, "\n")) {
      const line = joinList(rows, ", ");
      if (!includes(line, "\n")) return head + " " + line + " " + close;
    }
  }
  const indent = "\n" + repeat(" ", ctx.indent);
  return head + indent + "  " + joinList(rows, "," + indent + "  ") + indent + close;
};

/** First line and frames of an error. */
const errorText = (error, maker, tag, indent) => {
  const own = dataOf(error, "name"), message = dataOf(error, "message");
  const name = typeof own === "string" ? own : "Error";
  const prefix = slice(prefixOf(maker, tag, "Error"), 0, -1);
  const isPlain = slice(name, -5) === "Error" && name !== prefix;
  const shown = !isPlain && maker !== null ? name : includes(prefix, name) ? prefix : prefix + " [" + name + "]";
  const head = shown + (typeof message === "string" && message !== "" ? ": " + message : "");
  const frames = cleanStack(stackLines(error));
  const text = frames.length === 0 ? "[" + head + "]" : head + "\n" + joinList(frames, "\n");
  return indent === 0 ? text : replaceAll(text, "\n", "\n" + repeat(" ", indent));
};
const errorKeys = (error, found) => {
  const kept = [];
  for (let i = 0; i < found.length; i++) {
    if (found[i] !== "name" && found[i] !== "message" && found[i] !== "stack") push(kept, found[i]);
  }
  const hidden = ["cause", "errors"];
  for (let i = 0; i < 2; i++) {
    const property = getOwnPropertyDescriptor(error, hidden[i]);
    if (property !== undefined && !property.enumerable) push(kept, hidden[i]);
  }
  return kept;
};

/** How a value is laid out: what is before its items, what makes them, and the names of further properties. */
const formOf = (ctx, value, level, maker, tag) => {
  const brand = brandOf(value);
  if (isArray(value)) {
    const open = (maker !== "Array" || tag !== "" ? prefixOf(maker, tag, "Array", "(" + value.length + ")") : "") + "[";
    const items = () => listItems(ctx, value, value.length, level + 1);
    return { open, close: "]", items, isList: true, isEmpty: value.length === 0, base: "", keys: shownKeys(ctx, value, true, value.length) };
  }
  if (typed[brand]) {
    const length = byteLengthOf(value), open = prefixOf(maker, tag, brand, "(" + length + ")") + "[";
    const items = () => listItems(ctx, value, length, level + 1);
    return { open, close: "]", items, isList: true, isEmpty: length === 0, base: "", keys: shownKeys(ctx, value, true, length) };
  }
  const form = { open: "{", close: "}", items: undefined, isList: false, isEmpty: true, keys: shownKeys(ctx, value, false, 0), base: "" };
  if (typeof value === "function") {
    form.base = functionName(value);
  } else if (brand === "Map") {
    const text = (item, key, at) => show(ctx, key, at) + " => " + show(ctx, item, at);
    form.open = prefixOf(maker, tag, "Map", "(" + mapSize(value) + ")") + "{";
    form.isEmpty = mapSize(value) === 0;
    form.items = () => entryItems(ctx, value, level + 1, mapEach, text);
  } else if (brand === "Set") {
    form.open = prefixOf(maker, tag, "Set", "(" + setSize(value) + ")") + "{";
    form.isEmpty = setSize(value) === 0;
    form.items = () => entryItems(ctx, value, level + 1, setEach, (item, _key, at) => show(ctx, item, at));
  } else if (brand === "Arguments" && maker === "Object") {
    form.open = "[Arguments] {";
  } else if (brand === "RegExp") {
    form.base = unusual(maker, tag, "RegExp") + "/" + regexpSource(value) + "/" + regexpFlags(value);
  } else if (brand === "Date") {
    form.base = unusual(maker, tag, "Date") + (isFiniteNumber(timeOf(value)) ? toIso(value) : "Invalid Date");
  } else if (isErrorValue(value)) {
    form.keys = errorKeys(value, form.keys);
    form.base = errorText(value, maker, tag, ctx.indent);
  } else if (brand === "ArrayBuffer" || brand === "SharedArrayBuffer") {
    form.open = prefixOf(maker, tag, brand) + "{";
    form.isEmpty = false;
    form.items = () => bufferItems(ctx, value);
  } else if (brand === "DataView") {
    form.open = prefixOf(maker, tag, brand) + "{";
    form.isEmpty = false;
    form.items = () => [
      "byteLength: " + viewLength(value), "byteOffset: " + viewOffset(value),
      "buffer: " + propertyValue(ctx, { __proto__: null, value: viewBuffer(value) }, level + 1, 2),
    ];
  } else if (brand === "Promise") {
    form.open = prefixOf(maker, tag, brand) + "{";
    form.isEmpty = false;
    form.items = () => promiseItems(ctx, value, level + 1);
  } else if (brand === "WeakMap" || brand === "WeakSet") {
    form.open = prefixOf(maker, tag, brand) + "{";
    form.isEmpty = false;
    form.items = () => ["<items unknown>"];
  } else if (boxed[brand] !== undefined) {
    const name = brand === maker ? brand : brand + (maker === null ? " (null prototype)" : " (" + maker + ")");
    form.base = "[" + name + ": " + primitive(boxed[brand](value)) + "]" + (tag !== "" && tag !== maker ? " [" + tag + "]" : "");
    if (brand === "String") form.keys = shownKeys(ctx, value, true, stringValue(value).length);
  } else if (maker !== "Object" || tag !== "") {
    form.open = prefixOf(maker, tag, tag === "Module" && maker === null ? "Module" : "Object") + "{";
  }
  return form;
};
const unusual = (maker, tag, brand) => {
  const prefix = prefixOf(maker, tag, brand);
  return prefix === brand + " " ? "" : prefix;
};
const showObject = (ctx, value, level) => {
  const maker = makerOf(value), tag = tagText(value);
  const form = formOf(ctx, value, level, maker, tag);
  const { base } = form;
  if (form.isEmpty && form.keys.length === 0) return base !== "" ? base : form.open + form.close;
  if (level > ctx.depth) {
    const name = slice(prefixOf(maker, tag, isArray(value) ? "Array" : "Object"), 0, -1);
    return maker === null ? name : "[" + name + "]";
  }
  ctx.seen = { value, outer: ctx.seen };
  ctx.depthNow = level + 1;
  const items = form.items === undefined ? [] : form.items();
  for (let i = 0; i < form.keys.length; i++) {
    if (ctx.left <= 0) {
      push(items, "…");
      break;
    }
    push(items, propertyText(ctx, value, form.keys[i], level + 1));
  }
  ctx.seen = ctx.seen.outer;
  const circle = mapGet(ctx.circular, value);
  const head = circle === undefined ? base : "<ref *" + circle + ">" + (base === "" ? "" : " " + base);
  return layout(ctx, items, head, form.open, form.close, form.isList, level + 1, value);
};
const option = (options, name, otherwise) => options !== undefined && hasOwn(options, name) ? options[name] : otherwise;
/** The text of a value. Deeper than depth there are names instead of values. */
const inspect = (value, options) => {
  const maxChars = settings.maxChars;
  const ctx = {
    __proto__: null, depth: option(options, "depth", 4), breakLength: option(options, "breakLength", 80),
    maxItems: option(options, "maxItems", 100), showHidden: option(options, "showHidden", false),
    indent: 0, depthNow: 0, left: maxChars, seen: undefined, circular: new SafeMap(),
  };
  const text = show(ctx, value, 0);
  return text.length > maxChars ? slice(text, 0, maxChars) + "… (cut)" : text;
};
`;
