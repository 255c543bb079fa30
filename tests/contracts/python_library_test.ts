// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a Python session adds to the language, beside what every engine must do.

import assert from "node:assert/strict";
import { join } from "node:path";
import { closedPolicy, hostFunctions, type HostPolicy } from "../../lib/api/host/mod.ts";
import type { EngineHost } from "../../lib/contracts/mod.ts";
import { createPythonEngine } from "../../lib/engines/python/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { SharedStore } from "../../lib/store/mod.ts";
import { checkoutAssets } from "./checkout_assets.ts";
import { type BenchOptions, EngineBench } from "./engine_bench.ts";

/** One for all tests: the interpreter is compiled once. */
const pythonEngine = createPythonEngine();

Deno.test("python engine that is no longer wanted does not wait for what engines share; others get it", async () => {
  const engine = createPythonEngine();
  const gate = Promise.withResolvers<void>();
  const bytes = async (name: string) => {
    await gate.promise;
    return await checkoutAssets.bytes(name);
  };
  const assets = { ...checkoutAssets, bytes };
  const stop = new AbortController();
  const unwanted = EngineBench.start(engine, { assets, signal: stop.signal });
  const wanted = EngineBench.start(engine, { assets });
  stop.abort();
  await assert.rejects(unwanted, { name: "KernelError", code: "engine.exited" });
  gate.resolve();
  await using bench = await wanted;
  assert.equal(await bench.text("6 * 7"), "42");
});

