// SPDX-License-Identifier: Apache-2.0 OR MIT
// How a script ends, the same in every language and in both forms of the program.

import assert from "node:assert/strict";
import { eachProgram } from "../clients/program.ts";
import { eachProgramOnLinux } from "./daemon/register.ts";
import { outputOf, ScriptFolder } from "./script_runs.ts";

/** One way to end. */
interface Ending {
  readonly what: string;
  readonly code: number;
  readonly stdout: string;
  /** What standard error says; nothing when absent. */
  readonly stderr?: RegExp;
  /** Code by the ending of the file's name. */
  readonly scripts: Readonly<Record<string, string>>;
}

const endings: readonly Ending[] = [
  {
    what: "comes to its end",
    code: 0,
    stdout: "done\n",
    scripts: { lua: `print("done")`, js: `console.log("done")`, py: `print("done")` },
  },
  {
    what: "is empty",
    code: 0,
    stdout: "",
    scripts: { lua: "", js: "", py: "" },
  },
  {
    what: "raises what nobody catches",
    code: 1,
    stdout: "",
    stderr: /end\.(lua|js|py)"?(:|, line )2\b[^]*boom|boom[^]*end\.(lua|js|py):2\b/,
    scripts: {
      lua: `\nerror("boom")`,
      js: `\nthrow new Error("boom");`,
      py: `\nraise ValueError("boom")`,
    },
  },
  {
    what: "raises in a promise or coroutine it awaits",
    code: 1,
    stdout: "before\n",
    stderr: /boom/,
    scripts: {
      lua:
        `print("before")\nassert(coroutine.resume(coroutine.create(function() error("boom") end)))`,
      js: `console.log("before");\nawait Promise.reject(new Error("boom"));`,
      py: `print("before")\nasync def fail(): raise ValueError("boom")\nawait fail()`,
    },
  },
  {
    what: "is no program",
    code: 1,
    stdout: "",
    stderr: /SyntaxError/,
    scripts: { lua: "print(1)\nif", js: "console.log(1)\nif", py: "print(1)\nif" },
  },
  {
    what: "ends itself with a code",
    code: 3,
    stdout: "before\n",
    scripts: {
      lua: `io.write("before\\n")\nos.exit(3)\nprint("after")`,
      js: `console.log("before");\nprocess.exit(3);\nconsole.log("after");`,
      py: `import sys\nprint("before")\nsys.exit(3)\nprint("after")`,
    },
  },
  {
    what: "ends itself below what catches errors",
    code: 3,
    stdout: "",
    scripts: {
      lua: `pcall(function() os.exit(3) end)\nprint("after")`,
      js: `try { process.exit(3) } catch { console.log("caught") }\nconsole.log("after");`,
      py: `import sys\ntry:\n  sys.exit(3)\nexcept Exception:\n  print("caught")\nprint("after")`,
    },
  },
  {
    what: "ends itself without a code",
    code: 0,
    stdout: "",
    scripts: { lua: "os.exit()", js: "process.exit()", py: "import sys\nsys.exit()" },
  },
  {
    what: "ends itself with a code beyond a byte",
    code: 4,
    stdout: "",
    scripts: { lua: "os.exit(260)", js: "process.exit(260)", py: "import sys\nsys.exit(260)" },
  },
  {
    what: "ends itself with a truth or a text",
    code: 1,
    stdout: "",
    stderr: /^(why\n)?$/,
    scripts: { lua: "os.exit(false)", py: `import sys\nsys.exit("why")` },
  },
];

for (const { what, code, stdout, stderr, scripts } of endings) {
  eachProgram(`the exit code is ${code} when a script ${what}`, async (program) => {
    await using folder = await ScriptFolder.open(program);
    for (const [ending, text] of Object.entries(scripts)) {
      await folder.write(`end.${ending}`, text);
      const ended = await folder.run("llmspell", ["run", `end.${ending}`]);
      assert.deepEqual([ended.code, ended.stdout], [code, stdout], `${ending}: ${ended.stderr}`);
      if (stderr === undefined) assert.equal(ended.stderr, "", ending);
      else assert.match(ended.stderr, stderr, ending);
    }
  });
}

