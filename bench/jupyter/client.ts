// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs the Python client. Its progress goes to this process's own terminal, if there is one.

import { clientFailed } from "./errors.ts";
import type { Findings } from "./findings.ts";
import type { Plan } from "./plan.ts";

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How the client is started. */
export interface ClientOptions {
  /** Python of the benchmark's own environment. */
  readonly python: string;
  /** Folder that holds the `client` package. */
  readonly folder: string;
}

/**
 * Hands a plan to the client and waits for what it found. Signals that would end this process end the
 * client instead, which stops its kernels and removes its files.
 *
 * @throws {BenchError} when the client ended without findings
 */
export async function runClient(plan: Plan, options: ClientOptions): Promise<Findings> {
  const child = new Deno.Command(options.python, {
    args: ["-B", "-m", "client"],
    cwd: options.folder,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const forward = () => child.kill("SIGTERM");
  for (const signal of endings) Deno.addSignalListener(signal, forward);
  try {
    const [output, status] = await Promise.all([
      new Response(child.stdout).text(),
      child.status,
      new Blob([JSON.stringify(plan)]).stream().pipeTo(child.stdin),
    ]);
    if (!status.success) throw clientFailed(status.code);
    const findings: Findings = JSON.parse(output);
    return findings;
  } finally {
    for (const signal of endings) Deno.removeSignalListener(signal, forward);
  }
}
