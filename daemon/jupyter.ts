// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel's Jupyter side: connection file, five channels, the handshake with a launcher.

import { hostname } from "node:os";
import {
  connectionForRegistration,
  type ConnectionInfo,
  createJupyterProtocol,
  type JupyterServer,
  newConnection,
  PORT_NAMES,
  readConnectionFile,
  register,
  type RegistrationInfo,
  type ServedRequest,
  writeConnectionFile,
} from "../protocols/jupyter/mod.ts";
import type { Context } from "../lib/zmq/mod.ts";
import type { Config } from "../lib/config/mod.ts";
import type { Router } from "../lib/contracts/mod.ts";
import { KernelError } from "../lib/errors.ts";
import { removeIfThere } from "../lib/store/mod.ts";
import type { Core } from "./core.ts";
import { programName } from "./version.ts";

/** Where a kernel is to listen, and whom it tells. */
export interface JupyterPlan {
  readonly connection: ConnectionInfo;
  /** True when the file is the kernel's own: it is written, and removed in the end. */
  readonly created: boolean;
  /** Present when the file was a registration file. */
  readonly registration: RegistrationInfo | undefined;
  /** True when other ports will do as well, should these be taken. */
  readonly anyPorts: boolean;
}

/** What a connection is made of where there is none. */
export interface FreshConnection {
  readonly ip: string;
  readonly transport: "tcp" | "ipc";
  /** First of five ports in a row; 0 for any. */
  readonly port: number;
  /** True when the file's place is the kernel's own: what is there was left by an earlier kernel of its id. */
  readonly owned: boolean;
  /** Key to go on with; a random one when absent. */
  readonly key?: string | undefined;
}

/** A kernel that listens. */
export interface JupyterListening extends AsyncDisposable {
  readonly server: JupyterServer;
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
  /** Session that the clients share. */
  readonly session: string;
  /** Clients of the kernel's other sessions. */
  readonly clientsElsewhere: () => number;
  /** Hears of each request answered. */
  readonly onServed?: (request: ServedRequest) => void;
}

/**
 * Reads the connection or registration file, or plans a new connection where there is none. A file in the kernel's
 * own place keeps its key, so that clients of an earlier kernel of the same id find this one.
 *
 * @throws {KernelError} `jupyter.connection_file` when the file is there and wrong
 */
export async function planConnection(path: string, fresh: FreshConnection): Promise<JupyterPlan> {
  const planned = { created: false, registration: undefined, anyPorts: false };
  const made = freshConnection(path, fresh);
  try {
    const file = await readConnectionFile(path);
    if (file.kind === "registration") {
      const connection = connectionForRegistration(file.registration, programName);
      return { ...planned, connection, registration: file.registration };
    }
    if (!fresh.owned) return { ...planned, connection: file.connection };
    return { ...planned, created: true, ...ownConnection(file.connection, made) };
  } catch (error) {
    if (!isReplaceable(error, fresh.owned)) throw error;
  }
  return { ...planned, created: true, connection: made };
}

/** Absent, or in the kernel's own place and damaged. */
function isReplaceable(error: unknown, owned: boolean): boolean {
  return error instanceof KernelError && error.code === "jupyter.connection_file" &&
    (owned || error.cause instanceof Deno.errors.NotFound);
}

/** What an earlier kernel listened on, as far as this one is to listen there too; its key in any case. */
function ownConnection(
  earlier: ConnectionInfo,
  made: ConnectionInfo,
): Pick<JupyterPlan, "connection" | "anyPorts"> {
  const { ip, transport, shell_port: port } = made;
  const samePlace = earlier.ip === ip && earlier.transport === transport;
  if (samePlace && (port === 0 || port === earlier.shell_port)) {
    return { connection: earlier, anyPorts: port === 0 };
  }
  return { connection: { ...made, key: earlier.key }, anyPorts: false };
}

function freshConnection(path: string, fresh: FreshConnection): ConnectionInfo {
  const { transport, port } = fresh;
  const ip = transport === "ipc" ? path.replace(/\.json$/, "") : fresh.ip;
  const made = newConnection({ transport, ip, kernelName: programName });
  const connection = fresh.key === undefined ? made : { ...made, key: fresh.key };
  return transport === "ipc" || port === 0 ? connection : { ...connection, ...portsFrom(port) };
}

/** Five ports in a row, in the order shell, iopub, stdin, control, heartbeat. */
function portsFrom(base: number): Partial<ConnectionInfo> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = [0, 1, 2, 3, 4].map((step) =>
    base + step
  ) as [number, number, number, number, number];
  return { shell_port, iopub_port, stdin_port, control_port, hb_port };
}

/**
 * Binds the five channels and serves them; tells the ports to the connection file or to the launcher. Disposing
 * stops serving and removes the file if it was made here.
 *
 * @throws {KernelError} `zmq.address_in_use`, `jupyter.registration`, …
 */
export async function listenJupyter(options: ListenOptions): Promise<JupyterListening> {
  const { plan } = options;
  try {
    return await listen(options, plan.connection);
  } catch (error) {
    const taken = error instanceof KernelError && error.code === "zmq.address_in_use";
    if (!taken || !plan.anyPorts) throw error;
    const none = { shell_port: 0, iopub_port: 0, stdin_port: 0, control_port: 0, hb_port: 0 };
    return await listen(options, { ...plan.connection, ...none });
  }
}

async function listen(
  options: ListenOptions,
  wanted: ConnectionInfo,
): Promise<JupyterListening> {
  const { plan, path, core, context, config, session, clientsElsewhere, signal, onServed } =
    options;
  const protocol = createJupyterProtocol({
    context,
    connection: wanted,
    session,
    clientsElsewhere,
    log: core.log.getChild("jupyter"),
    metrics: core.metrics,
    now: () => performance.timeOrigin + performance.now(),
    randomUUID: () => crypto.randomUUID(),
    hostname: hostname(),
    limits: {
      maxMessageBytes: config.limits.maxMessageBytes,
      maxClients: config.kernel.maxClients,
      graceMs: config.kernel.graceMs,
    },
    ...(onServed === undefined ? {} : { onServed }),
  });
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await protocol.listen(options.router, signal));
  const { connection } = server;
  if (plan.registration !== undefined) {
    await register({ context, registration: plan.registration, connection, signal });
  } else if (plan.created || PORT_NAMES.some((name) => plan.connection[name] === 0)) {
    await writeConnectionFile(path, connection);
    if (plan.created) stack.defer(() => removeIfThere(path));
  }
  const parts = stack.move();
  return { server, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
