// SPDX-License-Identifier: Apache-2.0 OR MIT
// From a request to its reply, between a busy and an idle status.

import type { InputRequest, Logger, RequestContext, Router } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { traceIdOf, withContext } from "../../lib/observe/mod.ts";
import type { Socket } from "../../lib/zmq/mod.ts";
import type { ConnectionInfo } from "./connection_file.ts";
import { contentRefused, errorContent, isFailure, isMistake, wrongChannel } from "./errors.ts";
import type { IopubPublisher } from "./iopub.ts";
import { type Draft, type Message, type MessageWriter, totalBytes } from "./messages.ts";
import type { JupyterMetrics } from "./metrics.ts";
import type { JupyterParent } from "./parent.ts";
import type { ServedRequest } from "./options.ts";
import type { Reply, RequestChannel, Route, RouteCall } from "./routes/mod.ts";
import type { StdinBroker } from "./stdin.ts";
import { deliver } from "./transport.ts";

/** What a `Dispatcher` is given. */
export interface DispatcherOptions {
  readonly router: Router;
  readonly routes: ReadonlyMap<string, Route>;
  readonly session: string;
  readonly signal: AbortSignal;
  readonly sockets: Readonly<Record<RequestChannel, Pick<Socket, "trySend">>>;
  readonly writer: MessageWriter;
  readonly iopub: IopubPublisher;
  readonly stdin: StdinBroker;
  readonly metrics: JupyterMetrics;
  readonly log: Logger;
  readonly now: () => number;
  readonly connection: ConnectionInfo;
  readonly hostname: string;
  readonly features: readonly string[];
  /** Reads what waits on the shell channel. */
  readonly drain: () => void;
  /** Hears how requests end. */
  readonly onServed?: (request: ServedRequest) => void;
}

/** A request on its way. */
interface Request {
  readonly channel: RequestChannel;
  readonly message: Message;
  readonly parent: JupyterParent;
  /** Answers the request in place of the Router. */
  readonly refusal: KernelError | undefined;
}

/** What a request led to. */
interface Answer {
  readonly reply: Draft | undefined;
  /** True when the kernel failed. */
  readonly failed: boolean;
}

