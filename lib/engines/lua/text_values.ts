// SPDX-License-Identifier: Apache-2.0 OR MIT
// Values as text for a person: tables laid out, cycles and shared tables marked, sizes limited.

import type { State } from "./exports.ts";
import { Status, Type, typeNames } from "./exports.ts";
import type { LuaRuntime } from "./runtime.ts";
import { quote } from "./quote.ts";

/** How much of a value is shown. */
export interface TextLimits {
  readonly maxChars: number;
  readonly maxItems: number;
  readonly maxDepth: number;
}

/** What `describeValue` is to do. */
export interface DescribeOptions {
  readonly limits: TextLimits;
  /** Whether `__tostring` may run: not where no script is meant to run. */
  readonly metamethods: boolean;
}

/** Keys of one table that are looked at for sorting. */
const maxKeys = 10_000;
const lineChars = 76;
/** Room for the mark of a cut string and its quotes. */
const markChars = 40;

type Key =
  | { readonly rank: 0; readonly number: number; readonly text: string }
  | { readonly rank: 1; readonly text: string; readonly bytes: Uint8Array }
  | { readonly rank: 2; readonly text: string; readonly value: string };

/** Shows one value; made anew for each. */
class Describer {
  readonly #seen = new Map<number, number>();
  readonly #labels = new Map<number, number>();
  readonly #shown = new Set<number>();
  #budget: number;

  constructor(
    readonly lua: LuaRuntime,
    readonly L: State,
    readonly options: DescribeOptions,
  ) {
    this.#budget = options.limits.maxChars;
  }

  /** Counts how often each table below the value at `index` is reached. */
  count(index: number, depth: number): void {
    const { lua: { x }, L } = this;
    if (x.lua_type(L, index) !== Type.table || depth > this.options.limits.maxDepth) return;
    const pointer = x.lua_topointer(L, index);
    const times = (this.#seen.get(pointer) ?? 0) + 1;
    this.#seen.set(pointer, times);
    if (times > 1 || this.#seen.size > maxKeys) return;
    const table = x.lua_absindex(L, index);
    x.luaL_checkstack(L, 8, 0);
    let left = this.options.limits.maxItems * 10;
    x.lua_pushnil(L);
    while (x.lua_next(L, table) !== 0) {
      if (left-- <= 0) return this.lua.pop(L, 2);
      this.count(-1, depth + 1);
      this.lua.pop(L, 1);
    }
  }

  /** Text of the value at `index`; strings are quoted. */
  value(index: number, depth: number, indent: number): string {
    const { lua, L } = this;
    const type = lua.x.lua_type(L, index);
    if (type === Type.string) return this.#spend(this.#string(index));
    const custom = this.#custom(index);
    if (custom !== undefined) return this.#spend(custom);
    if (type === Type.table) return this.#table(lua.x.lua_absindex(L, index), depth, indent);
    return this.#spend(this.#plain(index, type));
  }

  #spend(text: string): string {
    this.#budget -= text.length;
    return text;
  }

  #string(index: number): string {
    const bytes = this.lua.bytesAt(this.L, index) ?? new Uint8Array();
    if (bytes.length <= this.#budget) return quote(bytes);
    const kept = Math.max(0, this.#budget - markChars);
    return `${quote(bytes.subarray(0, kept))}… (${bytes.length - kept} more bytes)`;
  }

  #plain(index: number, type: number): string {
    const { lua, L } = this;
    const { x } = lua;
    if (type === Type.number) {
      x.lua_pushvalue(L, index);
      const text = lua.toText(L, -1);
      lua.pop(L, 1);
      return text;
    }
    if (type === Type.boolean) return x.lua_toboolean(L, index) !== 0 ? "true" : "false";
    if (type === Type.nil) return "nil";
    return `${typeNames[type]}: 0x${hex(x.lua_topointer(L, index))}`;
  }

  /** What `__tostring` says, or `__name` for what is no table. */
  #custom(index: number): string | undefined {
    const { lua, L } = this;
    const { x } = lua;
    if (x.lua_getmetatable(L, index) === 0) return undefined;
    const type = lua.rawField(L, -1, "__tostring");
    const named = lua.rawField(L, -2, "__name") === Type.string ? lua.toText(L, -1) : undefined;
    lua.pop(L, 3);
    const isTable = x.lua_type(L, index) === Type.table;
    const plain = `${named ?? ""}: 0x${hex(x.lua_topointer(L, index))}`;
    if (type === Type.nil) return named === undefined || isTable ? undefined : plain;
    if (!this.options.metamethods) return named === undefined ? undefined : plain;
    x.lua_pushvalue(L, index);
    const status = lua.protect(L, 1, 1, (state) => {
      x.luaL_tolstring(state, 1, 0);
      return 1;
    });
    const text = lua.toText(L, -1);
    lua.pop(L, 1);
    return status === Status.ok ? text : `<error in __tostring: ${text}>`;
  }

  #table(table: number, depth: number, indent: number): string {
    const { lua: { x }, L, options: { limits } } = this;
    const pointer = x.lua_topointer(L, table);
    const label = this.#label(pointer);
    if (this.#shown.has(pointer)) return this.#spend(`<table ${label}>`);
    this.#shown.add(pointer);
    const mark = label === undefined ? "" : `<${label}>`;
    if (depth >= limits.maxDepth) {
      return this.#spend(`${mark}${this.#isEmpty(table) ? "{}" : "{…}"}`);
    }
    x.luaL_checkstack(L, 12, 0);
    const items = this.#items(table, depth, indent);
    const line = `${mark}{${items.join(", ")}}`;
    if (line.length + indent <= lineChars && !line.includes("\n")) return line;
    const margin = " ".repeat(indent + 2);
    return `${mark}{\n${margin}${items.join(`,\n${margin}`)}\n${" ".repeat(indent)}}`;
  }

