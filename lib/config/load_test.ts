// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../errors.ts";
import { variableName } from "./environment.ts";
import { type ConfigFile, maxFileBytes } from "./file.ts";
import { checkConfig, loadConfig, type LoadConfigOptions, resolveConfig } from "./load.ts";
import { problemLine } from "./problem.ts";
import { settingPaths } from "./table.ts";

const none = () => undefined;

/** Options that read the given files, by name or path, instead of the disk. */
function sources(
  files: Readonly<Record<string, string | ConfigFile>>,
  more: Partial<LoadConfigOptions> = {},
): LoadConfigOptions {
  return {
    home: "/h",
    env: none,
    readFile(path) {
      const found = files[path] ?? files[path.replace("/h/", "")];
      return typeof found === "string" ? { bytes: new TextEncoder().encode(found) } : found;
    },
    suggest: (name, candidates) =>
      candidates.find((candidate) => [...candidate].sort().join() === [...name].sort().join()),
    ...more,
  };
}

/** The lines of all problems of one `config.toml`. */
async function problemsOf(text: string | ConfigFile): Promise<string[]> {
  return (await checkConfig(sources({ "config.toml": text }))).problems.map(problemLine);
}

/** Message, code and hint of the error. */
async function failure(options: LoadConfigOptions): Promise<[string, string, string]> {
  try {
    await loadConfig(options);
  } catch (error) {
    assert.ok(error instanceof KernelError);
    return [error.code, error.message, error.hint];
  }
  assert.fail("expected a KernelError");
}

Deno.test("resolveConfig() fills in every default when nothing is given", () => {
  const config = resolveConfig({ env: none, flags: {} });
  assert.equal(config.log.level, "warning");
  assert.equal(config.policy.read, false);
  assert.ok(config.limits.memoryBytes > 0);
});

Deno.test("resolveConfig() lets flags override the environment", () => {
  const env = (name: string) => ({ LLMSPELL_LOG_LEVEL: "info", LLMSPELL_LOG_FORMAT: "json" })[name];
  const { log } = resolveConfig({ env, flags: { log: { level: "debug" } } });
  assert.deepEqual([log.level, log.format], ["debug", "json"]);
});

Deno.test("resolveConfig() keeps the environment's value when a flag is undefined", () => {
  const env = (name: string) => ({ LLMSPELL_LOG_LEVEL: "info" })[name];
  const config = resolveConfig({ env, flags: { log: { level: undefined } } });
  assert.equal(config.log.level, "info");
});

Deno.test("resolveConfig() reads sizes, numbers and grants from the environment", () => {
  const variables: Record<string, string> = {
    LLMSPELL_LIMITS_MEMORY_BYTES: "1GiB",
    LLMSPELL_KERNEL_GRACE_MS: "5",
    LLMSPELL_POLICY_READ: "/a,/b",
    LLMSPELL_POLICY_ENV: "true",
    LLMSPELL_POLICY_RUN: "0",
    LLMSPELL_LOG_FILE: "",
  };
  const config = resolveConfig({ env: (name) => variables[name], flags: {} });
  assert.equal(config.limits.memoryBytes, 2 ** 30);
  assert.equal(config.kernel.graceMs, 5);
  assert.deepEqual(config.policy.read, ["/a", "/b"]);
  assert.equal(config.policy.env, true);
  assert.equal(config.policy.run, false);
  assert.equal(config.log.file, "");
});

Deno.test("resolveConfig() reads the variables of others where its own are absent", () => {
  const config = (variables: Record<string, string>) =>
    resolveConfig({ env: (name) => variables[name], flags: {} }).log;
  assert.equal(config({ LOG_LEVEL: "INFO", LOG_FORMAT: "json" }).format, "json");
  assert.equal(config({ LOG_LEVEL: "INFO" }).level, "info");
  assert.equal(config({ LOG_LEVEL: "info", LLMSPELL_LOG_LEVEL: "error" }).level, "error");
});

Deno.test("resolveConfig() names the variable when its value is invalid", () => {
  const env = (name: string) => ({ LLMSPELL_LIMITS_MEMORY_BYTES: "lots" })[name];
  assert.throws(
    () => resolveConfig({ env, flags: {} }),
    (error) =>
      error instanceof KernelError && error.code === "config.invalid" &&
      error.message.includes("LLMSPELL_LIMITS_MEMORY_BYTES"),
  );
});

Deno.test("resolveConfig() names the path when a flag's value is invalid", () => {
  assert.throws(
    () => resolveConfig({ env: none, flags: { limits: { memoryBytes: 3 } } }),
    (error) => error instanceof KernelError && error.message.includes("limits.memoryBytes"),
  );
});

Deno.test("variableName() differs for every setting", () => {
  const names = settingPaths().map(variableName);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.every((name) => /^LLMSPELL_[A-Z_]+$/.test(name)));
});

