// SPDX-License-Identifier: Apache-2.0 OR MIT
// Scopes and variables of code that stands, by the numbers a front end asks for them with.

import type { DebugScope, DebugVariable } from "../../contracts/mod.ts";
import { evaluationFailed, referenceUnknown } from "../worker/mod.ts";
import type { Binding, Frame } from "./debug_stack.ts";
import type { State } from "./exports.ts";
import { globalsKey, registryIndex, Type, typeNames } from "./exports.ts";
import type { LuaOpenSession } from "./session.ts";
import { describeValue, keyText } from "./text_values.ts";

/** Entries of one table that are told. */
const maxEntries = 1_000;
/** Items and levels of a table that are shown in one line. */
const preview = { maxItems: 20, maxDepth: 2 } as const;
/** Name that the metatable of a table is shown under. */
const metatableName = "(metatable)";

/** What a number stands for. */
type Reference =
  | { readonly kind: "bindings"; readonly bindings: readonly Binding[]; readonly frame: Frame }
  | { readonly kind: "globals"; readonly frame: Frame }
  | { readonly kind: "value"; readonly ref: number; readonly frame: Frame };

type Entry = { readonly rank: number; readonly variable: DebugVariable };

/** Variables of one stop. Its methods want a protected `L`. */
export class Variables {
  readonly #session: LuaOpenSession;
  readonly #newId: () => number;
  readonly #references = new Map<number, Reference>();

  /** @param newId gives numbers that no other stop has */
  constructor(session: LuaOpenSession, newId: () => number) {
    this.#session = session;
    this.#newId = newId;
  }

  /** Lets go of the values that numbers stand for. */
  release(): void {
    for (const reference of this.#references.values()) {
      if (reference.kind === "value") this.#session.lua.unref(reference.ref);
    }
    this.#references.clear();
  }

  /** Groups of variables of a frame. */
  scopes(frame: Frame): DebugScope[] {
    const scope = (name: string, reference: Reference, expensive = false): DebugScope => (
      { name, variablesReference: this.#add(reference), expensive }
    );
    const locals = [...frame.locals, ...frame.rest];
    const upvalues = frame.upvalues.filter(({ name }) => name !== "_ENV");
    return [
      scope("Locals", { kind: "bindings", bindings: locals, frame }),
      ...(upvalues.length === 0
        ? []
        : [scope("Upvalues", { kind: "bindings", bindings: upvalues, frame })]),
      scope("Globals", { kind: "globals", frame }, true),
    ];
  }

  /** The frame that expressions about what is behind a number are evaluated in. */
  frameOf(reference: number): Frame {
    return this.#get(reference).frame;
  }

  /** What is behind a number. */
  list(L: State, id: number): DebugVariable[] {
    const reference = this.#get(id);
    if (reference.kind === "bindings") {
      return reference.bindings.map((binding) => {
        binding.push(L);
        return this.#popped(L, binding.name, reference.frame);
      });
    }
    this.#pushTable(L, reference);
    const entries = this.#entries(L, reference);
    this.#session.lua.pop(L, 1);
    return entries;
  }

  /** Assigns the value on top of `L`, which stays, to what has a name behind a number. */
  assign(L: State, id: number, name: string): void {
    const { lua } = this.#session;
    const { x } = lua;
    const reference = this.#get(id);
    if (reference.kind === "bindings") {
      const binding = reference.bindings.find((candidate) => candidate.name === name);
      if (binding === undefined) throw unknown(name);
      x.lua_pushvalue(L, -1);
      return binding.assign(L);
    }
    this.#pushTable(L, reference);
    if (!this.#pushKey(L, name)) throw unknown(name);
    x.lua_pushvalue(L, -3);
    x.lua_rawset(L, -3);
    lua.pop(L, 1);
  }

  /** Describes the value at an index. `metamethods`: whether `__tostring` may run. */
  describe(
    L: State,
    index: number,
    { name, frame, metamethods = false }: {
      readonly name: string;
      readonly frame: Frame;
      readonly metamethods?: boolean;
    },
  ): DebugVariable {
    const { lua, limits } = this.#session;
    const type = lua.x.lua_type(L, index);
    const shown = metamethods ? limits : { ...preview, maxChars: limits.maxChars };
    const value = describeValue(lua, L, index, { limits: shown, metamethods });
    const variablesReference = this.#reference(L, index, frame);
    return { name, value, type: typeNames[type] ?? "nil", variablesReference };
  }

  #add(reference: Reference): number {
    const id = this.#newId();
    this.#references.set(id, reference);
    return id;
  }

  #get(id: number): Reference {
    const reference = this.#references.get(id);
    if (reference === undefined) throw referenceUnknown("variable", id);
    return reference;
  }

