// SPDX-License-Identifier: Apache-2.0 OR MIT

import { KernelError } from "../../../lib/errors.ts";
import { Signer } from "../../../lib/wire/mod.ts";
import type { Context, Socket, SocketOptions, SocketType } from "../../../lib/zmq/mod.ts";
import type { ConnectionInfo } from "../connection_file.ts";
import { clientTimedOut } from "../errors.ts";
import {
  type Channel,
  EMPTY_JSON,
  type JsonObject,
  type Message,
  MessageReader,
  MessageWriter,
} from "../messages.ts";
import { DEFAULT_LIMITS } from "../options.ts";
import { TimeLimit } from "../time_limit.ts";
import { endpointOf } from "../transport.ts";

/** How long a kernel may take to welcome a subscriber, unless the caller says otherwise. */
const DEFAULT_WELCOME_MS = 10_000;

/** Messages taken from one channel before the others have their turn. */
const MESSAGES_PER_TURN = 100;

/** A channel that a client connects; heartbeats have a socket of their own each. */
export type ClientChannel = Exclude<Channel, "hb">;

/** Every `ClientChannel`. */
const CLIENT_CHANNELS: readonly ClientChannel[] = ["shell", "control", "stdin", "iopub"];

/** What `connectJupyter` is given. */
export interface JupyterClientOptions {
  /** ZeroMQ context that the sockets are opened in; it stays the caller's. */
  readonly context: Context;
  /** Where the kernel listens; what its connection file says. */
  readonly connection: ConnectionInfo;
  /** Name of the person or program in headers. */
  readonly username?: string;
  /** Id of this client in headers; random when absent. */
  readonly session?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Channels to connect; all when absent. Without iopub, replies are all that is waited for. */
  readonly channels?: readonly ClientChannel[];
  /** How long to wait for `iopub_welcome`; 0 does not wait, for kernels that send none. */
  readonly welcomeMs?: number;
  /** Ends the waiting for the welcome. */
  readonly signal?: AbortSignal;
}

/** A question of the kernel, as its `input_request` puts it. */
export interface InputQuestion {
  /** Text to show. */
  readonly prompt: string;
  /** True when the answer must not be shown. */
  readonly password: boolean;
}

/** What goes with a request. */
export interface RequestOptions {
  /** What is not content. */
  readonly metadata?: JsonObject;
  /** Binary data after the content. */
  readonly buffers?: readonly Uint8Array[];
  /** Lane for a shell request. */
  readonly subshell?: string;
  /** Ends the waiting; the request itself goes on. */
  readonly signal?: AbortSignal;
  /** False for messages that are not answered (`comm_open`): waits for the idle status alone. */
  readonly reply?: boolean;
  /** False for requests that cause no status: waits for the reply alone. */
  readonly idle?: boolean;
  /** Hears each message of iopub that this request causes, when it arrives. */
  readonly onIopub?: (message: Message) => void;
  /** Answers questions; without it they stay open. */
  readonly onInput?: (question: InputQuestion) => string | Promise<string>;
}

/** What a request led to. */
export interface Exchange {
  /** Absent when none was asked for. */
  readonly reply: Message | undefined;
  /** All messages of iopub from busy to idle, in order. */
  readonly iopub: readonly Message[];
}

/** A connected client. Disposing closes its sockets and rejects what still waits. */
export interface JupyterClient extends Disposable {
  /** Id of this client in headers. */
  readonly session: string;
  /** Sends a request and waits for its reply and its idle status. */
  request(
    channel: "shell" | "control",
    type: string,
    content: object,
    options?: RequestOptions,
  ): Promise<Exchange>;
  /** Sends a message and waits for nothing. @returns its `msg_id` */
  send(
    channel: "shell" | "control" | "stdin",
    type: string,
    content: object,
    options?: Pick<RequestOptions, "metadata" | "buffers" | "subshell">,
  ): string;
  /** Hears every message of iopub, whoever caused it. */
  onIopub(listener: (message: Message) => void): Disposable;
  /** Sends a heartbeat and resolves when it comes back. */
  heartbeat(signal?: AbortSignal): Promise<void>;
}

