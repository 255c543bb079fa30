// SPDX-License-Identifier: Apache-2.0 OR MIT
// Scripts of every language in both forms of the program: how they are found, started, and what they are given.

import assert from "node:assert/strict";
import { join } from "node:path";
import { eachProgram } from "../clients/program.ts";
import { ScriptFolder } from "./script_runs.ts";

/** Says in which language it runs: none of them is a program of another. */
const told = {
  lua: 'print("lua" .. "")',
  javascript: "console.log(`javascript`)",
  python: 'print("py" "thon")',
} as const;

eachProgram(
  "run and exec choose a language by option, ending, first line and setting",
  async (program) => {
    await using folder = await ScriptFolder.open(program);
    const { lua, javascript, python } = told;
    const cases: [language: string, words: string[], code: string, env?: Record<string, string>][] =
      [
        ["lua", ["a.lua"], lua],
        ...["js", "mjs", "cjs", "ts", "mts"].map((ending) =>
          ["javascript", [`a.${ending}`], javascript] as [string, string[], string]
        ),
        ["python", ["a.py"], python],
        ["python", ["--engine", "py", "a.lua"], python],
        ["javascript", ["--engine=ts", "a"], javascript],
        ["python", ["b"], `#!/usr/bin/env python3\n${python}`],
        ["javascript", ["b"], `#!/usr/bin/env -S llmspell run --engine js\n${javascript}`],
        ["javascript", ["b"], javascript, { LLMSPELL_KERNEL_LANGUAGE: "javascript" }],
        ["lua", ["b"], lua],
      ];
    for (const [language, words, code, env = {}] of cases) {
      await folder.write(words.at(-1)!, code);
      assert.deepEqual(
        await folder.run("llmspell", ["run", ...words], { env }),
        { code: 0, stdout: `${language}\n`, stderr: "" },
        words.join(" "),
      );
    }
    for (const [engine, code] of Object.entries(told)) {
      const given = await folder.run("llmspell", ["exec", "--engine", engine, code]);
      assert.deepEqual([given.code, given.stdout, given.stderr], [0, `${engine}\n`, ""], engine);
    }
    const env = { LLMSPELL_KERNEL_LANGUAGE: "js" };
    assert.equal((await folder.run("llmspell", ["exec", "[6 * 7]"], { env })).stdout, "[ 42 ]\n");
  },
);

eachProgram("run - takes the script from standard input, in any language", async (program) => {
  await using folder = await ScriptFolder.open(program);
  for (const [engine, input] of Object.entries(told)) {
    const { code, stdout, stderr } = await folder.run(
      "llmspell",
      ["run", "--engine", engine, "-"],
      { input },
    );
    assert.deepEqual([code, stdout, stderr], [0, `${engine}\n`, ""]);
  }
  const input = "#!/usr/bin/env node\nconsole.log(process.argv.slice(1))";
  const { stdout } = await folder.run("llmspell", ["run", "-", "a"], { input });
  assert.equal(stdout, "[ '-', 'a' ]\n");
});

/** Prints its arguments, in each way its language has, and what stands before them. */
const argumentScripts = {
  lua: `for _, words in ipairs({ ARGS, arg, { ... } }) do
  for _, word in ipairs(words) do print("[" .. word .. "]") end
end
print(arg[0])
os.exit(5)`,
  js: `const words = [...ARGS, ...process.argv.slice(2), ...ARGS];
for (const word of words) console.log(\`[\${word}]\`);
console.log(process.argv[1]);
process.exit(5);`,
  py: `import sys
for word in [*ARGS, *sys.argv[1:], *ARGS]: print(f"[{word}]")
print(sys.argv[0])
sys.exit(5)`,
};

const words = [
  "a b",
  "",
  "\u00fc\u2192\u{1f319}",
  "--loud",
  "-x",
  "--",
  "--help",
  "a\nb",
  `'"$x\\`,
];

function echoed(path: string, given = words): string {
  return given.map((word) => `[${word}]\n`).join("").repeat(3) + `${path}\n`;
}

