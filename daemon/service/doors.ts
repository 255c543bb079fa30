// SPDX-License-Identifier: Apache-2.0 OR MIT
// The protocols by which a kernel is reached.

import type { ClientState } from "../../lib/contracts/mod.ts";
import { LatestWindow, processMetrics } from "../../lib/observe/mod.ts";
import type { ConnectionInfo, JupyterServer, ServedRequest } from "../../protocols/jupyter/mod.ts";
import { mainSession } from "../core.ts";
import {
  type JupyterListening,
  listenJupyter,
  type ListenOptions,
  planConnection,
} from "../jupyter.ts";
import type { Env } from "../paths.ts";
import { programName, programVersion } from "../version.ts";
import { listenHttp } from "./http.ts";
import type { Interior } from "./interior.ts";
import { keptKey } from "./kept_key.ts";
import { kernelGauges } from "./kernel_gauges.ts";
import { portHeld } from "./port_held.ts";
import { jupyterPorts } from "./record.ts";
import { removeSessionFiles, SessionDoors } from "./session_doors.ts";
import type { StartPlan } from "./start_plan.ts";

/** Protocols that listen. */
export interface Doors extends AsyncDisposable {
  readonly jupyter: JupyterServer;
  /** Sessions beside the main one. */
  readonly sessions: SessionDoors;
  /** Clients of all sessions. */
  readonly clients: () => readonly ClientState[];
  /** True when the connection file is the kernel's own. */
  readonly ownsConnectionFile: boolean;
  /** Where it listens, by protocol. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** How requests fare. */
  readonly requests: LatestWindow;
}

/** What the doors are made of. */
export interface DoorParts {
  readonly plan: StartPlan;
  readonly interior: Interior;
  readonly env: Env;
  readonly startedAtMs: number;
}

/**
 * Opens the Jupyter channels, and health and metrics over HTTP where they are wanted.
 *
 * @throws {KernelError} `kernel.port_in_use` naming the kernel that holds a port, or what the protocol throws
 */
export async function openDoors(parts: DoorParts): Promise<Doors> {
  await using stack = new AsyncDisposableStack();
  const stop = new AbortController();
  stack.defer(() => stop.abort());
  const requests = new LatestWindow();
  if (!parts.plan.restore) removeSessionFiles(parts.plan.places.sessionFolder);
  const onServed = ({ seconds, failed }: ServedRequest) => requests.record(seconds * 1000, failed);
  // A client that waited for the ports asks before the sessions are there.
  const later: { sessions?: SessionDoors } = {};
  const clientsElsewhere = () => later.sessions?.clients().length ?? 0;
  const hearing = { clientsElsewhere, onServed, signal: stop.signal };
  const { listening, created } = await openJupyter(parts, hearing);
  const { server } = stack.use(listening);
  const mainClients = () => server.clients().length;
  const sessions = stack.use(new SessionDoors({ ...parts, ...hearing, mainClients }));
  later.sessions = sessions;
  const clients = () => [...server.clients(), ...sessions.clients()];
  const endpoints: Record<string, string> = { jupyter: jupyterEndpoint(server.connection) };
  const http = await openHttp(parts, {
    endpoints,
    clients: () => clients().length,
    signal: stop.signal,
  });
  if (http !== undefined) endpoints["http"] = stack.use(http).endpoint;
  const held = stack.move();
  return {
    jupyter: server,
    sessions,
    clients,
    ownsConnectionFile: created,
    endpoints,
    requests,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

async function openJupyter(
  { plan: { config, places, restore }, interior, env }: DoorParts,
  hearing: Pick<ListenOptions, "clientsElsewhere" | "onServed" | "signal">,
): Promise<{ readonly listening: JupyterListening; readonly created: boolean }> {
  const { ip, transport, port } = config.kernel;
  const plan = await planConnection(places.connectionFile, {
    ...{ ip, transport, port },
    owned: places.ownsConnectionFile,
    key: restore && places.ownsConnectionFile ? keptKey(places.keyFile) : undefined,
  });
  const { core, router, context } = interior;
  try {
    const listening = await listenJupyter({
      ...{ plan, core, router, context, config, ...hearing },
      path: places.connectionFile,
      session: mainSession,
    });
    return { listening, created: plan.created };
  } catch (error) {
    throw await portHeld(error, Object.values(jupyterPorts(plan.connection)), env);
  }
}

async function openHttp(
  { plan, interior, startedAtMs }: DoorParts,
  { endpoints, clients, signal }: {
    readonly endpoints: Readonly<Record<string, string>>;
    readonly clients: () => number;
    readonly signal: AbortSignal;
  },
): ReturnType<typeof listenHttp> {
  const { config, places, language } = plan;
  const { core, router } = interior;
  const startedAt = performance.now();
  core.metrics.collect(processMetrics());
  core.metrics.collect(kernelGauges(core.metrics, {
    load: () => core.kernel.load,
    sessions: () => core.kernel.sessions.length,
    clients,
  }));
  return await listenHttp({
    ...{ config, router, signal, log: core.log, metrics: core.metrics },
    basePort: config.kernel.port,
    session: mainSession,
    info: () => ({
      name: programName,
      version: programVersion,
      id: places.id,
      language,
      startedAt: new Date(startedAtMs).toISOString(),
      uptimeSeconds: (performance.now() - startedAt) / 1000,
      endpoints,
    }),
  });
}

function jupyterEndpoint({ transport, ip, shell_port }: ConnectionInfo): string {
  return transport === "ipc" ? `ipc://${ip}` : `tcp://${ip}:${shell_port}`;
}