/**
 * Connects to a kernel and waits until it has welcomed the subscription, so that no output of the first request is
 * missed.
 *
 * @throws {KernelError} `jupyter.no_answer` when the kernel sends no `iopub_welcome` within `welcomeMs`
 */
export async function connectJupyter(options: JupyterClientOptions): Promise<JupyterClient> {
  const { welcomeMs = DEFAULT_WELCOME_MS, signal } = options;
  using stack = new DisposableStack();
  const client = stack.use(new Client(options));
  if (welcomeMs > 0) await client.welcomed(welcomeMs, signal);
  stack.move();
  return client;
}

/** A request that is not answered in full. */
interface Pending {
  readonly options: RequestOptions;
  readonly iopub: Message[];
  reply: Message | undefined;
  idle: boolean;
  readonly resolve: (exchange: Exchange) => void;
  readonly reject: (error: unknown) => void;
}

class Client implements JupyterClient {
  readonly session: string;
  readonly #options: JupyterClientOptions;
  readonly #sockets: ReadonlyMap<ClientChannel, Socket>;
  readonly #stack: DisposableStack = new DisposableStack();
  readonly #writer: MessageWriter;
  readonly #reader: MessageReader;
  readonly #pending: Map<string, Pending> = new Map();
  readonly #listeners: Set<(message: Message) => void> = new Set();
  readonly #welcome: PromiseWithResolvers<void> = Promise.withResolvers<void>();

