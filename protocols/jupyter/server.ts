// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel's five channels at work.

import type {
  ClientState,
  EngineExitEvent,
  Logger,
  Router,
  SessionEvent,
} from "../../lib/contracts/mod.ts";
import { DigestHistory, Signer } from "../../lib/wire/mod.ts";
import { ClientRegistry } from "./client_registry.ts";
import type { ConnectionInfo } from "./connection_file.ts";
import { Dispatcher } from "./dispatcher.ts";
import { Entrance } from "./entrance.ts";
import { draftOf } from "./events.ts";
import { IopubPublisher } from "./iopub.ts";
import { EMPTY_JSON, type Message, MessageReader, MessageWriter } from "./messages.ts";
import { JupyterMetrics } from "./metrics.ts";
import { type After, afterTimeout, type JupyterLimits, type JupyterOptions } from "./options.ts";
import { clientOf, JupyterParent, parentHeader } from "./parent.ts";
import { routes } from "./routes/mod.ts";
import { StdinBroker } from "./stdin.ts";
import { echoHeartbeats, type KernelSockets, openKernelSockets, Receiver } from "./transport.ts";

/** Most messages that `RequestContext.drain` reads at once. */
const DRAIN_LIMIT = 10_000;

/** First byte of a subscription that an XPUB socket receives. */
const SUBSCRIBE = 1;

/** A kernel that listens. Disposing waits for requests in flight, then closes the sockets. */
export class JupyterServer implements AsyncDisposable {
  readonly #sockets: KernelSockets;
  readonly #iopub: IopubPublisher;
  readonly #dispatcher: Dispatcher;
  readonly #clients: ClientRegistry;
  readonly #entrance: Entrance;
  #closed = false;
  readonly #stdin: StdinBroker;
  readonly #receivers: Readonly<Record<"shell" | "control" | "stdin", Receiver>>;
  readonly #receiving: DisposableStack = new DisposableStack();
  readonly #hearing: Disposable;
  readonly #limits: JupyterLimits;
  readonly #log: Logger;
  readonly #onHeartbeat: (() => void) | undefined;
  readonly #after: After;