Deno.test("loadConfig() prefers flags to the environment, it to kernel.toml, that to config.toml", async () => {
  const names = ["port", "graceMs", "maxClients", "idleTimeoutSeconds"] as const;
  const toml = (count: number, value: number) =>
    `[kernel]\n${names.slice(0, count).map((name) => `${name} = ${value}\n`).join("")}`;
  const variables: Record<string, string> = {
    LLMSPELL_KERNEL_PORT: "30",
    LLMSPELL_KERNEL_GRACE_MS: "30",
  };
  const { config, origins, files } = await loadConfig(
    sources({ "config.toml": toml(4, 10), "kernel.toml": toml(3, 20) }, {
      env: (name) => variables[name],
      flags: { kernel: { port: 40 } },
      flagNames: { "kernel.port": "--port" },
    }),
  );
  assert.deepEqual(names.map((name) => config.kernel[name]), [40, 30, 20, 10]);
  assert.deepEqual(
    ["kernel.ip", ...names.map((name) => `kernel.${name}`)].map((path) => origins.get(path)),
    [
      { layer: "default" },
      { layer: "flag", flag: "--port" },
      { layer: "environment", variable: "LLMSPELL_KERNEL_GRACE_MS" },
      { layer: "file", path: "/h/kernel.toml", line: 4 },
      { layer: "file", path: "/h/config.toml", line: 5 },
    ],
  );
  assert.deepEqual(files, ["/h/config.toml", "/h/kernel.toml"]);
});

Deno.test("loadConfig() needs no file", async () => {
  const { config, files } = await loadConfig(sources({}));
  assert.deepEqual(config, resolveConfig({ env: none, flags: {} }));
  assert.deepEqual(files, []);
});

Deno.test("loadConfig() reads the named file instead of config.toml, and needs that one", async () => {
  const files = {
    "config.toml": "[log]\nlevel = 'error'\n",
    "/x.toml": "[kernel]\nport = 1\n",
  };
  const { config } = await loadConfig(sources(files, { configFile: "/x.toml" }));
  assert.deepEqual([config.log.level, config.kernel.port], ["warning", 1]);
  assert.deepEqual(await failure(sources(files, { configFile: "/y.toml" })), [
    "config.unreadable",
    "Cannot read /y.toml: there is no such file",
    "llmspell config init --help",
  ]);
});

Deno.test("loadConfig() leaves kernel.toml out when it is told to", async () => {
  const files = { "kernel.toml": "[log]\nlevel = 'error'\n" };
  assert.equal((await loadConfig(sources(files))).config.log.level, "error");
  const { config } = await loadConfig(sources(files, { kernelFile: false }));
  assert.equal(config.log.level, "warning");
});

Deno.test("loadConfig() reads units, lists, grants, log categories and dotted keys", async () => {
  const text = `kernel.graceMs = "2s"
[limits]
memoryBytes = "64MiB"
[policy]
read = ["/a"]
env = true
[log]
categories.llmspell.jupyter = "debug"
categories."llmspell.kernel" = "info"
`;
  const { config, origins } = await loadConfig(sources({ "config.toml": text }));
  assert.equal(config.kernel.graceMs, 2_000);
  assert.equal(config.limits.memoryBytes, 64 * 2 ** 20);
  assert.deepEqual(config.policy, { read: ["/a"], write: false, env: true, run: false });
  assert.deepEqual(config.log.categories, {
    "llmspell.jupyter": "debug",
    "llmspell.kernel": "info",
  });
  assert.deepEqual(origins.get("log.categories"), {
    layer: "file",
    path: "/h/config.toml",
    line: 8,
  });
});

Deno.test("loadConfig() names file, line and key of a setting that is none, and the one meant", async () => {
  const text = "[log]\nlevel = 'info'\nlevle = 'info'\n";
  assert.deepEqual(await failure(sources({ "config.toml": text })), [
    "config.invalid",
    "Cannot use /h/config.toml, line 3: log.levle: no such setting",
    'did you mean "log.level"?',
  ]);
});

Deno.test("loadConfig() counts further problems", async () => {
  const text = "[log]\nlevel = 'loud'\ncompress = 1\n[x]\n";
  const [code, message, hint] = await failure(sources({ "config.toml": text }));
  assert.equal(code, "config.invalid");
  assert.match(message, /^Cannot use \/h\/config.toml, line 2: log.level: "loud" is not one of/);
  assert.equal(hint, "correct line 2; 2 more problems: llmspell config validate");
});

Deno.test("loadConfig() gives line and column where a file is no TOML", async () => {
  const text = "[log]\nlevel = \n";
  const [code, message] = await failure(sources({ "config.toml": text }));
  assert.equal(code, "config.syntax");
  assert.match(message, /^Cannot read \/h\/config.toml, line 2, column \d+: [^\n]+$/);
});

