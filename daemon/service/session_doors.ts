// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sessions beside the main one: each has five Jupyter channels and a connection file of its own.

import { join } from "node:path";
import type { ClientState, OperationParams, SessionInfo } from "../../lib/contracts/mod.ts";
import { removeEmptyFolder } from "../../lib/store/mod.ts";
import type { ServedRequest } from "../../protocols/jupyter/mod.ts";
import { mainSession } from "../core.ts";
import { languageOf } from "../engines.ts";
import { type JupyterListening, listenJupyter, planConnection } from "../jupyter.ts";
import type { Interior } from "./interior.ts";
import { sessionLimit, sessionMain } from "./session_errors.ts";
import { SessionRouter } from "./session_router.ts";
import type { StartPlan } from "./start_plan.ts";

/** What `SessionDoors` is made of. */
export interface SessionDoorsParts {
  readonly plan: Pick<StartPlan, "config" | "language" | "places">;
  readonly interior: Pick<Interior, "core" | "router" | "context" | "log">;
  /** Clients of the main session. */
  readonly mainClients: () => number;
  /** Hears of each request answered. */
  readonly onServed: (request: ServedRequest) => void;
  readonly signal: AbortSignal;
}

/** A session with its channels, once they are open. */
interface Door {
  readonly info: SessionInfo;
  listening: JupyterListening | undefined;
}

/** Opens, closes and lists the sessions of a kernel. */
export class SessionDoors implements AsyncDisposable {
  readonly #parts: SessionDoorsParts;
  readonly #doors = new Map<string, Door>();
  #maxClients: number;
  #maxSessions: number;

  /** @param parts what sessions are made of */
  constructor(parts: SessionDoorsParts) {
    this.#parts = parts;
    this.#maxClients = parts.plan.config.kernel.maxClients;
    this.#maxSessions = parts.plan.config.limits.maxSessions;
  }

  /** Clients of these sessions, in the order of their sessions. @param except a session whose clients are left out */
  clients(except?: string): ClientState[] {
    return [...this.#doors].filter(([session]) => session !== except)
      .flatMap(([, { listening }]) => listening?.server.clients() ?? []);
  }

  /** Changes the bounds. What is beyond a lower number stays. */
  setLimits({ maxClients, maxSessions }: { maxClients: number; maxSessions: number }): void {
    this.#maxClients = maxClients;
    this.#maxSessions = maxSessions;
    for (const { listening } of this.#doors.values()) listening?.server.setMaxClients(maxClients);
  }

  /**
   * Opens a session and its channels; its engine starts.
   *
   * @throws {KernelError} `engine.unknown`, `session.exists`, `session.limit`, `kernel.stopping`, or what listening throws
   */
  async create(params: OperationParams<"session.create">): Promise<SessionInfo> {
    const { interior: { core }, plan } = this.#parts;
    const language = languageOf(params.language ?? plan.language);
    const options = await core.sessionOptions(language);
    if (core.kernel.sessions.length >= this.#maxSessions) throw sessionLimit(this.#maxSessions);
    const session = params.session ?? this.#freeName(language);
    core.kernel.openSession(session, options);
    const connectionFile = join(plan.places.sessionFolder, `${session}.json`);
    const door: Door = { info: { session, language, connectionFile }, listening: undefined };
    this.#doors.set(session, door);
    try {
      door.listening = await this.#listen(door.info);
    } catch (error) {
      this.#doors.delete(session);
      await core.kernel.closeSession(session, 0);
      throw error;
    }
    core.kernel.startEngines();
    return door.info;
  }

  /** All sessions, the main one first. */
  list(): SessionInfo[] {
    const { language, places } = this.#parts.plan;
    const main = { session: mainSession, language, connectionFile: places.connectionFile };
    return [main, ...[...this.#doors.values()].map(({ info }) => info)];
  }

  /**
   * Ends a session with what runs in it, and its channels.
   *
   * @throws {KernelError} `session.unknown`, `session.main`
   */
  async close(session: string): Promise<void> {
    const { interior: { core }, plan } = this.#parts;
    if (session === mainSession) throw sessionMain("close", session);
    const door = this.#doors.get(session);
    this.#doors.delete(session);
    await core.kernel.closeSession(session, plan.config.kernel.graceMs);
    await door?.listening?.[Symbol.asyncDispose]();
  }

  /**
   * Gives a session a new engine with fresh globals; its channels stay.
   *
   * @throws {KernelError} `session.unknown`, `session.main`
   */
  async restart(session: string): Promise<void> {
    const { interior: { core }, plan } = this.#parts;
    if (session === mainSession) throw sessionMain("restart", session);
    await core.kernel.restartSession(session, plan.config.kernel.graceMs);
  }

  /** Closes all channels; the sessions end with the kernel. */
  async [Symbol.asyncDispose](): Promise<void> {
    const doors = [...this.#doors.values()];
    this.#doors.clear();
    await Promise.all(doors.map(({ listening }) => listening?.[Symbol.asyncDispose]()));
    removeEmptyFolder(this.#parts.plan.places.sessionFolder);
  }

  async #listen({ session, connectionFile }: SessionInfo): Promise<JupyterListening> {
    const { plan: { config }, interior: { core, router, context }, mainClients } = this.#parts;
    const { ip, transport } = config.kernel;
    return await listenJupyter({
      plan: await planConnection(connectionFile, { ip, transport, port: 0, owned: true }),
      path: connectionFile,
      core,
      router: new SessionRouter(router, (restart) => this.#end(session, restart)),
      context,
      config: { ...config, kernel: { ...config.kernel, maxClients: this.#maxClients } },
      session,
      clientsElsewhere: () => mainClients() + this.clients(session).length,
      signal: this.#parts.signal,
      onServed: this.#parts.onServed,
    });
  }

  /** A client of the session asked for its end. */
  #end(session: string, restart: boolean): void {
    const ending = restart ? this.restart(session) : this.close(session);
    ending.catch((error: unknown) => {
      this.#parts.interior.log.error("Cannot end session {session}: {error}", { session, error });
    });
  }

  #freeName(language: string): string {
    const { sessions } = this.#parts.interior.core.kernel;
    let name = language;
    for (let number = 2; sessions.includes(name); number++) name = `${language}-${number}`;
    return name;
  }
}

/** Removes the connection files that an earlier kernel of the same id has left. The kernel holds the id meanwhile. */
export function removeSessionFiles(folder: string): void {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