  /** Number of a table that is reached more than once. */
  #label(pointer: number): number | undefined {
    if ((this.#seen.get(pointer) ?? 0) < 2) return undefined;
    const label = this.#labels.get(pointer) ?? this.#labels.size + 1;
    this.#labels.set(pointer, label);
    return label;
  }

  #isEmpty(table: number): boolean {
    this.lua.x.lua_pushnil(this.L);
    if (this.lua.x.lua_next(this.L, table) === 0) return true;
    this.lua.pop(this.L, 2);
    return false;
  }

  #items(table: number, depth: number, indent: number): string[] {
    const { lua, L, options: { limits } } = this;
    const items: string[] = [];
    const length = Number(lua.x.lua_rawlen(L, table));
    const shown = Math.min(length, limits.maxItems);
    let i = 1;
    for (; i <= shown && this.#budget > 0; i++) {
      lua.x.lua_rawgeti(L, table, BigInt(i));
      items.push(this.value(-1, depth + 1, indent + 2));
      lua.pop(L, 1);
    }
    if (i <= length) items.push(`… ${length - i + 1} more`);
    const { keys, uncounted } = this.#keys(table, length, depth, indent);
    let left = limits.maxItems - shown;
    let rest = keys.length + uncounted;
    for (const key of keys) {
      if (left-- <= 0 || this.#budget <= 0) break;
      rest--;
      items.push(this.#entry(table, key, depth, indent));
    }
    if (rest > 0) items.push(`… ${rest}${uncounted > 0 ? " or more" : ""} more`);
    return items;
  }

  #entry(table: number, key: Key, depth: number, indent: number): string {
    const { lua, L } = this;
    this.#spend(key.text);
    if (key.rank === 2) return `${key.text} = ${key.value}`;
    if (key.rank === 0) {
      if (Number.isInteger(key.number)) lua.x.lua_pushinteger(L, BigInt(key.number));
      else lua.x.lua_pushnumber(L, key.number);
    } else lua.pushBytes(L, key.bytes);
    lua.x.lua_rawget(L, table);
    const text = `${key.text} = ${this.value(-1, depth + 1, indent + 2)}`;
    lua.pop(L, 1);
    return text;
  }

  /** Keys outside 1..length, in the order of showing. */
  #keys(
    table: number,
    length: number,
    depth: number,
    indent: number,
  ): { keys: Key[]; uncounted: number } {
    const { lua, L } = this;
    const { x } = lua;
    const keys: Key[] = [];
    let uncounted = 0;
    x.lua_pushnil(L);
    while (x.lua_next(L, table) !== 0) {
      if (keys.length >= maxKeys) {
        lua.pop(L, 2);
        uncounted = 1;
        break;
      }
      const key = this.#key(length, depth, indent);
      if (key !== undefined) keys.push(key);
      lua.pop(L, 1);
    }
    return { keys: keys.sort(compareKeys), uncounted };
  }

  /** The key under the top of the stack; undefined when it is in 1..length. */
  #key(length: number, depth: number, indent: number): Key | undefined {
    const { lua, L } = this;
    const { x } = lua;
    const type = x.lua_type(L, -2);
    if (type === Type.number) {
      const number = x.lua_tonumberx(L, -2, 0);
      const inArray = x.lua_isinteger(L, -2) !== 0 && number >= 1 && number <= length;
      return inArray ? undefined : { rank: 0, number, text: `[${this.#plain(-2, type)}]` };
    }
    if (type === Type.string) {
      const bytes = (lua.bytesAt(L, -2) ?? new Uint8Array()).slice();
      return { rank: 1, bytes, text: keyText(bytes) };
    }
    if (this.#budget <= 0) return { rank: 2, text: "[…]", value: "…" };
    // Rendered now: such a key cannot be pushed again later.
    const text = `[${this.value(-2, depth + 1, indent + 2)}]`;
    return { rank: 2, text, value: this.value(-1, depth + 1, indent + 2) };
  }
}

function compareKeys(a: Key, b: Key): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.rank === 0 && b.rank === 0) return a.number - b.number;
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const words = new Set(
  ("and break do else elseif end false for function goto if in local nil not or repeat return then " +
    "true until while").split(" "),
);

/** A text key as a table constructor has it. */
export function keyText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return identifier.test(text) && !words.has(text) ? text : `[${quote(bytes)}]`;
}

function hex(pointer: number): string {
  return pointer.toString(16).padStart(8, "0");
}

/**
 * Text of the value at `index`. To be called protected: it may raise when memory is out.
 *
 * @param index of any value; nothing is popped
 */
export function describeValue(
  lua: LuaRuntime,
  L: State,
  index: number,
  options: DescribeOptions,
): string {
  const describer = new Describer(lua, L, options);
  const at = lua.x.lua_absindex(L, index);
  describer.count(at, 0);
  const text = describer.value(at, 0, 0);
  const { maxChars } = options.limits;
  if (text.length <= maxChars) return text;
  return `${text.slice(0, maxChars)}\n… cut at ${maxChars} characters`;
}
