// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel's Jupyter side: connection file, five channels, the handshake with a launcher.

import { hostname } from "node:os";
import {
  connectionForRegistration,
  type ConnectionInfo,
  createJupyterProtocol,
  newConnection,
  PORT_NAMES,
  readConnectionFile,
  register,
  type RegistrationInfo,
  writeConnectionFile,
} from "../protocols/jupyter/mod.ts";
import type { Context } from "../lib/zmq/mod.ts";
import type { Config } from "../lib/config/mod.ts";
import type { Router } from "../lib/contracts/mod.ts";
import { KernelError } from "../lib/errors.ts";
import { type Core, mainSession } from "./core.ts";
import { programName } from "./version.ts";

/** Where a kernel is to listen, and whom it tells. */
export interface JupyterPlan {
  readonly connection: ConnectionInfo;
  /** True when the file was not there: it is written, and removed in the end. */
  readonly created: boolean;
  /** Present when the file was a registration file. */
  readonly registration: RegistrationInfo | undefined;
}

/** What `listenJupyter` is given. */
export interface ListenOptions {
  readonly plan: JupyterPlan;
  readonly path: string;
  readonly core: Pick<Core, "log" | "metrics">;
  readonly router: Router;
  readonly context: Context;
  readonly config: Config;
  readonly signal: AbortSignal;
}

/**
 * Reads the connection or registration file, or plans a new connection where there is none.
 *
 * @throws {KernelError} `jupyter.connection_file` when the file is there and wrong
 */
export async function planConnection(
  path: string,
  fresh: { readonly ip: string; readonly transport: "tcp" | "ipc" },
): Promise<JupyterPlan> {
  try {
    const file = await readConnectionFile(path);
    if (file.kind === "connection") {
      return { connection: file.connection, created: false, registration: undefined };
    }
    const connection = connectionForRegistration(file.registration, programName);
    return { connection, created: false, registration: file.registration };
  } catch (error) {
    if (!(error instanceof KernelError && error.cause instanceof Deno.errors.NotFound)) throw error;
  }
  const ip = fresh.transport === "ipc" ? path.replace(/\.json$/, "") : fresh.ip;
  const connection = newConnection({ transport: fresh.transport, ip, kernelName: programName });
  return { connection, created: true, registration: undefined };
}

/**
 * Binds the five channels and serves them; tells the ports to the connection file or to the launcher. Disposing
 * stops serving and removes the file if it was made here.
 *
 * @throws {KernelError} `zmq.address_in_use`, `jupyter.registration`, …
 */
export async function listenJupyter(options: ListenOptions): Promise<AsyncDisposable> {
  const { plan, path, core, context, config, signal } = options;
  const protocol = createJupyterProtocol({
    context,
    connection: plan.connection,
    session: mainSession,
    log: core.log.getChild("jupyter"),
    metrics: core.metrics,
    now: () => performance.timeOrigin + performance.now(),
    randomUUID: () => crypto.randomUUID(),
    hostname: hostname(),
    limits: { maxMessageBytes: config.limits.maxMessageBytes, graceMs: config.kernel.graceMs },
  });
  await using stack = new AsyncDisposableStack();
  const { connection } = stack.use(await protocol.listen(options.router, signal));
  if (plan.registration !== undefined) {
    await register({ context, registration: plan.registration, connection, signal });
  } else if (plan.created || PORT_NAMES.some((name) => plan.connection[name] === 0)) {
    await writeConnectionFile(path, connection);
    if (plan.created) stack.defer(() => removeIfThere(path));
  }
  const parts = stack.move();
  return { [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
