// SPDX-License-Identifier: Apache-2.0 OR MIT
// Starts and ends a kernel again and again, now and then by SIGKILL, and tells what is left:
// `deno run -A tests/system/daemon/cycles.ts --cycles 200 --kills 20 --form binary`.

import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import type { KernelRecord } from "../../../daemon/kernel_record.ts";
import { waitForExit } from "../../../lib/daemon/mod.ts";
import { type Program, programs } from "../../clients/program.ts";
import { executeContent } from "../kernel_process.ts";
import { soon, whenChanged } from "./await.ts";
import { freePorts } from "./ports.ts";
import { listenersOn, processesOf } from "./process_facts.ts";
import { killIfThere, ServiceHome } from "./service_home.ts";

/** How often a kernel starts. */
export interface CycleOptions {
  readonly program: Program;
  readonly cycles: number;
  /** How many of them end by SIGKILL; each kind of clearing up has its turn. */
  readonly kills: number;
}

/** What the cycles led to. */
export interface CycleReport {
  /** Everything found after a cycle that should not be there. */
  readonly leftovers: readonly string[];
  /** Kernels that were killed, by what cleared up after them. */
  readonly cleared: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Files that outlive a kernel. */
const kept =
  /^(logs\/kernel-cycle\.(log|out)|sessions\/history\.sqlite|state\/kernel-cycle\/kernel_state\.json)$/;

/** Ends a kernel by SIGKILL, and clears up after it or leaves that to the next start. */
type Kill = (home: ServiceHome, options: readonly string[]) => Promise<void>;

const kills: Readonly<Record<string, Kill>> = {
  "kernel list": async (home, options) => {
    await kill(await startCycle(home, options));
    assert.match(await home.succeed(["kernel", "list", "--all", "--format=text"]), /^cycle\t/);
    const { stdout, stderr } = await home.run(["kernel", "list"]);
    assert.deepEqual([stdout, /Kernel "cycle" was killed; removed/.test(stderr)], ["", true]);
  },
  "doctor --fix": async (home, options) => {
    await kill(await startCycle(home, options));
    assert.match(await home.succeed(["doctor"]), /kernel "cycle", process \d+, was killed/);
    assert.match(await home.succeed(["doctor", "--fix"]), /^fixed +leftovers/m);
  },
  "the next start": async (home, options) => {
    const killed = await startCycle(home, options);
    await kill(killed);
    const next = await startCycle(home, options);
    assert.notEqual(next.pid, killed.pid);
    await home.succeed(["kernel", "stop", "cycle"]);
  },
  "the next start, after a start that was killed": async (home, options) => {
    await killStart(home, options);
    await startCycle(home, options);
    await home.succeed(["kernel", "stop", "cycle"]);
  },
};

/** Runs the cycles on the same ports, every third on Unix sockets instead. */
export async function cycle({ program, cycles, kills: count }: CycleOptions): Promise<CycleReport> {
  await using home = new ServiceHome(program);
  const base = freePorts(6);
  const begin = performance.now();
  const leftovers: string[] = [];
  const cleared: Record<string, number> = {};
  const every = Math.floor(cycles / Math.max(count, 1));
  for (let i = 0; i < cycles; i++) {
    const options = i % 3 === 2
      ? ["--transport=ipc", `--http=unix:${home.file("run", "http.sock")}`]
      : [`--port=${base}`];
    const number = i % every === every - 1 ? (i + 1) / every - 1 : count;
    if (number < count) {
      const [name, act] = Object.entries(kills)[number % Object.keys(kills).length]!;
      await act(home, options);
      cleared[name] = (cleared[name] ?? 0) + 1;
    } else {
      await useCycle(home, await startCycle(home, options));
      await home.succeed(["kernel", "stop", "cycle"]);
    }
    leftovers.push(...leftIn(home, base).map((left) => `${left} after cycle ${i}`));
  }
  return { leftovers, cleared, seconds: (performance.now() - begin) / 1000 };
}

async function startCycle(home: ServiceHome, options: readonly string[]): Promise<KernelRecord> {
  return await home.start("cycle", ...options);
}

async function useCycle(home: ServiceHome, record: KernelRecord): Promise<void> {
  using client = await home.connect(record);
  const { reply } = await client.request("shell", "execute_request", executeContent("x = 1"));
  assert.equal(reply?.content["status"], "ok");
}

async function kill({ pid }: KernelRecord): Promise<void> {
  killIfThere(pid);
  await soon(`end of ${pid}`, waitForExit(pid));
}

/** Kills a kernel as soon as its PID file is there, before it is ready. */
async function killStart(home: ServiceHome, options: readonly string[]): Promise<void> {
  const words = ["kernel", "start", "--daemon", "--id=cycle", ...options];
  const began = Promise.withResolvers<void>();
  const killed = whenChanged("PID file", home.file("run"), () => {
    began.resolve();
    const pid = holder(home);
    if (pid !== undefined) killIfThere(pid);
    return pid;
  });
  await began.promise;
  const { code, stderr } = await home.run(words);
  await killed;
  assert.equal(code, 1, stderr);
}

function holder(home: ServiceHome): number | undefined {
  try {
    return Number(Deno.readTextFileSync(home.file("run", "kernel-cycle.pid")));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Processes, ports and files that nobody needs any more. */
function leftIn(home: ServiceHome, base: number): string[] {
  return [
    ...processesOf(home.path).map((pid) => `process ${pid}`),
    ...[0, 1, 2, 3, 4, 5].flatMap((step) => listenersOn(base + step)),
    ...home.files().filter((path) => !kept.test(path)),
    ...home.temporaryFiles(),
  ];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      "cycles": { type: "string", default: "200" },
      "kills": { type: "string", default: "20" },
      "form": { type: "string", default: "binary" },
    },
  });
  const program = programs().find(({ form }) => form === values.form)!;
  const [cycles, count] = [Number(values.cycles), Number(values.kills)];
  const { leftovers, cleared, seconds } = await cycle({ program, cycles, kills: count });
  const text = `${cycles} cycles in ${seconds.toFixed(1)} s, ${count} killed: ` +
    `${JSON.stringify(cleared)}\nleft over: ${leftovers.join(", ") || "nothing"}\n`;
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  return leftovers.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
