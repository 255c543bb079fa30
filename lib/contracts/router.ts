// SPDX-License-Identifier: Apache-2.0 OR MIT
// The only place where protocols and sessions meet.

import type { InputRequest } from "./engine.ts";
import type { SessionEvent } from "./events.ts";
import type { OperationName, OperationParams, OperationResult } from "./operations.ts";

/** Who asks, for which session, and how the answer and its side effects find their way back. */
export interface RequestContext {
  /** The connected peer, unique among all protocols. */
  readonly client: string;
  /** Id of the session asked for; it must be open. */
  readonly session: string;
  /** `shell`: queued behind what the session's lane still has to do. `control`: served at once. */
  readonly channel: "shell" | "control";
  /** Lane of a `shell` request; `undefined` is the main one. */
  readonly subshell?: string;
  /** Handed back untouched with every event the request causes (Jupyter: its parent header). */
  readonly parent: unknown;
  /** Aborts when the client cancels or the kernel stops. */
  readonly signal: AbortSignal;
  /** Called when the request leaves the queue and work on it begins. */
  started?(): void;
  /** The lane begins its next request when this has settled: the reply is on its way, its side effects are told. */
  readonly replied?: Promise<void>;
  /** Present when the client answers questions while its execution runs. */
  requestInput?(request: InputRequest, signal: AbortSignal): Promise<string>;
  /** Reads what already arrived from the client's side, so that an abort of the queue finds it there. */
  drain?(): void;
}

/** Hears events of a session; see `Router.subscribe`. */
export type SessionListener = (event: SessionEvent) => Promise<void> | void;

/** Meeting point of protocols and sessions. */
export interface Router {
  /**
   * Performs an operation. All events it causes have been delivered when the promise settles.
   *
   * @throws {TypeError} when `params` do not fit the operation's schema; names the field
   * @throws {KernelError} `session.unknown`, `subshell.unknown`, `queue.full`, `kernel.stopping`, `engine.exited`
   */
  call<K extends OperationName>(
    operation: K,
    params: OperationParams<K>,
    context: RequestContext,
  ): Promise<OperationResult<K>>;
  /**
   * Hears every event of a session, in order and synchronously, until disposed. A listener whose way out is
   * congested returns a promise; the session's script then writes no more until it has settled.
   */
  subscribe(session: string, listener: SessionListener): Disposable;
}
