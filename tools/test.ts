// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Runs everything that is tested, phase by phase: what is needed, style, types, rooms, generated files, units,
 * documents, the compiled binary, and the real clients against the checkout and against the binary. Run it by
 * `deno task test`; names of phases as arguments run those alone. Goes on after a failed phase; exits with 1 when one
 * failed, or when a phase that holds tests ran none. Its last line counts the tests.
 *
 * @module
 */

interface Phase {
  readonly name: string;
  /** Arguments of the `deno` that runs this program. */
  readonly command: readonly string[];
  /** The phase runs tests, and says so in Deno's summary line. */
  readonly tests?: boolean;
}

interface PhaseResult {
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
}

const ROOMS = ["lib", "protocols", "daemon", "tools", "bench", "examples"];
const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs"];
const TEST = ["test", "-A", "--quiet"];

/**
 * Hostile scripts, in a process for each language: what cannot be stopped there spins on as long as the process lives,
 * since not every Deno ends a Worker in such a state.
 */
const HOSTILE: readonly Phase[] = ["lua", "javascript", "python"].map((language) => ({
  name: `hostile ${language}`,
  command: [...TEST, `tests/contracts/${language}_sandbox_test.ts`],
  tests: true,
}));

const PHASES: readonly Phase[] = [
  { name: "setup", command: ["run", "-A", "tools/setup.ts"] },
  { name: "fmt", command: ["fmt", "--check"] },
  { name: "lint", command: ["lint"] },
  { name: "check", command: ["check", "main.ts", ...ROOMS, "tests"] },
  { name: "rooms", command: ["run", "-A", "tools/check_imports.ts"] },
  { name: "gen", command: ["task", "check:gen"] },
  { name: "doclint", command: ["task", "doc:lint"] },
  {
    name: "unit",
    command: [...TEST, "--doc", "main_test.ts", ...ROOMS, ...DOCUMENTS],
    tests: true,
  },
  {
    name: "contracts",
    command: [...TEST, "--ignore=tests/contracts/*_sandbox_test.ts", "tests/contracts"],
    tests: true,
  },
  ...HOSTILE,
  { name: "transcripts", command: [...TEST, "tests/transcripts"], tests: true },
  { name: "compile", command: ["run", "-A", "tools/compile/compile.ts"] },
  { name: "clients", command: [...TEST, "tests/clients"], tests: true },
  { name: "system", command: [...TEST, "tests/system"], tests: true },
];

/**
 * Reads Deno's summary of a test run.
 *
 * @param output what the run printed, without colours
 * @returns `undefined` when there is no summary
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readSummary } from "./test.ts";
 * assert.deepEqual(readSummary("FAILED | 3 passed (2 steps) | 1 failed (2s)"), { passed: 3, failed: 1 });
 * ```
 */
export function readSummary(output: string): { passed: number; failed: number } | undefined {
  const found = [...output.matchAll(/\| (\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/g)].at(-1);
  return found && { passed: Number(found[1]), failed: Number(found[2]) };
}

async function runPhase({ command, tests }: Phase): Promise<PhaseResult> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...command],
    env: { NO_COLOR: "1", DENO_TEST_SANITIZE_OPS: "1", DENO_TEST_SANITIZE_RESOURCES: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let output = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += text;
    await Deno.stdout.write(new TextEncoder().encode(text));
  }
  const { success } = await child.status;
  const summary = tests ? readSummary(output) : undefined;
  const empty = tests === true && !summary?.passed && !summary?.failed;
  return {
    ok: success && !empty,
    passed: summary?.passed ?? 0,
    failed: (summary?.failed ?? 0) || (success && !empty ? 0 : 1),
  };
}

async function main(names: readonly string[]): Promise<number> {
  const phases = names.length > 0 ? PHASES.filter(({ name }) => names.includes(name)) : PHASES;
  const results: (PhaseResult & { name: string; seconds: number })[] = [];
  for (const phase of phases) {
    say(`\n== ${phase.name}`);
    const start = performance.now();
    const result = await runPhase(phase);
    const seconds = (performance.now() - start) / 1000;
    results.push({ ...result, name: phase.name, seconds });
    if (!result.ok && phase.name === "setup") break;
  }
  say("");
  for (const { name, ok, passed, failed, seconds } of results) {
    say(
      `${ok ? "ok    " : "FAILED"} ${name.padEnd(18)} ${seconds.toFixed(0).padStart(4)} s` +
        (passed + failed > 0 ? `  ${passed} passed, ${failed} failed` : ""),
    );
  }
  const sum = (pick: (result: PhaseResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0);
  say(`${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
  return results.length === phases.length && results.every(({ ok }) => ok) ? 0 : 1;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