  /**
   * Opens the sockets and begins to serve.
   *
   * @throws {KernelError} when a port is taken or the key is missing; then nothing is left open
   * @throws {RangeError} when `limits.maxClients` is neither an integer from 1 nor `Infinity`
   */
  constructor(options: JupyterOptions, limits: JupyterLimits, router: Router, signal: AbortSignal) {
    const { connection, session, log, now, features } = options;
    this.#limits = limits;
    this.#log = log;
    this.#onHeartbeat = options.onHeartbeat;
    this.#after = options.after ?? afterTimeout;
    this.#clients = new ClientRegistry({
      maxClients: limits.maxClients,
      now,
      hasPeer: (identity) => this.#sockets.shell.hasPeer(identity),
      ...(options.clientsElsewhere === undefined ? {} : { elsewhere: options.clientsElsewhere }),
    });
    this.#sockets = openKernelSockets(options.context, connection, limits);
    const { shell, control, stdin, iopub } = this.#sockets;
    const metrics = new JupyterMetrics(options.metrics);
    const signer = new Signer(new TextEncoder().encode(connection.key));
    const id = options.randomUUID();
    const writer = new MessageWriter({ signer, session: id, username: "kernel", now });
    const shared = { writer, metrics, log, after: this.#after };
    this.#iopub = new IopubPublisher({
      ...shared,
      socket: iopub,
      now,
      topic: `kernel.${id}`,
      maxQueueBytes: limits.iopubQueueBytes,
      stallMs: limits.iopubStallMs,
    });
    this.#stdin = new StdinBroker({ ...shared, socket: stdin, connectMs: limits.stdinConnectMs });
    this.#dispatcher = new Dispatcher({
      ...shared,
      router,
      routes,
      session,
      signal,
      sockets: { shell, control },
      iopub: this.#iopub,
      stdin: this.#stdin,
      now,
      connection: this.#sockets.connection,
      hostname: options.hostname ?? "",
      features: features?.debugger === true
        ? ["debugger", "kernel subshells"]
        : ["kernel subshells"],
      drain: () => this.#turn("shell", DRAIN_LIMIT, Infinity),
      ...(options.onServed === undefined ? {} : { onServed: options.onServed }),
    });
    this.#entrance = new Entrance({
      registry: this.#clients,
      metrics,
      log,
      serve: (...request) => this.#dispatcher.dispatch("shell", ...request),
    });
    const history = new DigestHistory(limits.replayHistory);
    const { maxMessageBytes, maxHeaderBytes } = limits;
    const reader = new MessageReader({ signer, history, maxMessageBytes, maxHeaderBytes });
    const receiving = { reader, metrics, log, now };
    this.#receivers = {
      shell: new Receiver({
        ...{ ...receiving, channel: "shell", socket: shell },
        handle: (message) => this.#entrance.enter(message),
        left: (identity) => this.#clients.left(identity),
      }),
      control: new Receiver({
        ...{ ...receiving, channel: "control", socket: control },
        handle: (message) =>
          this.#dispatcher.dispatch("control", message, JupyterParent.of(message)),
      }),
      stdin: new Receiver({
        ...{ ...receiving, channel: "stdin", socket: stdin },
        handle: (message) => this.#answer(message),
      }),
    };
    this.#iopub.status("starting", EMPTY_JSON);
    this.#hearing = router.subscribe(session, (event) => this.#hear(event));
    this.#receive();
  }

  /** The connection with the ports as bound; what a connection file should say. */
  get connection(): ConnectionInfo {
    return this.#sockets.connection;
  }

  /**
   * The clients that are connected now: peers of the shell channel that have sent a signed request, in the order of
   * their first one. Control alone makes no client. None once the sockets are closed.
   */
  clients(): ClientState[] {
    return this.#closed ? [] : this.#clients.states();
  }

  /** Clients that may be connected at once. */
  get maxClients(): number {
    return this.#clients.maxClients;
  }

  /**
   * Changes how many clients may be connected at once. Clients beyond a lower number stay.
   *
   * @param max 1 or more; `Infinity` is no limit
   * @throws {RangeError} when it is neither an integer from 1 nor `Infinity`
   */
  setMaxClients(max: number): void {
    this.#clients.maxClients = max;
  }

  /** Takes no further messages, waits for requests in flight at most `graceMs`, closes the sockets. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#receiving.disposed) return;
    this.#receiving.dispose();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    using _timer = this.#after(this.#limits.graceMs, resolve);
    await Promise.race([this.#dispatcher.settled(), late]);
    this.#hearing[Symbol.dispose]();
    this.#iopub[Symbol.dispose]();
    this.#closed = true;
    this.#sockets[Symbol.dispose]();
  }

  #receive(): void {
    const { shell, control, stdin, iopub, hb } = this.#sockets;
    const { messagesPerTurn: limit } = this.#limits;
    const receiving = this.#receiving;
    receiving.use(control.onReadable(() => void this.#turn("control")));
    receiving.use(shell.onReadable(() => {
      this.#turn("control");
      this.#turn("shell");
    }));
    receiving.use(stdin.onReadable(() => void this.#turn("stdin")));
    receiving.use(iopub.onReadable(() => this.#subscriptions(limit)));
    receiving.use(hb.onReadable(() => echoHeartbeats(hb, limit, this.#onHeartbeat)));
  }

  #turn(
    channel: "shell" | "control" | "stdin",
    maxMessages: number = this.#limits.messagesPerTurn,
    maxBytes: number = this.#limits.bytesPerTurn,
  ): void {
    const receive = () => this.#receivers[channel].turn(maxMessages, maxBytes);
    if (channel === "shell") this.#entrance.turn(receive);
    else receive();
  }

  #subscriptions(limit: number): void {
    for (let count = 0; count < limit; count++) {
      const frames = this.#sockets.iopub.tryReceive();
      if (frames === undefined) return;
      const [frame] = frames;
      if (frame?.[0] === SUBSCRIBE) this.#iopub.welcome(frame.subarray(1));
    }
  }

  #answer(message: Message): void {
    if (message.header.msg_type !== "input_reply") return;
    this.#stdin.reply(clientOf(message.identities), message);
  }

  /** Publishes an event; the promise asks the session to hold its output back meanwhile. */
  #hear({ parent, body }: SessionEvent): Promise<void> | void {
    const header = parentHeader(parent);
    try {
      if (body.type === "stream") this.#iopub.stream(body.name, body.text, header);
      else if (body.type === "engine_exit") this.#iopub.stream("stderr", exitText(body), header);
      else this.#iopub.publish(draftOf(body), header);
      if (body.type === "execution_started") {
        this.#dispatcher.noteExecutionCount(body.executionCount);
      }
      return this.#iopub.room;
    } catch (error) {
      this.#log.error("Failed to publish {type}", { type: body.type, error });
    }
  }
}

function exitText({ reason, restarted }: EngineExitEvent): string {
  const after = restarted ? "a new one was started, all variables are lost" : "it is gone";
  return `The session's engine ended: ${reason}; ${after}\n`;
}
