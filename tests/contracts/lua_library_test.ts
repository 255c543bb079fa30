// SPDX-License-Identifier: Apache-2.0 OR MIT
// The library of Lua sessions over real host functions: files, modules, processes, input, displays, arguments.

import assert from "node:assert/strict";
import { join } from "node:path";
import { hostFunctions } from "../../lib/api/host/mod.ts";
import { createLuaEngine } from "../../lib/engines/lua/mod.ts";
import { SharedStore } from "../../lib/store/mod.ts";
import type { BenchOptions } from "./engine_bench.ts";
import { EngineBench } from "./engine_bench.ts";

const factory = createLuaEngine();

/** A bench whose session may read and write a temporary folder and load modules from it. */
async function openBench(
  options: BenchOptions = {},
): Promise<{ bench: EngineBench; folder: string } & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const call = hostFunctions({
    folder,
    policy: { read: ["."], write: ["."], env: ["PATH"], run: ["echo", "cat", "false"] },
    moduleFolders: [folder],
    env: (name) => Deno.env.get(name),
    state: new SharedStore(10_000),
  });
  const bench = stack.use(await EngineBench.start(factory, { call, ...options }));
  const owned = stack.move();
  return { bench, folder, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

Deno.test("lua io writes, appends, reads and seeks in granted files", async () => {
  await using opened = await openBench();
  const { bench } = opened;
  const code = `
    local f = assert(io.open("a.txt", "w"))
    f:write("one\\n", 2, "\\n3.5 rest\\n\\255")
    f:close()
    f = io.open("a.txt", "a") f:write("end") f:close()
    f = io.open("a.txt")
    local first, number, float, rest = f:read("l", "n", "n", "L")
    f:seek("set", 1)
    local part, all = f:read(2, "a")
    local again = f:seek("end")
    f:close()
    local lines = {}
    for line in io.lines("a.txt") do lines[#lines + 1] = line end
    return first, number, float, rest, part, #all, again, #lines, io.type(f), select(2, pcall(f.read, f))`;
  assert.equal(
    await bench.text(code),
    '"one"\t2\t3.5\t" rest\\n"\t"ne"\t16\t19\t4\t"closed file"\t"attempt to use a closed file"',
  );
  assert.equal(await bench.text("os.rename('a.txt', 'b.txt'), os.remove('b.txt')"), "true\ttrue");
  assert.match(await bench.text("io.open('b.txt')") ?? "", /^nil\t".*No such file.*"\t2$/);
  assert.match(await bench.text("io.open('/x', 'w')") ?? "", /policy does not allow/);
});

Deno.test("lua require loads modules beside the script, once, with their errors", async () => {
  await using opened = await openBench();
  const { bench, folder } = opened;
  await Deno.writeTextFile(
    join(folder, "one.lua"),
    "loads = (loads or 0) + 1\nreturn { name = ... }",
  );
  await Deno.mkdir(join(folder, "two"));
  await Deno.writeTextFile(
    join(folder, "two", "init.lua"),
    "return { f = function()\nerror('deep') end }",
  );
  await Deno.writeTextFile(join(folder, "broken.lua"), "return = 1");
  assert.equal(
    await bench.text("require('one').name, require('one') == require 'one', loads"),
    '"one"\ttrue\t1',
  );
  const outcome = await bench.run("require('two').f()");
  assert(outcome.status === "error");
  assert.match(outcome.evalue, /two\/init\.lua:2: deep$/);
  assert.match(outcome.traceback.join("\n"), /error\('deep'\)/);
  assert.match(await bench.text("require 'broken'") ?? "", /error loading module 'broken'/);
  assert.match(
    await bench.text("require 'none'") ?? "",
    /no file '.*none.lua'\n\tno file '.*none\/init.lua'/,
  );
  assert.equal(
    await bench.text("package.preload.p = function() return 5 end return require 'p'"),
    '5\t":preload:"',
  );
});

Deno.test("lua os and io run granted programs and read granted variables", async () => {
  await using opened = await openBench();
  const { bench } = opened;
  assert.equal(await bench.text("io.popen('echo a b'):read('a')"), '"a b\\n"');
  assert.equal(await bench.text("os.execute('false')"), 'nil\t"exit"\t1');
  await bench.run("os.execute('echo shown')");
  assert.equal(bench.stream("stdout"), "shown\n");
  await bench.run("local p = io.popen('cat', 'w') p:write('piped') p:close()");
  assert.equal(bench.stream("stdout"), "shown\npiped");
  await bench.run("local t = io.tmpfile() t:write('x') t:seek('set') print(t:read('a')) t:close()");
  assert.equal(bench.stream("stdout"), "shown\npipedx\n");
  assert.deepEqual(Array.from(Deno.readDirSync(opened.folder)), []);
  assert.equal(await bench.text("#os.getenv('PATH') > 0, os.getenv('HOME')"), "true\tnil");
});

Deno.test("lua io.read understands formats and keeps what is left of a line", async () => {
  await using opened = await openBench();
  const { bench } = opened;
  const running = bench.text("local n, rest = io.read('n', 'l') return n, rest, input('more? ')");
  await bench.until(() => bench.questions.length === 1);
  bench.questions[0]?.answer("12 tail");
  await bench.until(() => bench.questions.length === 2);
  assert.deepEqual(bench.questions[1]?.request, { prompt: "more? ", password: false });
  bench.questions[1]?.answer("yes");
  assert.equal(await running, '12\t" tail"\t"yes"');
});

Deno.test("lua display gives handles that update, and encodes images", async () => {
  await using opened = await openBench();
  const { bench } = opened;
  await bench.run(`
    local h = display.markdown("*a*", { display_id = "d1", metadata = { k = 1 } })
    h:update("*b*")
    display.png("\\x89PNG\\r")
    display{ ["text/html"] = "<i>x</i>", ["text/plain"] = "x" }
    display.json({ 1, 2 })
    clear_output(true)`);
  const events = bench.emitted.map(({ event }) => event);
  assert.deepEqual(events[0], {
    type: "display",
    data: { "text/plain": "*a*", "text/markdown": "*a*" },
    metadata: { k: 1 },
    displayId: "d1",
  });
  assert(events[1]?.type === "display" && events[1].update === true);
  assert.equal(events[1].displayId, "d1");
  assert(events[2]?.type === "display" && events[2].data["image/png"] === "iVBORw0=");
  assert(events[3]?.type === "display");
  assert.deepEqual(events[3].data, { "text/html": "<i>x</i>", "text/plain": "x" });
  assert(events[4]?.type === "display");
  assert.deepEqual(events[4].data["application/json"], [1, 2]);
  assert.deepEqual(events[5], { type: "clear_output", wait: true });
});

Deno.test("lua results may bring their own representations", async () => {
  await using opened = await openBench();
  const outcome = await opened.bench.run(
    `setmetatable({}, { __mime = function() return { ["text/html"] = "<b/>" }, { w = 1 } end })`,
  );
  assert(outcome.status === "ok");
  assert.deepEqual(outcome.result, {
    data: { "text/plain": "{}", "text/html": "<b/>" },
    metadata: { w: 1 },
  });
});

Deno.test("lua sessions know their script's arguments and the last results", async () => {
  await using opened = await openBench({ script: { path: "dir/s.lua", arguments: ["a", "b"] } });
  const { bench } = opened;
  assert.equal(await bench.text("arg[0], arg[1], ARGS[2], #ARGS"), '"dir/s.lua"\t"a"\t"b"\t2');
  await bench.run("10");
  await bench.run("20");
  assert.equal(await bench.text("_, __"), "20\t10");
});

Deno.test("lua completion and inspection see live values, documentation and sources", async () => {
  await using opened = await openBench();
  const { engine } = opened.bench;
  await opened.bench.run(
    "--- Greets.\nfunction greet(name, ...)\n  return name\nend\nt = { f = greet }",
  );
  const names = async (code: string): Promise<string[]> =>
    (await engine.complete(code, code.length)).matches.map(({ text, signature }) =>
      text + (signature ?? "")
    );
  assert.deepEqual(await names("gree"), ["greet(name, ...)"]);
  assert.deepEqual(await names("t."), ["f(name, ...)"]);
  assert((await names("('x'):up")).includes("upper(s)"));
  assert.deepEqual(await names("local greedy gree"), ["greedy", "greet(name, ...)"]);
  assert.deepEqual(await names("'gree"), []);
  const found = await engine.inspect("greet(", 6, 1);
  assert(found.found);
  const text = String(found.data["text/markdown"]);
  assert.match(text, /greet\(name, \.\.\.\).*In\[1\]:2.*Greets\..*return name/s);
  const standard = await engine.inspect("string.format", 10, 0);
  assert(standard.found);
  assert.match(String(standard.data["text/plain"]), /printf/);
  assert.deepEqual(await engine.inspect("nothing", 3, 0), { found: false });
});
