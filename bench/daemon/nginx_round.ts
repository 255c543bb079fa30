// SPDX-License-Identifier: Apache-2.0 OR MIT
// One round of nginx: what it does as llmspell does, under the same clock.

import { dirname } from "node:path";
import { waitForExit } from "../../lib/daemon/mod.ts";
import { inodeOf } from "./files.ts";
import { FolderWatch } from "./folder_watch.ts";
import type { Ground } from "./ground.ts";
import { measureRequests } from "./http_requests.ts";
import { type Nginx, startNginx } from "./nginx.ts";
import type { Recorder } from "./recorder.ts";
import { runProgram } from "./run_program.ts";
import { withinLimit } from "./within_limit.ts";

/** What a round is given. */
export interface NginxRoundParts {
  readonly path: string;
  /** Number of the round, from 0. */
  readonly round: number;
  readonly ground: Ground;
  readonly recorder: Recorder;
}

interface LifeParts {
  readonly nginx: Nginx;
  readonly ground: Ground;
  readonly recorder: Recorder;
}

/** Takes one round. */
export async function measureNginxRound(
  { path, round, ground, recorder }: NginxRoundParts,
): Promise<void> {
  const { signal, sizes } = ground;
  await recorder.attempt("version", async () => {
    for (let count = 0; count < sizes.versions; count++) {
      recorder.add("version", (await runProgram({ path, env: {} }, ["-v"], signal)).ms);
    }
  });
  for (let life = 0; life < sizes.lives; life++) {
    await recorder.attempt("start", async () => {
      await using nginx = await startNginx(path, `nginx-${round}-${life}`, ground);
      recorder.add("start_exit", nginx.startMs);
      recorder.add("start_reply", nginx.replyMs);
      const parts = { nginx, ground, recorder };
      if (life === 0) await measureRunning(parts);
      if (life % 2 === 0) await recorder.attempt("SIGTERM", () => measureTermination(parts));
      else await recorder.attempt("stop", () => measureStop(parts));
    });
  }
}

async function measureRunning(parts: LifeParts): Promise<void> {
  const { nginx: { origin }, ground, recorder } = parts;
  const count = ground.sizes.healthRequests;
  await recorder.attempt(
    "health",
    () => measureRequests({ origin, path: "/health", count, ground, recorder }),
  );
  await recorder.attempt("SIGHUP", () => measureReopening(parts));
  await recorder.attempt("SIGUSR1", () => measureReloads(parts));
}

/** Its SIGUSR1 does what SIGHUP does to llmspell's log. */
async function measureReopening({ nginx, ground, recorder }: LifeParts): Promise<void> {
  const { log, pid } = nginx;
  await using watch = new FolderWatch(dirname(log));
  for (let count = 0; count < ground.sizes.signals; count++) {
    Deno.renameSync(log, `${log}.moved`);
    const limit = { what: "a new log file of nginx", signal: ground.signal };
    recorder.add(
      "sighup",
      await withinLimit(limit, async (signal) => {
        const beginMs = performance.now();
        Deno.kill(pid, "SIGUSR1");
        await watch.until(() => inodeOf(log), signal);
        return performance.now() - beginMs;
      }),
    );
  }
}

/** Its SIGHUP reads the configuration; a worker that has it is told of in the log. */
async function measureReloads({ nginx, ground, recorder }: LifeParts): Promise<void> {
  const { log, pid } = nginx;
  await using watch = new FolderWatch(dirname(log));
  for (let count = 0; count < ground.sizes.signals; count++) {
    nginx.change(`answer ${count}`);
    const before = nginx.workers().length;
    const limit = { what: "a new worker of nginx", signal: ground.signal };
    recorder.add(
      "sigusr1",
      await withinLimit(limit, async (signal) => {
        const beginMs = performance.now();
        Deno.kill(pid, "SIGHUP");
        await watch.until(() => nginx.workers().length > before || undefined, signal);
        return performance.now() - beginMs;
      }),
    );
  }
}

async function measureTermination({ nginx: { pid }, ground, recorder }: LifeParts): Promise<void> {
  const limit = { what: "the end of nginx", signal: ground.signal };
  recorder.add(
    "sigterm",
    await withinLimit(limit, async (signal) => {
      const gone = waitForExit(pid, signal);
      const beginMs = performance.now();
      Deno.kill(pid, "SIGTERM");
      await gone;
      return performance.now() - beginMs;
    }),
  );
}

/** The command ends before the master does, so both are waited for. */
async function measureStop({ nginx, ground, recorder }: LifeParts): Promise<void> {
  const { program, args, pid } = nginx;
  const limit = { what: "the end of nginx", signal: ground.signal };
  recorder.add(
    "stop",
    await withinLimit(limit, async (signal) => {
      const gone = waitForExit(pid, signal);
      const { beginMs } = await runProgram(program, [...args, "-s", "stop"], signal);
      await gone;
      return performance.now() - beginMs;
    }),
  );
}
