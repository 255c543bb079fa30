// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Holds the table of which room may import which, and compares it with what `deno info --json` says of every TypeScript
 * file of the rooms, tests aside. Prints one line for each breach and exits with 1. Run it by `deno task check:imports`.
 *
 * @module
 */

/** One import of a file by another; both are paths from the root of the repository, with `/`. */
export interface FileImport {
  readonly from: string;
  readonly to: string;
}

/** An import that the table does not allow. */
export interface Violation extends FileImport {
  readonly rule: string;
}

/** The part of the answer of `deno info --json` that is read here. */
export interface ModuleGraph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

const BASE = ["lib/contracts", "lib/errors.ts"] as const;
const KERNEL_SIDE = [...BASE, "lib/observe", "lib/store"] as const;
const WIRE_SIDE = [...BASE, "lib/observe", "lib/guard", "lib/wire", "lib/zmq"] as const;

/** What each room may import beside itself. `*` stands for the rest of a room's name, never for files. */
const TABLE: readonly (readonly [room: string, mayImport: readonly string[]])[] = [
  ["main.ts", ["daemon"]],
  ["lib/contracts", ["lib/errors.ts"]],
  ["lib/errors.ts", ["lib/contracts"]],
  ["lib/config", BASE],
  ["lib/observe", BASE],
  ["lib/wire", BASE],
  ["lib/zmq", BASE],
  ["lib/store", BASE],
  ["lib/guard", BASE],
  ["lib/daemon", BASE],
  ["lib/kernel", KERNEL_SIDE],
  ["lib/api", KERNEL_SIDE],
  ["lib/language", KERNEL_SIDE],
  ["lib/engines/worker", KERNEL_SIDE],
  ["lib/engines/*", [...KERNEL_SIDE, "lib/engines/worker"]],
  ["protocols/*", WIRE_SIDE],
  ["daemon", ["lib/*", "protocols/*"]],
];

/** Folders of rooms. What stands beside them (tools, tests, bench) may import any of it, and no room imports that. */
const ROOTS = ["lib", "protocols", "daemon"] as const;

/**
 * Names the room a file belongs to.
 *
 * @param path from the root of the repository, with `/`
 * @returns `undefined` for a file outside every room
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { roomOf } from "./check_imports.ts";
 * assert.equal(roomOf("lib/engines/lua/mod.ts"), "lib/engines/lua");
 * ```
 */
export function roomOf(path: string): string | undefined {
  const parts = path.split("/");
  if (path === "main.ts" || path === "lib/errors.ts") return path;
  const depth = parts[0] === "lib" && parts[1] === "engines"
    ? 3
    : parts[0] === "lib" || parts[0] === "protocols"
    ? 2
    : 1;
  return parts.length > depth ? parts.slice(0, depth).join("/") : undefined;
}

/**
 * Reads the imports between files of the repository out of a module graph: static, dynamic and type-only ones.
 *
 * @param root file URL of the repository, with a slash at its end
 * @throws {Error} when a module could not be loaded, since its own imports are then unknown
 */
export function readImports(graph: ModuleGraph, root: string): FileImport[] {
  const inside = (specifier: string | undefined): string | undefined =>
    specifier?.startsWith(root) && !specifier.includes("/node_modules/")
      ? decodeURIComponent(specifier.slice(root.length))
      : undefined;
  return graph.modules.flatMap(({ specifier, error, dependencies = [] }) => {
    if (error !== undefined) throw new Error(`Cannot read the imports of "${specifier}": ${error}`);
    const from = inside(specifier);
    if (from === undefined) return [];
    const targets = dependencies.flatMap(({ code, type }) => [
      inside(code?.specifier),
      inside(type?.specifier),
    ]);
    return [...new Set(targets)]
      .filter((to): to is string => to !== undefined && to.endsWith(".ts"))
      .map((to) => ({ from, to }));
  });
}

/** Finds every import that goes to a room the table does not name, or past the `mod.ts` of one it names. */
export function checkImports(imports: readonly FileImport[]): Violation[] {
  return imports.flatMap(({ from, to }) => {
    const rule = brokenRule(from, to);
    return rule === undefined ? [] : [{ from, to, rule }];
  });
}

function brokenRule(from: string, to: string): string | undefined {
  const [source, target] = [roomOf(from), roomOf(to)];
  if (source !== undefined && source === target) return undefined;
  const row = TABLE.find(([room]) => source !== undefined && matches(room, source));
  if (row === undefined) return `"${source ?? from}" is no room of the table`;
  const allowed = row[1].some((room) => target !== undefined && matches(room, target));
  if (!allowed) return `${source} may import ${row[1].join(", ")}`;
  const face = target === "lib/errors.ts" ? target : `${target}/mod.ts`;
  return to === face ? undefined : `across rooms only "${face}" may be imported`;
}

function matches(pattern: string, room: string): boolean {
  return pattern.endsWith("/*") ? room.startsWith(pattern.slice(0, -1)) : room === pattern;
}

/**
 * Finds rooms that import each other in a circle.
 *
 * @returns the rooms in order with the first repeated at the end; `undefined` when there is no circle
 */
export function findCycle(imports: readonly FileImport[]): string[] | undefined {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [source, target] = [roomOf(from), roomOf(to)];
    if (source === undefined || target === undefined || source === target) continue;
    next.set(source, (next.get(source) ?? new Set()).add(target));
  }
  const done = new Set<string>();
  const walk = (room: string, path: readonly string[]): string[] | undefined => {
    const seen = path.indexOf(room);
    if (seen >= 0) return [...path.slice(seen), room];
    if (done.has(room)) return undefined;
    for (const target of next.get(room) ?? []) {
      const cycle = walk(target, [...path, room]);
      if (cycle !== undefined) return cycle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of next.keys()) {
    const cycle = walk(room, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Lists the TypeScript files below `folder` that are not tests, as paths from `root`. */
function* sourceFiles(root: URL, folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(new URL(`${folder}/`, root))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sourceFiles(root, path);
    else if (path.endsWith(".ts") && !path.endsWith("_test.ts")) yield path;
  }
}

/** Asks Deno for the graph of all files at once: they are the imports of one module in a data URL. */
async function loadGraph(root: URL, files: readonly string[]): Promise<ModuleGraph> {
  const lines = files.map((file) => `import ${JSON.stringify(new URL(file, root).href)};`);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", `data:application/typescript,${encodeURIComponent(lines.join("\n"))}`],
    cwd: root,
  }).output();
  const text = new TextDecoder();
  if (code !== 0) throw new Error(`Cannot read the module graph: ${text.decode(stderr).trim()}`);
  return JSON.parse(text.decode(stdout));
}

async function main(): Promise<number> {
  const root = new URL("../", import.meta.url);
  const files = ["main.ts", ...ROOTS.flatMap((folder) => [...sourceFiles(root, folder)])];
  const imports = readImports(await loadGraph(root, files), root.href);
  const lines = checkImports(imports).map(({ from, to, rule }) => `${from} imports ${to}: ${rule}`);
  const cycle = findCycle(imports);
  if (cycle !== undefined) lines.push(`rooms import each other in a circle: ${cycle.join(" → ")}`);
  const out = lines.length > 0
    ? lines.join("\n")
    : `${imports.length} imports of ${files.length} files keep to the table of rooms`;
  await new Blob([out, "\n"]).stream().pipeTo(Deno.stdout.writable, { preventClose: true });
  return lines.length > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main());