  constructor(options: JupyterClientOptions) {
    this.#options = options;
    const { connection, username = "llmspell", now = Date.now } = options;
    this.session = options.session ?? crypto.randomUUID();
    const signer = new Signer(new TextEncoder().encode(connection.key));
    const { maxMessageBytes, maxHeaderBytes } = DEFAULT_LIMITS;
    this.#reader = new MessageReader({ signer, maxMessageBytes, maxHeaderBytes });
    this.#writer = new MessageWriter({ signer, session: this.session, username, now });
    const identity = new TextEncoder().encode(this.session);
    const { channels = CLIENT_CHANNELS } = options;
    this.#sockets = new Map(channels.map((channel) => [
      channel,
      channel === "iopub"
        ? this.#open(channel, "SUB", { receiveHighWaterMark: 0, lingerMs: 0 })
        : this.#open(channel, "DEALER", { identity }),
    ]));
    this.#sockets.get("iopub")?.subscribe();
    this.#hear("iopub", (message) => this.#published(message));
    this.#hear("shell", (message) => this.#replied(message));
    this.#hear("control", (message) => this.#replied(message));
    this.#hear("stdin", (message) => this.#asked(message));
  }

  async welcomed(limitMs: number, signal?: AbortSignal): Promise<void> {
    if (!this.#sockets.has("iopub")) return;
    using limit = new TimeLimit(limitMs, signal);
    try {
      await abortable(this.#welcome.promise, limit.signal);
    } catch (error) {
      if (limit.exceeded) throw clientTimedOut("connect to the kernel", limitMs);
      throw error;
    }
  }

  async request(
    channel: "shell" | "control",
    type: string,
    content: object,
    options: RequestOptions = {},
  ): Promise<Exchange> {
    const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
    const idle = options.idle === false || !this.#sockets.has("iopub");
    if (idle && options.reply === false) throw nothingToAwait(type);
    const id = this.send(channel, type, content, options);
    const state = { reply: undefined, idle, resolve, reject };
    this.#pending.set(id, { options, iopub: [], ...state });
    try {
      return await (options.signal === undefined ? promise : abortable(promise, options.signal));
    } finally {
      this.#pending.delete(id);
    }
  }

  send(
    channel: "shell" | "control" | "stdin",
    type: string,
    content: object,
    { metadata, buffers, subshell }: Pick<RequestOptions, "metadata" | "buffers" | "subshell"> = {},
  ): string {
    const { id, frames } = this.#writer.write([], EMPTY_JSON, {
      type,
      content,
      ...(metadata === undefined ? {} : { metadata }),
      ...(buffers === undefined ? {} : { buffers }),
      ...(subshell === undefined ? {} : { subshell }),
    });
    this.#put(channel, frames);
    return id;
  }

  onIopub(listener: (message: Message) => void): Disposable {
    const own = (message: Message) => listener(message);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  async heartbeat(signal?: AbortSignal): Promise<void> {
    using socket = this.#options.context.socket("REQ", this.#common());
    socket.connect(endpointOf(this.#options.connection, this.#options.connection.hb_port));
    await socket.send([new TextEncoder().encode("ping")], signal);
    await socket.receive(signal);
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
    for (const { reject } of this.#pending.values()) reject(disconnected());
    this.#pending.clear();
  }

  #put(channel: "shell" | "control" | "stdin", frames: readonly Uint8Array[]): void {
    const socket = this.#sockets.get(channel);
    if (socket === undefined) throw notConnected(channel);
    if (!socket.trySend(frames)) throw congested(channel);
  }

  #open(channel: ClientChannel, type: SocketType, options: SocketOptions): Socket {
    const { context, connection } = this.#options;
    const settings = { ...this.#common(), sendHighWaterMark: 0, ...options };
    const socket = this.#stack.use(context.socket(type, settings));
    socket.connect(endpointOf(connection, connection[`${channel}_port`]));
    return socket;
  }

  #common(): SocketOptions {
    const { context, connection } = this.#options;
    const { curve_publickey: serverKey } = connection;
    return {
      lingerMs: 1_000,
      ...(connection.ip.includes(":") ? { ipv6: true } : {}),
      ...(serverKey === undefined ? {} : { curveClient: { serverKey, ...context.curveKeypair() } }),
    };
  }

  #hear(channel: ClientChannel, handle: (message: Message) => void): void {
    const socket = this.#sockets.get(channel);
    if (socket === undefined) return;
    this.#stack.use(socket.onReadable(() => {
      for (let count = 0; count < MESSAGES_PER_TURN; count++) {
        const frames = socket.tryReceive();
        if (frames === undefined) return;
        const message = this.#reader.read(frames);
        if (typeof message !== "string") handle(message);
      }
    }));
  }

  #published(message: Message): void {
    if (message.header.msg_type === "iopub_welcome") this.#welcome.resolve();
    for (const listener of this.#listeners) listener(message);
    const pending = this.#causeOf(message);
    if (pending === undefined) return;
    pending.iopub.push(message);
    pending.options.onIopub?.(message);
    if (message.header.msg_type === "status" && message.content["execution_state"] === "idle") {
      pending.idle = true;
      this.#complete(pending);
    }
  }

  #replied(message: Message): void {
    const pending = this.#causeOf(message);
    if (pending === undefined) return;
    pending.reply = message;
    this.#complete(pending);
  }

  #asked(message: Message): void {
    const pending = this.#causeOf(message);
    const { prompt, password } = message.content;
    if (pending?.options.onInput === undefined) return;
    const question = { prompt: String(prompt), password: password === true };
    const answer = async (ask: (question: InputQuestion) => string | Promise<string>) => {
      const value = await ask(question);
      const draft = { type: "input_reply", content: { value } };
      this.#put("stdin", this.#writer.write([], message.rawHeader, draft).frames);
    };
    answer(pending.options.onInput).catch(pending.reject);
  }

  #causeOf(message: Message): Pending | undefined {
    const id = message.parentHeader["msg_id"];
    return typeof id === "string" ? this.#pending.get(id) : undefined;
  }

  #complete({ idle, reply, iopub, options, resolve }: Pending): void {
    if (idle && (reply !== undefined || options.reply === false)) resolve({ reply, iopub });
  }
}

/** Settles as the promise does, or rejects when the signal aborts first. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function disconnected(): KernelError {
  return new KernelError(
    "jupyter.disconnected",
    "Cannot wait for a reply: the client was closed",
    "Keep the client open until its requests are answered",
  );
}

function notConnected(channel: string): TypeError {
  return new TypeError(`Cannot send on ${channel}: the client has not connected it`);
}

function nothingToAwait(type: string): TypeError {
  return new TypeError(`Cannot wait for ${type}: neither its reply nor its idle status is awaited`);
}

function congested(channel: string): KernelError {
  return new KernelError(
    "jupyter.congested",
    `Cannot send on ${channel}: the kernel takes no messages`,
    "Wait for earlier requests first",
  );
}