eachProgram(
  "a script gets its arguments in its language's habit, whatever they are",
  async (program) => {
    await using folder = await ScriptFolder.open(program);
    for (const [ending, code] of Object.entries(argumentScripts)) {
      const name = `echo.${ending}`;
      await folder.write(name, code);
      for (const before of [["run", name], ["run", name, "--"], [name], [`./${name}`]]) {
        const ended = await folder.run("llmspell", [...before, ...words]);
        const path = before.find((word) => word.endsWith(name))!;
        assert.deepEqual(ended, { code: 5, stdout: echoed(path), stderr: "" }, before.join(" "));
      }
      const dashed = await folder.run("llmspell", [name, "--", "x"]);
      assert.equal(dashed.stdout, echoed(name, ["--", "x"]));
      assert.equal((await folder.run("llmspell", ["run", name])).stdout, echoed(name, []));
    }
  },
);

eachProgram(
  "a first line makes a script a command of its own, in any language",
  async (program) => {
    await using folder = await ScriptFolder.open(program);
    const plain = "#!/usr/bin/env llmspell";
    const asking = (engine: string) => `#!/usr/bin/env -S llmspell run --engine ${engine}`;
    const cases: [name: string, line: string, code: string][] = [
      ["echo", plain, argumentScripts.lua],
      ["echo.js", plain, argumentScripts.js],
      ["echo.py", plain, argumentScripts.py],
      ["echo-js", asking("javascript"), argumentScripts.js],
      ["echo-py", asking("python"), argumentScripts.py],
    ];
    for (const [name, line, code] of cases) {
      const path = await folder.write(name, `${line}\n${code}\n`, 0o755);
      assert.deepEqual(
        await folder.run(path, words, { cwd: "/" }),
        { code: 5, stdout: echoed(path), stderr: "" },
        name,
      );
    }
    const dashed = await folder.run(join(folder.path, "echo"), ["--", "x"]);
    assert.equal(dashed.stdout, echoed(join(folder.path, "echo"), ["--", "x"]));
  },
);

eachProgram("a first line counts as a line where an error is told", async (program) => {
  await using folder = await ScriptFolder.open(program);
  const failing = {
    lua: "\nerror('boom')",
    js: "\nthrow new Error('boom');",
    ts: "const n: number = 1;\nthrow new Error('boom');",
    py: "\nraise ValueError('boom')",
  };
  for (const [ending, code] of Object.entries(failing)) {
    const path = await folder.write(`bad.${ending}`, `#!/usr/bin/env llmspell\n${code}\n`, 0o755);
    const { code: exit, stdout, stderr } = await folder.run(path, []);
    assert.deepEqual([exit, stdout], [1, ""], path);
    const place = ending === "py" ? `"${path}", line 3` : `${path}:3`;
    assert.ok(stderr.includes(place) && stderr.includes("boom"), stderr);
  }
});

eachProgram("the first word may be a script, and commands go before files", async (program) => {
  await using folder = await ScriptFolder.open(program);
  await folder.write("run", told.lua);
  await folder.write("rnu", told.lua);
  await Deno.mkdir(join(folder.path, "folder"));
  assert.equal((await folder.run("llmspell", ["./run"])).stdout, "lua\n");
  assert.equal((await folder.run("llmspell", ["rnu"])).stdout, "lua\n");
  const cases: [words: string[], code: number, says: RegExp][] = [
    [["run"], 2, /SCRIPT is missing/],
    [["exce", "1"], 2, /"exce" is none\n +hint: did you mean "exec"\?/],
    [["folder"], 2, /"folder" is none/],
    [["./folder"], 1, /Cannot run "\.\/folder": it is a folder/],
    [["none.py", "--help"], 1, /Cannot run "none\.py": there is no such file/],
    [["--engine", "py", "rnu"], 2, /"--engine" is none/],
    [["run", "--engine", "cobol", "rnu"], 2, /--engine: "cobol" .*\n.*lua, javascript, python/],
    [["exec", "--engine", "", "1"], 2, /--engine: "" is no valid value/],
  ];
  for (const [given, code, says] of cases) {
    const ended = await folder.run("llmspell", given);
    assert.deepEqual([ended.code, ended.stdout], [code, ""], given.join(" "));
    assert.match(ended.stderr, says);
  }
});

