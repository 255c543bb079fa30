// SPDX-License-Identifier: Apache-2.0 OR MIT
// Kills kernels while they write, and looks what is left of it:
// `deno run -A tests/system/daemon/kills.ts --kills 50 --form binary`.

import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { type Program, programs } from "../../clients/program.ts";
import { soon } from "./await.ts";
import { evaluate, execute } from "./clients.ts";
import { killIfThere, ServiceHome } from "./service_home.ts";

/** How often a kernel is killed. */
export interface KillOptions {
  readonly program: Program;
  readonly kills: number;
}

/** What kills during a save led to. */
export interface SaveReport {
  /** States that were neither the old nor the new one. */
  readonly torn: readonly string[];
  /** Starts that had one of the two afterwards. */
  readonly restored: number;
  /** How often it was the new one. */
  readonly saved: number;
  /** Files beside the state and the key when all is over. */
  readonly leftovers: readonly string[];
}

/** What kills during executions led to. */
export interface HistoryReport {
  /** Inputs that were answered and are not in the history. */
  readonly lost: readonly string[];
  readonly answered: number;
}

/** Longest time from the beginning of a save to the kill; a save of this size takes about as long. */
const saveMs = 60;

/** Elements of the list that is saved. */
const elements = 100_000;

/**
 * Has a kernel save a list of one number, again and again another, and kills it at some moment of that. The list is
 * whole when it has its length, and its first and last element are the same.
 */
export async function killDuringSave({ program, kills }: KillOptions): Promise<SaveReport> {
  await using home = new ServiceHome(program);
  const torn: string[] = [];
  let [restored, saved, current] = [0, 0, 0];
  await fillAndStop(home, 0);
  for (let round = 1; round <= kills; round++) {
    await using kernel = await home.foreground("work", ["--restore"]);
    const client = await home.connect(kernel.record);
    const kept = Number(await evaluate(client, "generation"));
    if (kept === current) restored++;
    await evaluate(client, fillCode(round));
    client[Symbol.dispose]();
    Deno.kill(kernel.record.pid, "SIGTERM");
    await kernel.log.next(/Phase SavingState/);
    await someTime(saveMs);
    killIfThere(kernel.record.pid);
    await kernel.status;
    const state = readState(home);
    if (typeof state === "string") torn.push(state);
    else if (state === round) saved++;
    else if (state !== current) torn.push(`${state} instead of ${current} or ${round}`);
    if (typeof state === "number") current = state;
  }
  await fillAndStop(home, kills + 1);
  const leftovers = home.files().filter((path) => /^(run|kernels|state)\//.test(path))
    .filter((path) => !/^state\/kernel-work\/(kernel_state\.json|connection\.key)$/.test(path));
  return { torn, restored, saved, leftovers };
}

function fillCode(generation: number): string {
  return `generation = ${generation} list = {} for i = 1, ${elements} do list[i] = ${generation} end`;
}

async function fillAndStop(home: ServiceHome, generation: number): Promise<void> {
  await using kernel = await home.foreground("work");
  const client = await home.connect(kernel.record);
  await evaluate(client, fillCode(generation));
  client[Symbol.dispose]();
  Deno.kill(kernel.record.pid, "SIGTERM");
  await soon("end", kernel.status);
  assert.equal(readState(home), generation);
}

/** The generation of a whole state; what is wrong with any other. */
function readState(home: ServiceHome): number | string {
  const text = Deno.readTextFileSync(home.file("state", "kernel-work", "kernel_state.json"));
  try {
    const { generation, list } = JSON.parse(text).sessions[0].variables;
    const whole = list.length === elements && list[0] === generation && list.at(-1) === generation;
    return whole ? generation : `${list.length} elements from ${list[0]} to ${list.at(-1)}`;
  } catch (error) {
    return `${text.length} characters: ${error}`;
  }
}

/** Longest time in which executions run before a kill. */
const runMs = 150;

/** Has a kernel execute as fast as it can, and kills it meanwhile. */
export async function killDuringHistory({ program, kills }: KillOptions): Promise<HistoryReport> {
  await using home = new ServiceHome(program);
  const answered = new Set<string>();
  for (let round = 0; round < kills; round++) {
    await using kernel = await home.foreground("work");
    const client = await home.connect(kernel.record);
    await evaluate(client, "x = 0");
    const stop = new AbortController();
    const work = Array.from({ length: 4 }, async (_, worker) => {
      for (let i = 0;; i++) {
        const code = `x = x + 1 -- ${round}.${worker}.${i}`;
        const { reply } = await execute(client, code);
        if (stop.signal.aborted) return;
        if (reply?.content["status"] === "ok") answered.add(code);
      }
    });
    await someTime(runMs);
    killIfThere(kernel.record.pid);
    await kernel.status;
    stop.abort();
    client[Symbol.dispose]();
    await Promise.allSettled(work);
  }
  await using kernel = await home.foreground("work");
  const client = await home.connect(kernel.record);
  const query = { hist_access_type: "search", pattern: "x = *", output: false, raw: true };
  const { reply } = await client.request("shell", "history_request", query);
  const history = new Set((reply?.content["history"] as unknown[][]).map(([, , input]) => input));
  return { lost: [...answered].filter((code) => !history.has(code)), answered: answered.size };
}

/** Lets some time pass, which nobody can know before: what follows must hold at any moment. */
async function someTime(longestMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longestMs));
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      "kills": { type: "string", default: "50" },
      "form": { type: "string", default: "binary" },
    },
  });
  const program = programs().find(({ form }) => form === values.form)!;
  const kills = Number(values.kills);
  const { torn, restored, saved, leftovers } = await killDuringSave({ program, kills });
  const { lost, answered } = await killDuringHistory({ program, kills });
  const text = `${kills} kills during a save: ${saved} times the new state, ${torn.length} torn, ` +
    `${restored} restored; left over: ${leftovers.join(", ") || "nothing"}\n` +
    `${kills} kills during executions: ${answered} answered, ${lost.length} lost\n`;
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  return torn.length + lost.length + leftovers.length + kills - restored === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
