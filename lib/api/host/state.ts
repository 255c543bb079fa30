// SPDX-License-Identifier: Apache-2.0 OR MIT
// The store that sessions share, for scripts: the one way by which a value goes from one session to another.

import type { SharedStore } from "../../store/mod.ts";
import { textAt } from "./arguments.ts";
import type { HostFunctions } from "./mod.ts";

/** Longest scope or key, in UTF-16 units. */
const maxNameChars = 1_024;

/**
 * The functions `state.save(scope, key, value)`, `state.load(scope, key)`, which gives `null` where there is nothing,
 * `state.delete(scope, key)`, which tells whether there was something, and `state.list_keys(scope)`. Values are JSON.
 */
export function stateFunctions(store: SharedStore): HostFunctions {
  return {
    "state.save": (args) => {
      const [scope, key] = names(args, "state.save");
      store.save(scope, key, jsonAt(args, 2, "state.save"));
      return null;
    },
    "state.load": (args) => {
      const [scope, key] = names(args, "state.load");
      const json = store.load(scope, key);
      return json === undefined ? null : JSON.parse(json);
    },
    "state.delete": (args) => {
      const [scope, key] = names(args, "state.delete");
      return store.delete(scope, key);
    },
    "state.list_keys": (args) => store.keys(nameAt(args, 0, "state.list_keys")),
  };
}

function names(args: readonly unknown[], name: string): [scope: string, key: string] {
  return [nameAt(args, 0, name), nameAt(args, 1, name)];
}

function nameAt(args: readonly unknown[], index: number, name: string): string {
  const text = textAt(args, index, name);
  if (text.length <= maxNameChars) return text;
  throw new TypeError(
    `Cannot call ${name}: argument ${
      index + 1
    } has ${text.length} characters, more than ${maxNameChars}`,
  );
}

/** The JSON text of an argument. @throws {TypeError} when it has none, and for bytes */
function jsonAt(args: readonly unknown[], index: number, name: string): string {
  const refuse = (what: string): never => {
    throw new TypeError(`Cannot call ${name}: argument ${index + 1} ${what}`);
  };
  const plain = (_key: string, value: unknown): unknown => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return value;
    return refuse(`holds ${value.constructor.name}, which is no JSON`);
  };
  let json: string | undefined;
  try {
    json = JSON.stringify(args[index], plain);
  } catch (error) {
    if (error instanceof RangeError) return refuse("is no JSON: too deep or too long");
    if (!(error instanceof TypeError) || error.message.startsWith("Cannot call")) throw error;
    return refuse(`is no JSON: ${error.message.split("\n")[0]}`);
  }
  return json ?? refuse(`is no JSON but ${typeof args[index]}`);
}
