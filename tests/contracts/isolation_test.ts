// SPDX-License-Identifier: Apache-2.0 OR MIT
// Two sessions of one kernel, of one language and of two: neither sees or hinders the other.

import assert from "node:assert/strict";
import { closedPolicy, hostFunctions } from "../../lib/api/mod.ts";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import { createLuaEngine } from "../../lib/engines/lua/mod.ts";
import { createPythonEngine } from "../../lib/engines/python/mod.ts";
import type { EngineFactory } from "../../lib/contracts/mod.ts";
import { SharedStore } from "../../lib/store/mod.ts";
import { KernelBench } from "./kernel_bench.ts";

/** What one session does, how another looks for it, and what that one sees. */
type Trace = readonly [what: string, does: string, looks: string, sees: string | undefined];

interface Language {
  readonly factory: EngineFactory;
  readonly traces: readonly Trace[];
  /** Prints `text` and a line end. */
  readonly prints: (text: string) => string;
  /** Loops until it is interrupted. */
  readonly spins: string;
  /** Allocates until it gets the language's memory error. */
  readonly hoards: string;
}

const lua: Language = {
  factory: createLuaEngine({ interruptGraceMs: 60_000 }),
  traces: [
    ["a global", "x = 7", "return x == nil", "true"],
    ["a module", "require('shared').n = 7", "return require('shared').n", "0"],
    ["package.loaded", "package.loaded.mine = 7", "return package.loaded.mine == nil", "true"],
    ["a library", "string.mine = 7", "return string.mine == nil", "true"],
    [
      "the metatable of texts",
      "getmetatable('').__index = function() return 7 end",
      "return (''):rep(0), ('').mine == nil",
      '""\ttrue',
    ],
    ["package.path", "package.path = 'mine'", "return package.path", '"?.lua;?/init.lua"'],
    ["the seed of random numbers", "math.randomseed(7)", "return math.random(2^53) == 1", "false"],
    ["the collector", "collectgarbage('stop')", "return collectgarbage('isrunning')", "true"],
    ["warnings", "warn('@off')", "warn('told') return 1", "1"],
  ],
  prints: (text) => `print(${JSON.stringify(text)})`,
  spins: "print('on') while true do end",
  hoards: "local t = {} while true do t[#t + 1] = ('x'):rep(1000) end",
};

const javascript: Language = {
  factory: createJavascriptEngine({ interruptGraceMs: 60_000 }),
  traces: [
    ["a global", "var x = 7", "typeof x", "'undefined'"],
    [
      "a module",
      "(await import('./shared.js')).set(7)",
      "(await import('./shared.js')).get()",
      "0",
    ],
    ["a prototype", "Array.prototype.mine = 7", "[].mine", undefined],
    ["the prototype of all", "Object.prototype.mine = 7", "({}).mine", undefined],
    [
      "a registered symbol",
      "globalThis[Symbol.for('mine')] = 7",
      "globalThis[Symbol.for('mine')]",
      undefined,
    ],
    ["an intrinsic", "JSON.parse = () => 7", "JSON.parse('1')", "1"],
    ["a timer", "setInterval(() => console.log('tick'), 1); 1", "clearInterval(1); 1", "1"],
    ["shared memory", "var m = new SharedArrayBuffer(8); 1", "typeof m", "'undefined'"],
    ["the process", "process.argv.push('mine'); 1", "process.argv.includes('mine')", "false"],
  ],
  prints: (text) => `console.log(${JSON.stringify(text)})`,
  spins: "console.log('on'); for (;;);",
  hoards: "var t = []; for (;;) t.push('x'.repeat(1000) + t.length)",
};

const python: Language = {
  factory: createPythonEngine({ interruptGraceMs: 60_000 }),
  traces: [
    ["a global", "x = 7", "'x' in globals()", "False"],
    ["a builtin", "import builtins; builtins.mine = 7", "hasattr(__builtins__, 'mine')", "False"],
    ["a module", "import math; math.mine = 7", "import math; hasattr(math, 'mine')", "False"],
    [
      "sys.modules",
      "import sys; sys.modules['mine'] = 7",
      "import sys; 'mine' in sys.modules",
      "False",
    ],
    ["sys.path", "sys.path.append('/mine')", "'/mine' in sys.path", "False"],
    [
      "the environment",
      "import os; os.environ['MINE'] = '7'; os.putenv('OURS', '7')",
      "import os; os.getenv('MINE'), os.getenv('OURS')",
      "(None, None)",
    ],
    [
      "files",
      "open('/home/mine', 'w').write('7'); open('/tmp/mine', 'w').write('7'); os.mkdir('/tmp/folder')",
      "[p for p in ('/home/mine', '/tmp/mine', '/tmp/folder') if os.path.exists(p)]",
      "[]",
    ],
    ["the current folder", "os.chdir('/tmp')", "os.getcwd() == '/tmp'", "False"],
    [
      "the recursion limit",
      "sys.setrecursionlimit(500)",
      "sys.getrecursionlimit() == 500",
      "False",
    ],
    [
      "a handler of signals",
      "import signal; signal.signal(14, print); 1",
      "signal.getsignal(14) == print",
      "False",
    ],
  ].map(([what, does, looks, sees]) => {
    const imports = "import sys, os, signal\n";
    return [what, imports + does, imports + looks, sees] as unknown as Trace;
  }),
  prints: (text) => `print(${JSON.stringify(text)})`,
  spins: "print('on', flush=True)\nwhile True: pass",
  hoards: "t = []\nwhile True: t.append('x' * 1000 + str(len(t)))",
};

