// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a running script shows to the world, and what a session tells its subscribers.

/** Representations of one value by MIME type; `application/json` and `+json` types hold JSON, others text. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Metadata of a `MimeBundle`: keys for the whole, or a MIME type with keys for that representation. */
export type MimeMetadata = Readonly<Record<string, unknown>>;

/** Text a script wrote. Engines coalesce; the order within and between streams is the script's. */
export interface StreamEvent {
  readonly type: "stream";
  readonly name: "stdout" | "stderr";
  readonly text: string;
}

/** A rich display, or with `update` a new content for every display that bears `displayId`. */
export interface DisplayEvent {
  readonly type: "display";
  readonly data: MimeBundle;
  readonly metadata: MimeMetadata;
  readonly displayId?: string;
  readonly update?: boolean;
}

/** Clear the output so far; with `wait` only when the next output arrives. */
export interface ClearOutputEvent {
  readonly type: "clear_output";
  readonly wait: boolean;
}

/** A comm message, in either direction. @see Jupyter messaging 5.5, "Custom Messages" */
export interface CommEvent {
  readonly type: "comm";
  readonly action: "open" | "msg" | "close";
  readonly commId: string;
  /** Present when `action` is `open`. */
  readonly targetName?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** What an engine emits while code runs in it. */
export type EngineEvent = StreamEvent | DisplayEvent | ClearOutputEvent | CommEvent;

/** An execution left the queue and runs now. Jupyter: `execute_input`. */
export interface ExecutionStartedEvent {
  readonly type: "execution_started";
  readonly code: string;
  readonly executionCount: number;
}

/** The value of an execution. Jupyter: `execute_result`. */
export interface ResultEvent {
  readonly type: "result";
  readonly executionCount: number;
  readonly data: MimeBundle;
  readonly metadata: MimeMetadata;
}

/** An execution failed. Jupyter: `error`. */
export interface ErrorEvent {
  readonly type: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** The kernel is going to stop. Jupyter: the `shutdown_reply` on iopub. */
export interface ShutdownEvent {
  readonly type: "shutdown";
  readonly restart: boolean;
}

/** The engine of a session ended without being asked to, and was or was not replaced. */
export interface EngineExitEvent {
  readonly type: "engine_exit";
  readonly reason: string;
  readonly restarted: boolean;
}

/** Something that happened in a session. */
export type SessionEventBody =
  | EngineEvent
  | ExecutionStartedEvent
  | ResultEvent
  | ErrorEvent
  | ShutdownEvent
  | EngineExitEvent;

/** A happening with where it belongs. Subscribers of one session all see the same order. */
export interface SessionEvent {
  readonly session: string;
  /** Client whose request caused it; `undefined` when nobody asked. */
  readonly client: string | undefined;
  /** What the causing request's `RequestContext.parent` held; `undefined` when nobody asked. */
  readonly parent: unknown;
  readonly body: SessionEventBody;
}