  #popped(L: State, name: string, frame: Frame): DebugVariable {
    const variable = this.describe(L, -1, { name, frame });
    this.#session.lua.pop(L, 1);
    return variable;
  }

  /** A number for a table with something inside; 0 for other values. */
  #reference(L: State, index: number, frame: Frame): number {
    const { lua } = this.#session;
    const { x } = lua;
    if (x.lua_type(L, index) !== Type.table) return 0;
    x.lua_pushvalue(L, index);
    x.lua_pushnil(L);
    const filled = x.lua_next(L, -2) !== 0;
    if (filled) lua.pop(L, 2);
    const metatable = x.lua_getmetatable(L, -1) !== 0;
    if (metatable) lua.pop(L, 1);
    if (filled || metatable) return this.#add({ kind: "value", ref: lua.ref(L), frame });
    lua.pop(L, 1);
    return 0;
  }

  #pushTable(L: State, reference: Exclude<Reference, { kind: "bindings" }>): void {
    if (reference.kind === "value") this.#session.lua.pushRef(L, reference.ref);
    else this.#session.lua.x.lua_rawgeti(L, registryIndex, globalsKey);
  }

  /** Entries of the table on top: numbers first, then texts, then the rest; of globals only the user's. */
  #entries(L: State, { kind, frame }: Reference): DebugVariable[] {
    const { lua, builtins } = this.#session;
    const { x } = lua;
    const entries: Entry[] = [];
    let more = false;
    x.lua_pushnil(L);
    while (x.lua_next(L, -2) !== 0) {
      const name = this.#keyName(L, -2);
      if (kind === "globals" && builtins.has(name)) lua.pop(L, 1);
      else if (entries.length === maxEntries) {
        lua.pop(L, 2);
        more = true;
        break;
      } else {
        const rank = rankOf(x.lua_type(L, -2));
        entries.push({ rank, variable: this.#popped(L, name, frame) });
      }
    }
    const variables = entries.sort(compareEntries).map(({ variable }) => variable);
    if (more) variables.push({ name: "…", value: "more", type: "", variablesReference: 0 });
    if (kind === "value" && x.lua_getmetatable(L, -1) !== 0) {
      variables.push(this.#popped(L, metatableName, frame));
    }
    return variables;
  }

  /** Pushes the key of the table on top that is shown by a name. @returns false when there is none */
  #pushKey(L: State, name: string): boolean {
    const { lua } = this.#session;
    lua.x.lua_pushnil(L);
    while (lua.x.lua_next(L, -2) !== 0) {
      lua.pop(L, 1);
      if (this.#keyName(L, -1) === name) return true;
    }
    return false;
  }

  /** How the key at an index is shown: as a table constructor has it. */
  #keyName(L: State, index: number): string {
    const { lua, limits: { maxChars } } = this.#session;
    const bytes = lua.x.lua_type(L, index) === Type.string ? lua.bytesAt(L, index) : undefined;
    if (bytes !== undefined) return keyText(bytes);
    const shown = { ...preview, maxChars };
    return `[${describeValue(lua, L, index, { limits: shown, metamethods: false })}]`;
  }
}

function unknown(name: string): Error {
  return evaluationFailed(`no variable '${name}' here`);
}

function rankOf(type: number): number {
  return type === Type.number ? 0 : type === Type.string ? 1 : 2;
}

function compareEntries(a: Entry, b: Entry): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  const [x, y] = [a.variable.name, b.variable.name];
  if (a.rank === 0) return Number(x.slice(1, -1)) - Number(y.slice(1, -1));
  return x < y ? -1 : x > y ? 1 : 0;
}
