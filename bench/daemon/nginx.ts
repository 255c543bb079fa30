// SPDX-License-Identifier: Apache-2.0 OR MIT
// The peer: nginx in the background, with a folder and a port of its own.

import { join } from "node:path";
import { waitForExit } from "../../lib/daemon/mod.ts";
import { unexpected } from "./errors.ts";
import { inodeOf, writeWhole } from "./files.ts";
import { type Ground, makeFolder } from "./ground.ts";
import { HttpClient } from "./http_client.ts";
import { type Program, runProgram } from "./run_program.ts";
import { withinLimit } from "./within_limit.ts";

/** An nginx that runs. Disposing kills it, if it still does. */
export interface Nginx extends AsyncDisposable {
  readonly program: Program;
  /** Arguments that name its folder and configuration. */
  readonly args: readonly string[];
  /** Process id of the master. */
  readonly pid: number;
  readonly origin: string;
  readonly log: string;
  /** Time until the command had ended; it does not wait until anybody is served. */
  readonly startMs: number;
  /** Time until the first answer. */
  readonly replyMs: number;
  /** Process ids of the workers that were started so far, the latest last. */
  workers(): number[];
  /** Writes the configuration with another answer in it. */
  change(answer: string): void;
}

/** What an nginx that serves one fixed answer needs of its configuration. */
export interface NginxConfig {
  readonly port: number;
  /** Body of the answer of `/health`. */
  readonly answer: string;
}

/**
 * Text of a configuration: one worker, files below its own folder, in the background.
 *
 * @see https://nginx.org/en/docs/ngx_core_module.html
 */
export function nginxConfig({ port, answer }: NginxConfig): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `daemon on;
worker_processes 1;
pid nginx.pid;
error_log logs/error.log notice;
events {}
http {
  access_log off;
  keepalive_requests 1000000;
${temporary.map((kind) => `  ${kind}_temp_path tmp/${kind};\n`).join("")}  server {
    listen 127.0.0.1:${port};
    location = /health { return 200 "${answer}"; }
  }
}
`;
}

/** Process ids of the workers, out of an error log at level notice. */
export function startedWorkers(log: string): number[] {
  return [...log.matchAll(/: start worker process (\d+)$/gm)].map(([, pid]) => Number(pid));
}

/**
 * Starts nginx and waits for its first answer. An end of the run is heard when the start is over.
 *
 * @throws {BenchError} when it does not start or answer
 */
export async function startNginx(path: string, id: string, ground: Ground): Promise<Nginx> {
  const folder = makeFolder(ground, id);
  for (const name of ["logs", "tmp"]) makeFolder(ground, id, name);
  const port = freePort();
  const change = (answer: string) =>
    writeWhole(join(folder, "nginx.conf"), nginxConfig({ port, answer }));
  change("healthy");
  const log = join(folder, "logs", "error.log");
  const program = { path, env: { PATH: "/usr/bin:/bin" } };
  const args = ["-p", folder, "-e", log, "-c", "nginx.conf"];
  ground.signal.throwIfAborted();
  const { beginMs, ms: startMs } = await withinLimit(
    { what: "the start of nginx" },
    (signal) => runProgram(program, args, signal),
  );
  await using stack = new AsyncDisposableStack();
  stack.defer(() => end(join(folder, "nginx.pid")));
  const origin = `http://127.0.0.1:${port}`;
  await firstAnswer(origin);
  const replyMs = performance.now() - beginMs;
  const pid = Number(Deno.readTextFileSync(join(folder, "nginx.pid")));
  const held = stack.move();
  return {
    ...{ program, args, pid, origin, log, startMs, replyMs, change },
    workers: () => startedWorkers(Deno.readTextFileSync(log)),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

async function firstAnswer(origin: string): Promise<void> {
  using client = await HttpClient.connect(origin);
  const answer = await client.get("/health");
  if (answer.status !== 200) throw unexpected("answer of nginx", answer);
}

/** Ends the master, which removes its PID file. It is told to, since its workers would outlive a SIGKILL. */
async function end(pidFile: string): Promise<void> {
  if (inodeOf(pidFile) === undefined) return;
  const pid = Number(Deno.readTextFileSync(pidFile));
  const gone = waitForExit(pid);
  Deno.kill(pid, "SIGTERM");
  await gone;
}

/** A port that was free a moment ago: nginx cannot be asked to find one. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