/** Serves requests concurrently; the Router decides what waits for what. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #inFlight: Set<Promise<void>> = new Set();
  #executionCount = 0;

  /** @param options everything a request needs on its way */
  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Remembers the execution count that an event told. */
  noteExecutionCount(count: number): void {
    this.#executionCount = count;
  }

  /**
   * Begins to serve a request; returns when the Router has been called.
   *
   * @param refusal answers the request in place of the Router
   */
  dispatch(
    channel: RequestChannel,
    message: Message,
    parent: JupyterParent,
    refusal?: KernelError,
  ): void {
    const request = { channel, message, parent, refusal };
    const work = this.#serve(request).catch((error: unknown) => {
      this.#about(request).error("Failed to answer {type}: {error}", {
        type: message.header.msg_type,
        error,
      });
    });
    this.#inFlight.add(work);
    work.finally(() => this.#inFlight.delete(work));
  }

  /** Resolves when no request is in flight. */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  async #serve(request: Request): Promise<void> {
    const { iopub, routes, now } = this.#options;
    const { channel, message, parent } = request;
    const startedAt = now();
    const route = routes.get(message.header.msg_type);
    const replied = Promise.withResolvers<void>();
    let busy = false;
    const begin = () => {
      if (busy || route?.quiet === true) return;
      busy = true;
      iopub.status("busy", parent.header);
    };
    let failed = false;
    try {
      const call = this.#call(request, begin, replied.promise);
      const answer = route === undefined
        ? this.#ignore(request)
        : await this.#answer(route, request, call);
      failed = answer.failed;
      begin();
      if (answer.reply !== undefined) this.#send(channel, parent, answer.reply);
      if (busy) iopub.status("idle", parent.header);
    } finally {
      replied.resolve();
    }
    this.#tell(request, route, (now() - startedAt) / 1000, failed);
  }

  async #answer(route: Route, request: Request, call: RouteCall): Promise<Answer> {
    const { channel, message, refusal } = request;
    try {
      if (refusal !== undefined) throw refusal;
      if (!route.channels.includes(channel)) throw wrongChannel(route.method, channel);
      const content = route.content.safeParse(message.content);
      if (!content.success) throw contentRefused(route.method, content.error);
      return { reply: draft(route, await route.handle(content.data, call)), failed: false };
    } catch (error) {
      const reply = this.#failure({ route, call, error, log: this.#about(request) });
      return { reply: draft(route, reply), failed: isFailure(error) };
    }
  }

  /** What is logged of a request says which one it is, whose, and of which trace. */
  #about({ message, parent }: Request): Logger {
    const { log, session } = this.#options;
    return withContext(log, {
      requestId: message.header.msg_id,
      sessionId: session,
      clientId: parent.client,
      traceId: traceIdOf(message.metadata["traceparent"]),
    });
  }

  #tell(request: Request, route: Route | undefined, seconds: number, failed: boolean): void {
    const { metrics, onServed } = this.#options;
    const { channel, message: { header: { msg_type: type } } } = request;
    metrics.served(type, seconds);
    this.#about(request).debug("Served {type} on {channel} in {seconds} s", {
      ...{ type, channel, seconds },
    });
    if (route !== undefined && route.quiet !== true) onServed?.({ type, seconds, failed });
  }

  #ignore(request: Request): Answer {
    const { channel, message } = request;
    this.#options.metrics.rejected(channel, "unknown_type");
    this.#about(request).warn("Ignored a message of unknown type on {channel}: {type}", {
      channel,
      type: message.header.msg_type.slice(0, 80),
    });
    return { reply: undefined, failed: false };
  }

  #failure({ route, call, error, log }: Failure): Reply {
    const { method } = route;
    if (error instanceof KernelError) log.debug("Refused {method}: {error}", { method, error });
    else if (isMistake(error)) log.warn("Refused {method}: {error}", { method, error });
    else log.error("Failed to serve {method}: {error}", { method, error });
    const executionCount = this.#executionCount;
    return {
      content: {
        ...errorContent(error),
        ...route.errorFields?.({ ...call, executionCount }, error),
      },
    };
  }

  #call(
    { channel, message, parent }: Request,
    started: () => void,
    replied: Promise<void>,
  ): RouteCall {
    const { router, session, signal, stdin, connection, hostname, features, drain } = this.#options;
    const subshell = message.header.subshell_id;
    const context: RequestContext = {
      client: parent.client,
      session,
      channel,
      ...(channel === "shell" && typeof subshell === "string" ? { subshell } : {}),
      parent,
      signal,
      started,
      replied,
      requestInput: (request: InputRequest, abort: AbortSignal) =>
        stdin.ask(parent, request, abort),
      drain,
    };
    const executionCount = this.#executionCount;
    return { router, context, message, connection, hostname, features, executionCount };
  }

  #send(channel: RequestChannel, parent: JupyterParent, reply: Draft): void {
    const { sockets, writer, metrics, log } = this.#options;
    const { frames } = writer.write(parent.identities, parent.header, reply);
    const delivery = deliver(sockets[channel], frames);
    if (delivery === "sent") return metrics.sent(channel, reply.type, totalBytes(frames));
    metrics.undelivered(channel);
    const { client } = parent;
    if (delivery === "gone") {
      log.debug("{client} left before its {type}", { client, type: reply.type });
    } else log.warn("{client} takes no replies: lost {type}", { client, type: reply.type });
  }
}

/** A request that was not served, and what its record goes to. */
interface Failure {
  readonly route: Route;
  readonly call: RouteCall;
  readonly error: unknown;
  readonly log: Logger;
}

function draft(route: Route, reply: Reply | undefined): Draft | undefined {
  if (route.reply === undefined || reply === undefined) return undefined;
  return { type: route.reply, ...reply };
}