const languages = { lua, javascript, python };

/** A folder of modules, for all sessions of a test. */
class Modules implements Disposable {
  readonly folder = Deno.makeTempDirSync();
  constructor() {
    Deno.writeTextFileSync(`${this.folder}/shared.lua`, "return { n = 0 }");
    const script = "let n = 0; export const set = (to) => { n = to }; export const get = () => n;";
    Deno.writeTextFileSync(`${this.folder}/shared.js`, script);
  }
  open(bench: KernelBench, session: string, { factory }: Language): void {
    const call = hostFunctions({
      policy: closedPolicy,
      folder: this.folder,
      moduleFolders: [this.folder],
      env: () => undefined,
      state: new SharedStore(1_000),
    });
    bench.open(session, factory, { call });
  }
  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

for (const [name, language] of Object.entries(languages)) {
  Deno.test(`${name} sessions do not see what another of their kind leaves`, async (test) => {
    using modules = new Modules();
    await using bench = new KernelBench();
    modules.open(bench, "one", language);
    modules.open(bench, "two", language);
    for (const [what, does, looks, sees] of language.traces) {
      await test.step(what, async () => {
        const outcome = await bench.run("one", does);
        assert.equal(outcome.status, "ok", JSON.stringify(outcome));
        assert.equal(await bench.text("two", looks), sees);
      });
    }
  });

  Deno.test(`${name} session: an interrupt, a full memory and an end of one are its own`, async () => {
    using modules = new Modules();
    await using bench = new KernelBench();
    for (const session of ["one", "two"]) modules.open(bench, session, language);
    const spinning = bench.run("one", language.spins);
    const other = bench.run("two", language.spins);
    await bench.until(() => ["one", "two"].every((id) => bench.stream(id).includes("on")));
    await bench.interrupt("one");
    const stopped = await spinning;
    assert(stopped.status === "error" && stopped.ename === "Interrupted");
    const full = await bench.run("one", language.hoards);
    assert(full.status === "error" && /MemoryError/.test(full.ename), JSON.stringify(full));
    await bench.kernel.endEngines(["one"]);
    await assert.rejects(bench.text("one", "1"), { code: "kernel.stopping" });
    await bench.interrupt("two");
    const last = await other;
    assert(last.status === "error" && last.ename === "Interrupted");
    assert.equal(await bench.text("two", "6 * 7"), "42");
  });
}

Deno.test("sessions of three languages in one kernel write to their own streams alone", async () => {
  using modules = new Modules();
  await using bench = new KernelBench();
  for (const [name, language] of Object.entries(languages)) modules.open(bench, name, language);
  await Promise.all(
    Object.entries(languages).flatMap(([name, { prints }]) =>
      Array.from({ length: 10 }, (_, i) => bench.run(name, prints(`${name} ${i}`)))
    ),
  );
  for (const name of Object.keys(languages)) {
    const lines = bench.stream(name).trimEnd().split("\n");
    assert.equal(lines.length, 10);
    assert(lines.every((line) => line.startsWith(`${name} `)), lines.join());
    assert.equal(await bench.text(name, "6 * 7"), "42");
  }
});

Deno.test("sessions of three languages: one that spins or fills its memory leaves the others alone", async () => {
  using modules = new Modules();
  await using bench = new KernelBench();
  for (const [name, language] of Object.entries(languages)) modules.open(bench, name, language);
  for (const [name, { spins, hoards }] of Object.entries(languages)) {
    const others = Object.keys(languages).filter((other) => other !== name);
    const spinning = bench.run(name, spins);
    await bench.until(() => bench.stream(name).includes("on"));
    for (const other of others) assert.equal(await bench.text(other, "6 * 7"), "42");
    await bench.interrupt(name);
    assert.equal((await spinning).status, "error");
    assert.equal((await bench.run(name, hoards)).status, "error");
    for (const other of others) assert.equal(await bench.text(other, "6 * 7"), "42");
  }
});

for (const name of ["lua", "javascript", "python"] as const) {
  Deno.test(`${name} session waits when nobody takes its events, whatever they carry`, async () => {
    await using bench = new KernelBench();
    bench.open("one", languages[name].factory, { limits: { maxOutputBytes: 100_000 } });
    await bench.run("one", "1");
    const { promise: room, resolve: makeRoom } = Promise.withResolvers<void>();
    const { promise: shown, resolve: show } = Promise.withResolvers<void>();
    let displays = 0;
    using _stalled = bench.kernel.subscribe("one", ({ body }) => {
      if (body.type !== "display") return;
      displays++;
      show();
      return room;
    });
    const running = bench.run("one", floods[name]);
    await shown;
    // The engine answers where it waits, and would do so while it went on.
    for (let i = 0; i < 10; i++) {
      await bench.call("one", "complete", { code: "", cursor: 0 }, { channel: "control" });
    }
    const underWay = displays;
    await bench.interrupt("one");
    makeRoom();
    assert.equal((await running).status, "error");
    assert(underWay <= 3, `${underWay} displays of 100,000 bytes were under way`);
  });
}

/** Shows a thousand times what is small but for its metadata. */
const floods = {
  lua: "local s = ('x'):rep(1e5) for _ = 1, 1000 do display(1, { metadata = { s = s } }) end",
  javascript:
    "var s = 'x'.repeat(1e5); for (let i = 0; i < 1e3; i++) display(1, { metadata: { s } })",
  python: "s = 'x' * 100_000\nfor _ in range(1000): display(1, metadata={'s': s})",
} as const;