Deno.test("loadConfig() never shows a secret, not even one that is wrong", async () => {
  const texts = [
    "[http]\ntoken = 'se cret'\n",
    "[http]\ntoken = 'secret\n",
    "[http]\ntoken = [ 'secret' ]\n",
  ];
  for (const text of texts) {
    const [, message, hint] = await failure(sources({ "config.toml": text }));
    assert.ok(!/secret|se cret/.test(message + hint), message);
  }
});

Deno.test("checkConfig() lists every problem of every layer, each with its place", async () => {
  const { problems } = await checkConfig(
    sources({
      "config.toml":
        "level = 1\nlog = 3\n[kernel]\nport = -1\n[limits]\nmemoryBytes = 'x'\n__proto__ = 1\n",
      "kernel.toml": "[log.categories]\n# one\n'llmspell.a' = 'debug'\n'llmspell.b' = 'gubed'\n",
    }, {
      env: (name) => name === "LLMSPELL_LOG_LEVEL" ? "loud" : undefined,
      flags: { kernel: { maxClients: 0 } },
      flagNames: { "kernel.maxClients": "--max-clients" },
    }),
  );
  assert.deepEqual(problems.map(problemLine), [
    '/h/config.toml:1: level: no such section (did you mean "log.level"?)',
    "/h/config.toml:2: log: 3 is not a table of settings",
    "/h/config.toml:4: kernel.port: -1 is not a whole number from 0 to 65531",
    '/h/config.toml:6: limits.memoryBytes: "x" is not a whole number from 4194304 to 4294967296 or a size such as "64MiB"',
    "/h/config.toml:7: limits.__proto__: no such setting",
    '/h/kernel.toml:4: log.categories.llmspell.b: "gubed" is not one of debug, info, warning, error (did you mean "debug"?)',
    'LLMSPELL_LOG_LEVEL: log.level: "loud" is not one of debug, info, warning, error',
    "--max-clients: kernel.maxClients: 0 is not a whole number from 1 to 10000",
  ]);
});

Deno.test("checkConfig() names both thresholds when they do not rise, and where one was set", async () => {
  assert.deepEqual(await problemsOf("[health]\nqueueDegraded = 6000\n"), [
    "/h/config.toml:2: health.queueDegraded: health.queueDegraded must be less than health.queueUnhealthy: they are 6000 and 5000",
  ]);
  assert.deepEqual(await problemsOf("[health]\nlagUnhealthyMs = '250ms'\n"), [
    "/h/config.toml:2: health.lagUnhealthyMs: health.lagDegradedMs must be less than health.lagUnhealthyMs: they are 250 and 250",
  ]);
  assert.equal((await problemsOf("[health]\nlagUnhealthyMs = 1\nlagDegradedMs = 'x'\n")).length, 1);
});

Deno.test("checkConfig() reads a byte order mark and Windows line ends", async () => {
  assert.deepEqual(await problemsOf("\ufeff[log]\r\nlevel = 'info'\r\n"), []);
});

Deno.test("checkConfig() names the line that is not UTF-8", async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode("[log]\n# "), 0xff, 10]);
  assert.deepEqual(await problemsOf({ bytes }), ["/h/config.toml:2: this is not UTF-8 text"]);
});

Deno.test("checkConfig() refuses a file that others can write to", async () => {
  const file = { bytes: new Uint8Array(), mode: 0o666 };
  const { problems } = await checkConfig(sources({ "config.toml": file }));
  assert.deepEqual(problems.map(({ code, hint }) => [code, hint]), [
    ["config.unsafe", "chmod o-w /h/config.toml"],
  ]);
  assert.deepEqual(await problemsOf({ ...file, mode: 0o664 }), []);
});

Deno.test("checkConfig() refuses a token that others can read", async () => {
  const bytes = new TextEncoder().encode("[http]\ntoken = '0123456789abcdef'\n");
  const { problems } = await checkConfig(sources({ "config.toml": { bytes, mode: 0o644 } }));
  assert.deepEqual(problems.map(({ code, line, key, hint }) => [code, line, key, hint]), [
    ["config.unsafe", 2, "http.token", "chmod 600 /h/config.toml"],
  ]);
  assert.deepEqual(await problemsOf({ bytes, mode: 0o640 }), []);
});

Deno.test("checkConfig() refuses a file that is too large", async () => {
  assert.deepEqual(await problemsOf({ bytes: new Uint8Array(maxFileBytes + 1) }), [
    "/h/config.toml: it is larger than 1048576 bytes",
  ]);
});

Deno.test("checkConfig() says why a file cannot be read", async () => {
  const readFile = () => {
    throw new Error("it is a folder");
  };
  const { problems } = await checkConfig({ ...sources({}), readFile });
  assert.deepEqual(problems.map(problemLine), [
    "/h/config.toml: it is a folder",
    "/h/kernel.toml: it is a folder",
  ]);
});