eachProgram("a script loads what lies beside it, wherever it is run", async (program) => {
  await using folder = await ScriptFolder.open(program);
  const line = "#!/usr/bin/env llmspell\n";
  await folder.write("tool/moon.lua", `${line}return { name = "luna" }`);
  await folder.write("tool/deep/sun.lua", `return { name = "sol" }`);
  await folder.write("tool/moon.js", `${line}export const name = "luna";`);
  await folder.write("tool/deep/sun.ts", `${line}export const name: string = "sol";`);
  await folder.write("tool/earth.json", `{ "name": "terra" }`);
  await folder.write("tool/mars.mts", `export const name: string = "mars";`);
  await folder.write("tool/moon.py", `${line}name = "luna"`);
  await folder.write("tool/deep/__init__.py", "");
  await folder.write("tool/deep/sun.py", `from .star import name`);
  await folder.write("tool/deep/star.py", `name = "sol"`);
  const scripts = {
    "main.lua": `print(require("moon").name, require("deep.sun").name, pcall(require, "none"))`,
    "main.mjs": `import { name } from "./moon.js";
import * as sun from "./deep/sun.ts";
import earth from "./earth.json";
import { name as mars } from "./mars.mts";
console.log(name, sun.name, earth.name, mars);`,
    "main.py": `import moon
from deep import sun
print(moon.name, sun.name, __name__)
try: import none
except ModuleNotFoundError as error: print(error.name)`,
  };
  const expected = {
    "main.lua": /^luna\tsol\tfalse\t.*none/,
    "main.mjs": /^luna sol terra mars\n$/,
    "main.py": /^luna sol __main__\nnone\n$/,
  };
  for (const [name, code] of Object.entries(scripts)) {
    const path = await folder.write(`tool/${name}`, line + code, 0o755);
    const link = join(folder.path, `link-${name}`);
    await Deno.symlink(path, link);
    for (const run of [path, link]) {
      const { code, stdout, stderr } = await folder.run(run, [], { cwd: "/" });
      assert.deepEqual([code, stderr], [0, ""], run);
      assert.match(stdout, expected[name as keyof typeof expected]);
    }
  }
});

eachProgram("a script may come through a pipe that a shell names", async (program) => {
  await using folder = await ScriptFolder.open(program);
  const line = `llmspell run --engine js <(echo 'console.log(ARGS)') a`;
  const { code, stdout, stderr } = await folder.run("bash", ["-c", line]);
  assert.deepEqual([code, stdout, stderr], [0, "[ 'a' ]\n", ""]);
});

eachProgram("a script in JavaScript runs until what it has left is over", async (program) => {
  await using folder = await ScriptFolder.open(program);
  const rest = `setTimeout(() => console.log("no"), 60_000);`;
  const cases: [code: string, exit: number, stdout: string, stderr: RegExp][] = [
    [`setTimeout(() => console.log("late"), 50); console.log("first")`, 0, "first\nlate\n", /^$/],
    [
      `async function main() {
  for (const n of [1, 2]) { await new Promise((done) => setTimeout(done, 5)); console.log(n); }
  console.log(await input());
}
main();`,
      0,
      "1\n2\nline\n",
      /^$/,
    ],
    [`${rest}\nsetTimeout(() => { throw new Error("boom") })`, 1, "", /^Error: boom\n.*a\.js:2/],
    [`${rest}\n(async () => { await null; throw new Error("boom") })()`, 1, "", /boom\n.*a\.js:2/],
    [`${rest}setTimeout(() => process.exit(3), 5)`, 3, "", /^$/],
    [`await new Promise(() => {})`, 1, "", /top level awaits/],
  ];
  for (const [code, exit, stdout, stderr] of cases) {
    await folder.write("a.js", code);
    const ended = await folder.run("llmspell", ["run", "a.js"], { input: "line\n" });
    assert.deepEqual([ended.code, ended.stdout], [exit, stdout], code);
    assert.match(ended.stderr, stderr);
  }
  const shown = `setTimeout(() => console.log("late"), 5); 6 * 7`;
  const { stdout } = await folder.run("llmspell", ["exec", "--engine", "js", shown]);
  assert.equal(stdout, "late\n42\n");
});
