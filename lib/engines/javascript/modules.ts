// SPDX-License-Identifier: Apache-2.0 OR MIT
// Modules that scripts import: the host finds and reads them, under its policy.

import { posix } from "node:path";
import type { JavascriptSession } from "./session.ts";
import { stripTypes } from "./source.ts";

const endings = [".js", ".mjs", ".ts", ".mts", ".json"];
/** What Node loads by `require` alone: there is none here. */
const commonEndings = /\.c[jt]s$/;

/**
 * Name of the module that `specifier` means; a relative one is beside its importer.
 *
 * @param importer name of the module that imports; undefined for a cell or a script, whose folder the host knows
 */
export function moduleName(importer: string | undefined, specifier: string): string {
  if (!/^\.\.?\//.test(specifier)) return specifier;
  return posix.join(importer === undefined ? "." : posix.dirname(importer), specifier);
}

/**
 * Where a module may be, as the host's `module.read` takes it: paths separated by semicolons.
 *
 * @throws {TypeError} for a name that no module has, and for one of a CommonJS module
 */
export function moduleTemplates(name: string): string {
  if (/[;?\0]/.test(name)) throw new TypeError(`Cannot import "${name}": not a module's name`);
  if (commonEndings.test(name)) {
    throw new TypeError(
      `Cannot import "${name}": CommonJS modules are not supported, write it with export and as .mjs or .mts`,
    );
  }
  if (endings.some((ending) => name.endsWith(ending))) return name;
  return [...endings.map((ending) => name + ending), `${name}/index.js`, `${name}/index.ts`]
    .join(";");
}

/** Lets scripts of the session import modules. */
export function openModules({ vm, scheduler, debugger: debug }: JavascriptSession): void {
  const loaded = new Set<string>();
  const load = (name: string): string => {
    const args = [name, moduleTemplates(name)];
    const reply = scheduler.callNow((call, execution) => ({
      type: "call",
      call,
      execution,
      name: "module.read",
      args,
    }));
    if (reply === undefined) throw new TypeError(`Cannot import "${name}": interrupted`);
    if (reply.type === "refusal") throw new TypeError(reply.message);
    const { path, text } = Object(reply.value);
    if (typeof text !== "string") throw new TypeError(`Cannot import "${name}": no text`);
    const found = String(path);
    loaded.add(name);
    if (found.endsWith(".json")) return `export default ${JSON.stringify(JSON.parse(text))}`;
    const code = /\.m?ts$/.test(found) ? stripTypes(text) : text;
    return debug.load(code, found, name, true);
  };
  const attempt = <T extends string>(work: () => T): T | { error: Error } => {
    try {
      return work();
    } catch (error) {
      return { error: error instanceof Error ? error : new TypeError(String(error)) };
    }
  };
  vm.runtime.setModuleLoader(
    (name) => attempt(() => load(name)),
    (base, specifier) => moduleName(loaded.has(base) ? base : undefined, specifier),
  );
}