/** A folder with files, on the host. */
class Folder implements AsyncDisposable {
  readonly path: string = Deno.makeTempDirSync();

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const path = join(this.path, name);
    Deno.mkdirSync(join(path, ".."), { recursive: true });
    Deno.writeTextFileSync(path, text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

/** A session whose modules are in `folder`. */
function inFolder(
  folder: Folder,
  options: BenchOptions = {},
  policy: Partial<HostPolicy> = {},
): Promise<EngineBench> {
  const call = hostFunctions({
    policy: { ...closedPolicy, ...policy },
    folder: folder.path,
    moduleFolders: [folder.path],
    state: new SharedStore(1_000),
    env: () => undefined,
  });
  return EngineBench.start(pythonEngine, { call, ...options });
}

Deno.test("python session imports modules and packages beside the script", async () => {
  await using folder = new Folder({
    "helper.py": "\ufeffvalue = 'héllo'\ndef double(n): return 2 * n",
    "pkg/__init__.py": "from . import sub\nfrom .sub import x\n__version__ = '1'",
    "pkg/sub.py": "from . import __path__\nfrom .deep.er import y\nx = 7",
    "pkg/deep/er.py": "y = __name__",
    "space/inner/leaf.py": "z = 9",
    "late.py": "import helper\nw = helper.double(4)",
  });
  await using bench = await inFolder(folder);
  assert.equal(await bench.text("import helper; helper.value, helper.double(3)"), "('héllo', 6)");
  assert.equal(
    await bench.text("from pkg import x, sub; x, sub.y, sub.__package__"),
    "(7, 'pkg.deep.er', 'pkg')",
  );
  assert.equal(await bench.text("import space.inner.leaf as leaf; leaf.z"), "9");
  assert.equal(await bench.text("def f():\n    import late\n    return late.w\nf()"), "8");
  const inCallback = "sorted([1], key=lambda _: __import__('pkg.deep.er').__version__)";
  assert.equal(await bench.text(inCallback), "[1]");
  assert.equal(
    await bench.text("import pkg; helper.__file__, pkg.__path__"),
    `('${folder.path}/helper.py', ['${folder.path}/pkg'])`,
  );
});

Deno.test("python session shows a module's lines, its source, and what it is after a reload", async () => {
  await using folder = new Folder({ "broken.py": "def fail():\n    return 1 / 0  # here\n" });
  await using bench = await inFolder(folder);
  const outcome = await bench.run("import broken\nbroken.fail()");
  assert(outcome.status === "error");
  const text = outcome.traceback.join("\n");
  assert.match(text, /In\[1\]", line 2.*broken\.py", line 2, in fail.*1 \/ 0 {2}# here/s);
  assert.doesNotMatch(text, /importlib|llmspell>/);
  assert.match(await bench.text("import inspect; inspect.getsource(broken.fail)") ?? "", /# here/);
  folder.write("broken.py", "def fail():\n    return 'mended'\n");
  const reload = "import importlib; importlib.reload(broken).fail()";
  assert.equal(await bench.text(reload), "'mended'");
  folder.write("wrong.py", "x = 1\ny = = 2\n");
  const wrong = await bench.run("import wrong");
  assert(wrong.status === "error");
  assert.match(wrong.traceback.join("\n"), /wrong\.py", line 2.*y = = 2/s);
  folder.write("raises.py", "x = 1\nraise KeyError('k')\n");
  const raises = await bench.run("import raises");
  assert(raises.status === "error");
  assert.match(raises.traceback.join("\n"), /In\[5\].*raises\.py", line 2, in <module>/s);
  assert.doesNotMatch(raises.traceback.join("\n"), /importlib|llmspell>/);
});

Deno.test("python session shows the user's frames alone, wherever the language raised", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  const bad = await bench.run(`import json
def read(text):
    return json.loads(text)
read("{")`);
  assert(bad.status === "error");
  const text = bad.traceback.join("\n");
  assert.match(text, /line 4, in <module>.*line 3, in read\n[^/]*JSONDecodeError/s);
  assert.doesNotMatch(text, /\/lib\/python/);
  const running = bench.run(`deep = [[n] * 10 for n in range(1000)]
print("started")
while True:
    json.dumps(deep, indent=1)`);
  await bench.until(() => bench.stream("stdout").includes("started"));
  bench.engine.interrupt("interrupt");
  const stopped = await running;
  assert(stopped.status === "error");
  const frames = stopped.traceback.filter((line) => line.includes("File "));
  assert.deepEqual(frames, ['  File "In[2]", line 4, in <module>']);
});

Deno.test("python session ends what awaits at an interrupt where it waits, and lets it clean up", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  const running = bench.run(`import asyncio
async def waits():
    try:
        print("started")
        await asyncio.sleep(1_000)
    finally:
        await asyncio.sleep(0)
        print("cleaned")
await waits()`);
  await bench.until(() => bench.stream("stdout").includes("started"));
  bench.engine.interrupt("interrupt");
  const outcome = await running;
  assert(outcome.status === "error");
  assert.equal(outcome.ename, "Interrupted");
  assert.match(outcome.traceback.join("\n"), /line 9, in <module>.*line 5, in waits/s);
  assert.doesNotMatch(outcome.traceback.join("\n"), /\/lib\/python/);
  assert.equal(bench.stream("stdout"), "started\ncleaned\n");
  assert.equal(await bench.text("await asyncio.sleep(0, 'well')"), "'well'");
});

Deno.test("python session looks for modules where sys.path says, as far as the policy lets it", async () => {
  await using folder = new Folder({ "lib/inner.py": "a = 1" });
  await using other = new Folder({ "outer.py": "b = 2" });
  await using closed = await inFolder(folder);
  assert.equal(await closed.text("import sys; sys.path[0]"), `'${folder.path}'`);
  assert.equal(await closed.text("sys.path.append('lib'); import inner; inner.a"), "1");
  const reach = `sys.path.append('${other.path}')\nimport outer\nouter.b`;
  assert.match(await closed.text(reach) ?? "", /^ModuleNotFoundError: No module named 'outer'/);
  await using open = await inFolder(folder, {}, { read: [other.path] });
  assert.equal(await open.text(`import sys\n${reach}`), "2");
});

Deno.test("python session takes its own modules from the language, whatever lies beside the script", async () => {
  await using folder = new Folder({
    "statistics.py": "mine = True",
    "codeop.py": "raise SystemExit",
  });
  await using bench = await inFolder(folder);
  assert.equal(await bench.text("import statistics; statistics.mine"), "True");
  assert.equal((await bench.engine.isComplete("def f():")).status, "incomplete");
});

Deno.test("python session says what can be imported when a module is not there", async () => {
  await using folder = new Folder({});
  await using bench = await inFolder(folder);
  for (const name of ["nowhere", "nowhere.deep", "os.nowhere"]) {
    const outcome = await bench.run(`import ${name}`);
    assert(outcome.status === "error");
    assert.equal(outcome.ename, "ModuleNotFoundError");
    assert.match(outcome.traceback.join("\n"), /none is fetched from the network.*beside the/s);
  }
});

Deno.test("python script knows its arguments, its file and that it is the main one", async () => {
  await using folder = new Folder({});
  const script = { path: "some/where/s.py", arguments: ["a", "b"] };
  await using bench = await inFolder(folder, { script });
  assert.equal(
    await bench.text("import sys; sys.argv, ARGS, __name__, __file__"),
    `(['some/where/s.py', 'a', 'b'], ['a', 'b'], '__main__', '${folder.path}/s.py')`,
  );
  assert.deepEqual((await bench.engine.listVariables()).map(({ name }) => name), ["sys"]);
});

/** A host that keeps what `State` is given, and tells what it was asked. */
function stateHost(): { call: EngineHost["call"]; asked: unknown[]; kept: Map<string, unknown> } {
  const asked: unknown[] = [];
  const kept = new Map<string, unknown>();
  const call: EngineHost["call"] = (_execution, name, args) => {
    if (!name.startsWith("state.")) return Promise.reject(new TypeError("Cannot call: not here"));
    asked.push([name, ...args]);
    const key = args.slice(0, 2).join(":");
    switch (name) {
      case "state.save":
        kept.set(key, args[2]);
        return Promise.resolve(null);
      case "state.load":
        return Promise.resolve(kept.get(key) ?? null);
      case "state.delete":
        return Promise.resolve(kept.delete(key));
      default:
        return args[0] === "locked"
          ? Promise.reject(new KernelError("state.locked", "Cannot list: locked", ""))
          : Promise.resolve([...kept.keys()].map((each) => each.split(":")[1]).sort());
    }
  };
  return { call, asked, kept };
}

Deno.test("State saves, loads, deletes and lists, by position and by keyword", async () => {
  const { call, asked, kept } = stateHost();
  await using bench = await EngineBench.start(pythonEngine, { call });
  await bench.run(`value = {"n": [1, 2.5, None, True], 3: ("ä", float("nan")), "o": {}, "e": []}
State.save("global", "k", value)
State.save(value=0, key="a", scope="global")`);
  assert.deepEqual(kept.get("global:k"), {
    n: [1, 2.5, null, true],
    "3": ["ä", null],
    o: {},
    e: [],
  });
  assert.equal(
    await bench.text("State.load('global', 'k')"),
    "{'3': ['ä', None], 'n': [1, 2.5, None, True], 'o': {}, 'e': []}",
  );
  assert.equal(await bench.text("State.load(key='none', scope='global')"), undefined);
  assert.equal(await bench.text("State.list_keys('global')"), "['a', 'k']");
  assert.equal(
    await bench.text("State.delete('global', 'a'), State.delete('global', 'a')"),
    "(True, False)",
  );
  assert.equal(await bench.text("from llmspell import State as other; other is State"), "True");
  assert.equal(await bench.text("State.list_keys('locked')"), "HostError: Cannot list: locked");
  assert.deepEqual(asked[1], ["state.save", "global", "a", 0]);
});

Deno.test("State names the argument and the value that it refuses, before the host is asked", async () => {
  const { call, asked } = stateHost();
  await using bench = await EngineBench.start(pythonEngine, { call });
  const cases: Readonly<Record<string, RegExp>> = {
    "State.save(1, 'k', 0)": /^TypeError: State.save: scope must be str, not int$/,
    "State.load('s', None)": /^TypeError: State.load: key must be str, not NoneType$/,
    "State.list_keys(b's')": /^TypeError: State.list_keys: scope must be str, not bytes$/,
    "State.save('s', 'k', print)": /^TypeError: State.save: a value of type function has no JSON/,
    "State.save('s', 'k', [b'x'])": /^TypeError: State.save: a value of type bytes has no JSON/,
    "State.save('s', 'k', {(1,): 1})": /^TypeError: State.save: a key of type tuple has no JSON/,
    "State.save('s', 'k', {1, 2})": /^TypeError: State.save: a value of type set has no JSON/,
    "State.save('s', 'k', 2**53)":
      /^ValueError: State.save: an int of 2\*\*53 or more has no exact/,
    "x = []; x.append(x); State.save('s', 'k', x)":
      /^ValueError: State.save: a list that holds itse/,
    "State.save('s', 'k')": /^TypeError: .*missing 1 required positional argument: 'value'/,
    "State.save = 1": /^AttributeError/,
  };
  for (const [code, expected] of Object.entries(cases)) {
    assert.match(await bench.text(code) ?? "None", expected, code);
  }
  assert.deepEqual(asked, []);
});

Deno.test("State does the same whatever a script did to the language", async () => {
  const { call, kept } = stateHost();
  await using bench = await EngineBench.start(pythonEngine, { call });
  await bench.run(`import builtins, json, json.encoder, json.decoder, math
builtins.isinstance = lambda *_: False
builtins.str = builtins.dict = builtins.list = builtins.type = builtins.id = builtins.len = None
json.dumps = json.loads = json.encoder.JSONEncoder.encode = json.JSONDecoder.decode = None
json.encoder.c_make_encoder = json.decoder.scanstring = None
State.save("s", "k", {"a": [1, "b"]})
loaded = State.load("s", "k")`);
  assert.deepEqual(kept.get("s:k"), { a: [1, "b"] });
  assert.deepEqual(await bench.engine.getVariable("loaded"), { a: [1, "b"] });
});

Deno.test("python sessions begin alike, and are no source of each other's random numbers", async () => {
  await using one = await EngineBench.start(pythonEngine);
  await using other = await EngineBench.start(pythonEngine);
  for (const code of ["import random; random.random()", "import uuid; uuid.uuid4()"]) {
    assert.notEqual(await one.text(code), await other.text(code));
  }
  await one.run("import statistics\nstatistics.mine = 1");
  assert.equal(await other.text("import statistics; hasattr(statistics, 'mine')"), "False");
});

Deno.test("python session that changes the file of the standard library changes no other's", async () => {
  await using one = await EngineBench.start(pythonEngine);
  await using other = await EngineBench.start(pythonEngine);
  const outcome = await one.run(`import mmap
path = "/lib/python314.zip"
with open(path, "r+b") as file:
    with mmap.mmap(file.fileno(), 4096) as mapped:
        mapped[0:4] = b"MMAP"
        mapped.flush()
    file.seek(10)
    file.write(b"changed")
with open(path, "r+b") as file:
    file.truncate(20)`);
  assert.equal(outcome.status, "ok");
  const head = (size: number) => `open("/lib/python314.zip", "rb").read(${size})[:17]`;
  assert.match(await one.text(head(99)) ?? "", /^b'MMAP.*changed'$/);
  assert.match(await other.text(head(99)) ?? "", /^b'PK\\x03\\x04/);
  assert.doesNotMatch(await other.text(head(99)) ?? "", /changed/);
  assert.equal(await other.text("import wave, tarfile, colorsys; 1"), "1");
});

/** Runs code that reads standard input, and answers its questions; what it wrote. */
async function answered(code: string, answers: readonly string[]): Promise<string> {
  await using bench = await EngineBench.start(pythonEngine);
  const running = bench.run(code);
  for (const [index, answer] of answers.entries()) {
    await bench.until(() => bench.questions.length > index);
    bench.questions[index]?.answer(answer);
  }
  assert.equal((await running).status, "ok");
  const asked = bench.questions.map(({ request }) => request.all ? "all" : "line").join(" ");
  return `${asked}: ${bench.stream("stdout").trimEnd()}`;
}

Deno.test("sys.stdin reads a line, so many characters, or all that is left", async () => {
  const rest = "one\r\ntwo\nlast";
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["print(repr(sys.stdin.read()))", [rest], "all: 'one\\ntwo\\nlast'"],
    ["print(list(sys.stdin))", [rest], "all: ['one\\n', 'two\\n', 'last']"],
    ["print(sys.stdin.readlines())", [""], "all: []"],
    ["print(sys.stdin.readline(), sys.stdin.read())", ["a", "b\nc"], "line all: a\n b\nc"],
    ["print(repr(sys.stdin.readline(1)), repr(input('> ')))", ["abc"], "line: > 'a' 'bc'"],
    [
      "print(repr(sys.stdin.read(4)), repr(sys.stdin.readline()))",
      ["ab", "cd"],
      "line line: 'ab\\nc' 'd\\n'",
    ],
    ["print(sys.stdin.buffer.read())", ["é"], "all: b'\\xc3\\xa9'"],
  ];
  for (const [code, answers, expected] of cases) {
    assert.equal(await answered(`import sys; ${code}`, answers), expected, code);
  }
});

Deno.test("sys.stdin is empty where there is no more, and input() says so", async () => {
  await using bench = await EngineBench.start(pythonEngine, {
    requestInput: () => Promise.reject(new KernelError("input.eof", "Cannot read: ended", "")),
  });
  assert.equal(
    await bench.text("import sys; sys.stdin.read(), sys.stdin.readline(), list(sys.stdin)"),
    "('', '', [])",
  );
  assert.equal(await bench.text("sys.stdin.buffer.read(), sys.stdin.read(3)"), "(b'', '')");
  assert.equal(await bench.text("list(sys.stdin.buffer)"), "[]");
  assert.match(await bench.text("input()") ?? "", /^EOFError/);
});