eachProgram(
  "the exit code is 1 when a script cannot be read, and the reason is told",
  async (program) => {
    await using folder = await ScriptFolder.open(program);
    await Deno.mkdir(`${folder.path}/folder.py`);
    await Deno.symlink("nowhere", `${folder.path}/link.js`);
    await Deno.symlink("round.lua", `${folder.path}/round.lua`);
    await folder.write("file", "");
    await folder.write("bytes.js", new Uint8Array([10, 10, 0xff]));
    await folder.write("engine", "#!/usr/bin/env -S llmspell run --engine cobol\n");
    const cases: [path: string, reason: RegExp][] = [
      ["none.py", /there is no such file/],
      ["folder.py", /it is a folder/],
      ["link.js", /there is no such file/],
      ["round.lua", /Too many levels of symbolic links/i],
      ["file/x.py", /Not a directory/i],
      [`${"x".repeat(300)}.js`, /File name too long/i],
      ["bytes.js", /line 3 is not UTF-8 text/],
      ["engine", /asks for the engine "cobol"/],
    ];
    for (const [path, reason] of cases) {
      const { code, stdout, stderr } = await folder.run("llmspell", ["run", path]);
      assert.deepEqual([code, stdout], [1, ""], path);
      assert.ok(stderr.startsWith(`llmspell: Cannot run "${path}": `), stderr);
      assert.match(stderr, reason);
      assert.doesNotMatch(stderr, /os error|internal error/);
    }
  },
);

const endless = {
  lua: `print("ready") io.stdout:flush() while true do end`,
  js: `console.log("ready"); while (true);`,
  py: `print("ready", flush=True)\nwhile True: pass`,
};

/** Starts an endless script and waits for what it says first. */
async function startEndless(folder: ScriptFolder, name: string): Promise<Deno.ChildProcess> {
  const child = folder.start("llmspell", ["run", name]);
  const reader = child.stdout.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "ready\n");
  reader.releaseLock();
  await child.stdin.close();
  return child;
}

eachProgram(
  "the exit code is 130 when a script is interrupted from the keyboard",
  async (program) => {
    await using folder = await ScriptFolder.open(program);
    for (const [ending, text] of Object.entries(endless)) {
      await folder.write(`loop.${ending}`, text);
      const child = await startEndless(folder, `loop.${ending}`);
      child.kill("SIGINT");
      const { code, stderr } = await outputOf(child);
      assert.equal(code, 130, ending);
      assert.match(stderr, /interrupted/i);
    }
  },
);

eachProgram("the exit code is 143 when a script is told to end", async (program) => {
  await using folder = await ScriptFolder.open(program);
  for (const [ending, text] of Object.entries(endless)) {
    await folder.write(`loop.${ending}`, text);
    const child = await startEndless(folder, `loop.${ending}`);
    child.kill("SIGTERM");
    assert.equal((await outputOf(child)).code, 143, ending);
  }
});

const floods = {
  lua: `while true do print(("x"):rep(1000)) end`,
  js: `while (true) console.log("x".repeat(1000));`,
  py: `while True: print("x" * 1000)`,
};

eachProgram(
  "the exit code is 141, and nothing is said, when the reader of the output goes away",
  async (program) => {
    await using folder = await ScriptFolder.open(program);
    for (const [ending, text] of Object.entries(floods)) {
      await folder.write(`flood.${ending}`, text);
      const child = folder.start("llmspell", ["run", `flood.${ending}`]);
      const reader = child.stdout.getReader();
      await reader.read();
      await reader.cancel();
      await child.stdin.close();
      const [{ code }, stderr] = await Promise.all([
        child.status,
        new Response(child.stderr).text(),
      ]);
      assert.deepEqual([code, stderr], [141, ""], ending);
    }
  },
);

eachProgramOnLinux(
  "the exit code is 1, and the reason is told, when the output finds no room",
  async (program) => {
    await using folder = await ScriptFolder.open(program);
    for (const [ending, text] of Object.entries(floods)) {
      await folder.write(`flood.${ending}`, text);
      const line = `exec llmspell run flood.${ending} >/dev/full`;
      const { code, stderr } = await folder.run("sh", ["-c", line]);
      assert.equal(code, 1, ending);
      assert.match(
        stderr,
        /^llmspell: Cannot write to standard output: No space left on device\n.*\n$/,
      );
    }
  },
);
