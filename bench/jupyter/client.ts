// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs the Python client. Its progress goes to this process's own terminal, if there is one.

import { clientFailed } from "./errors.ts";

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How the client is started. */
export interface ClientOptions {
  /** Python of the benchmark's own environment. */
  readonly python: string;
  /** Folder that holds the client's package. */
  readonly folder: string;
  /** Name of that package; `client` when not given. */
  readonly module?: string;
  /** Folder of a package that it uses, where it does. */
  readonly library?: string;
}

/**
 * Hands a plan to the client and waits for what it found. Signals that would end this process end the
 * client instead, which stops its kernels and removes its files.
 *
 * @throws {BenchError} when the client ended without findings
 */
export async function runClient<T>(plan: object, options: ClientOptions): Promise<T> {
  const { python, folder, module = "client", library } = options;
  const child = new Deno.Command(python, {
    args: ["-B", "-m", module],
    cwd: folder,
    env: library === undefined ? {} : { PYTHONPATH: library },
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
    const findings: T = JSON.parse(output);
    return findings;
  } finally {
    for (const signal of endings) Deno.removeSignalListener(signal, forward);
  }
}
