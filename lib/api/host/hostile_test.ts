// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions refuse arguments that are none, by a word that says which, and do nothing then.

import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { KernelError } from "../../errors.ts";
import { SharedStore } from "../../store/mod.ts";
import { hostFunctions } from "./mod.ts";
import { closedPolicy, type HostPolicy } from "./policy.ts";

/** Names of all host functions, with how many texts each wants first. */
const functions: readonly (readonly [name: string, texts: number])[] = [
  ["fs.read", 1],
  ["fs.exists", 1],
  ["fs.write", 2],
  ["fs.remove", 1],
  ["fs.rename", 2],
  ["env.get", 1],
  ["module.read", 2],
  ["process.run", 1],
  ["process.available", 1],
  ["state.save", 2],
  ["state.load", 2],
  ["state.delete", 2],
  ["state.list_keys", 1],
];

/** A folder with something to lose, and host functions that may touch some of it. */
class Room implements Disposable {
  readonly folder = Deno.makeTempDirSync();
  readonly state = new SharedStore(10_000);
  readonly granted = join(this.folder, "granted");
  readonly #before: string;

  constructor() {
    Deno.mkdirSync(this.granted);
    Deno.writeTextFileSync(join(this.folder, "secret.lua"), "secret");
    Deno.writeTextFileSync(join(this.granted, "kept.lua"), "kept");
    Deno.symlinkSync(join(this.folder, "secret.lua"), join(this.granted, "link.lua"));
    Deno.symlinkSync(this.folder, join(this.granted, "up"));
    Deno.symlinkSync("b", join(this.granted, "a"));
    Deno.symlinkSync("a", join(this.granted, "b"));
    Deno.symlinkSync("self", join(this.granted, "self"));
    this.#before = this.listing();
  }

  call(policy: Partial<HostPolicy>): (name: string, args: readonly unknown[]) => Promise<unknown> {
    const call = hostFunctions({
      policy: { ...closedPolicy, ...policy },
      folder: this.granted,
      moduleFolders: [this.granted],
      env: (name) => name === "LLMSPELL_HOSTILE" ? "secret" : undefined,
      state: this.state,
    });
    return (name, args) => call(1, name, args);
  }

  /** All names and contents. */
  listing(folder: string = this.folder): string {
    return [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1).map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isSymlink) return `${path} -> ${Deno.readLinkSync(path)}`;
      return entry.isDirectory ? this.listing(path) : `${path}: ${Deno.readTextFileSync(path)}`;
    }).join("\n");
  }

  assertUntouched(): void {
    assert.equal(this.listing(), this.#before);
    assert.equal(this.state.bytes, 0);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** A refusal: of the host, or of an argument by name and number. */
function assertRefusal(error: unknown, name: string): void {
  if (error instanceof KernelError) return assert.match(error.code, /^host\.|^state\./);
  assert(error instanceof TypeError, `${name}: ${error}`);
  assert.match(error.message, new RegExp(`^Cannot call ${name}: argument [12] `));
}

async function refused(work: Promise<unknown>, name: string): Promise<void> {
  const [outcome] = await Promise.allSettled([work]);
  assert(outcome.status === "rejected", `${name} did it: ${outcome.status}`);
  assertRefusal(outcome.reason, name);
}

/** What a structured clone can carry and is no text. */
const noText = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, 0, NaN, -1, 2n ** 70n, new Date(0), /x/),
  fc.constantFrom<unknown>(new Map(), new Set([1]), new Uint32Array(2), new ArrayBuffer(1)),
  fc.array(fc.string()),
  fc.record({ toString: fc.string(), length: fc.nat() }),
  fc.integer(),
);

/** Texts that would lead out of what is granted, or are no path at all. */
const badPath = fc.oneof(
  fc.constantFrom("../secret.lua", "link.lua", "up/secret.lua", "up/granted/../secret.lua"),
  fc.constantFrom("a", "self", "a/b/c", "kept.lua\0", "\0", "kept.lua/x", "x".repeat(5_000)),
  fc.constantFrom("/etc/passwd", "//etc//passwd", "/proc/self/environ", "./".repeat(3_000) + ".."),
  fc.constantFrom("..", "../", "/", "/dev/null/x"),
);

Deno.test("every host function refuses what is no text where it wants one, whatever is granted", async () => {
  using room = new Room();
  const open = room.call({ read: true, write: true, env: true, run: true });
  const closed = room.call({});
  await fc.assert(fc.asyncProperty(
    fc.constantFrom(...functions),
    noText,
    fc.nat(1),
    fc.constantFrom(open, closed),
    async ([name, texts], value, at, call) => {
      fc.pre(at < texts);
      // Bytes stand for text in what is written.
      const args = ["one", "two"].slice(0, texts).with(at, value as string);
      await refused(call(name, args), name);
    },
  ));
  room.assertUntouched();
});

Deno.test("every host function refuses too few arguments", async () => {
  using room = new Room();
  const open = room.call({ read: true, write: true, env: true, run: true });
  for (const [name, texts] of functions) {
    for (let given = 0; given < texts; given++) {
      // Without an argument it tells whether programs can be started at all.
      if (name === "process.available") continue;
      await refused(open(name, ["one"].slice(0, given)), name);
    }
  }
  room.assertUntouched();
});

Deno.test("host functions do not reach what is not granted, whatever the path", async () => {
  using room = new Room();
  const call = room.call({ read: [room.granted], write: [room.granted] });
  const names = ["fs.read", "fs.exists", "fs.write", "fs.remove", "module.read"];
  await fc.assert(fc.asyncProperty(fc.constantFrom(...names), badPath, async (name, path) => {
    await refused(call(name, [path, name === "module.read" ? "?;?.lua" : "new"]), name);
  }));
  await fc.assert(fc.asyncProperty(badPath, async (path) => {
    await refused(call("fs.rename", ["kept.lua", path]), "fs.rename");
    await refused(call("fs.rename", [path, "mine.lua"]), "fs.rename");
  }));
  room.assertUntouched();
});

Deno.test("fs.read refuses what has no end, though all is granted", async () => {
  using room = new Room();
  const call = room.call({ read: true });
  for (const path of ["/dev/zero", "/dev/tty", "/dev/stdin", "a", "self", "x".repeat(5_000)]) {
    await refused(call("fs.read", [path]), "fs.read");
  }
});

Deno.test("host functions say only what is granted of paths that are not", async () => {
  using room = new Room();
  const call = room.call({ read: [room.granted] });
  const message = async (path: string) =>
    await call("module.read", ["m", path]).catch((error: Error) => error.message);
  const there = await message(join(room.folder, "secret.lua/x.lua"));
  const absent = await message(join(room.folder, "absent.lua/x.lua"));
  assert.equal(String(there).replaceAll("secret", "absent"), absent);
});

Deno.test("host functions refuse names and commands with more in them than is granted", async () => {
  using room = new Room();
  const call = room.call({ env: ["HOME"], run: ["true"] });
  for (const name of ["LLMSPELL_HOSTILE", "HOME\0", "home", "", "x".repeat(1e6), "__proto__"]) {
    await refused(call("env.get", [name]), "env.get");
  }
  const commands = [
    "",
    "true; id",

    "true\0",
    "tru\0e",
    "$(id)",
    "true && id",
    "./true",
    "sh -c true",
  ];
  for (const command of [...commands, "true " + "x".repeat(3e6)]) {
    await refused(call("process.run", [command]), "process.run");
  }
  room.assertUntouched();
});

Deno.test("env.get refuses names that cannot be one, though all are granted", async () => {
  using room = new Room();
  const call = hostFunctions({
    policy: { ...closedPolicy, env: true },
    folder: room.granted,
    moduleFolders: [],
    env: (name) => Deno.env.get(name),
    state: room.state,
  });
  for (const name of ["", "A=B", "A\0B"]) {
    await refused(call(1, "env.get", [name]), "env.get");
  }
});

Deno.test("hostFunctions() refuse names that are no function's, whatever they are", async () => {
  using room = new Room();
  const open = room.call({ read: true, write: true, env: true, run: true });
  const known = new Set([...functions.map(([name]) => name), "fs.temporaryName"]);
  const special = fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "fs.");
  await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), special), async (name) => {
    fc.pre(!known.has(name));
    await assert.rejects(open(name, ["kept.lua"]), { code: "host.unknown" });
  }));
  room.assertUntouched();
});

Deno.test("state.* refuse values without a JSON form, and what does not fit", async () => {
  using room = new Room();
  const call = room.call({});
  const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 0);
  const circle: unknown[] = [];
  circle.push(circle);
  const values: readonly unknown[] = [
    ...[undefined, 2n ** 70n, new Map(), new Uint8Array(1), circle, deep],
    ...["x".repeat(20_000), Array(20_000).fill(1)],
  ];
  for (const value of values) {
    await assert.rejects(call("state.save", ["s", "k", value]), (error) => {
      if (error instanceof KernelError) assert.equal(error.code, "state.full");
      else assert.match(String(error), /^TypeError: Cannot call state\.save: argument 3 /);
      return true;
    });
  }
  await refused(call("state.save", ["x".repeat(1e6), "k", 1]), "state.save");
  room.assertUntouched();
});
