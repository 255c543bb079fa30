// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a running script shows to the world, and what a session tells its subscribers.

/** Representations of one value by MIME type; `application/json` and `+json` types hold JSON, others text. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Metadata of a `MimeBundle`: keys for the whole, or a MIME type with keys for that representation. */
export type MimeMetadata = Readonly<Record<string, unknown>>;

/** Text a script wrote. Engines coalesce; the order within and between streams is the script's. */
export interface StreamEvent {
  /** Tag of the union. Jupyter: `stream`. */
  readonly type: "stream";
  /** Stream it was written to. */
  readonly name: "stdout" | "stderr";
  /** One or more writes in a row; may begin and end in the middle of a line. */
  readonly text: string;
}

/** A rich display, or with `update` a new content for every display that bears `displayId`. */
export interface DisplayEvent {
  /** Tag of the union. Jupyter: `display_data`, or `update_display_data` with `update`. */
  readonly type: "display";
  /** The value in one or more forms; a front end shows the richest it can. */
  readonly data: MimeBundle;
  /** Hints to renderers, such as an image's `width` and `height`; often empty. */
  readonly metadata: MimeMetadata;
  /** Name by which later updates find the display. Jupyter: `display_id`. */
  readonly displayId?: string;
  /** True: shows nothing new; absent means false. */
  readonly update?: boolean;
}

/** Clear the output so far; with `wait` only when the next output arrives. */
export interface ClearOutputEvent {
  /** Tag of the union. Jupyter: `clear_output`. */
  readonly type: "clear_output";
  /** True avoids flicker when output is replaced often. */
  readonly wait: boolean;
}

/** A comm message, in either direction. @see Jupyter messaging 5.5, "Custom Messages" */
export interface CommEvent {
  /** Tag of the union; `action` says which of Jupyter's three messages it is. */
  readonly type: "comm";
  /** Step in the comm's life. Jupyter: `comm_open`, `comm_msg`, `comm_close`. */
  readonly action: "open" | "msg" | "close";
  /** Chosen by the side that opens; the same until the comm is closed. */
  readonly commId: string;
  /** Present when `action` is `open`. */
  readonly targetName?: string | undefined;
  /** JSON whose meaning is the target's own. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Metadata of the message itself, beside its content. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Binary attachments, sent as they are after the content; often empty. */
  readonly buffers: readonly Uint8Array[];
}

/** What an engine emits while code runs in it. */
export type EngineEvent = StreamEvent | DisplayEvent | ClearOutputEvent | CommEvent;

/** An execution left the queue and runs now. Jupyter: `execute_input`. */
export interface ExecutionStartedEvent {
  /** Tag of the union; told before all output of the execution. */
  readonly type: "execution_started";
  /** Source text as the client sent it, for the other clients to show. */
  readonly code: string;
  /** Executions with `storeHistory` in the session so far, this one included. */
  readonly executionCount: number;
}

/** The value of an execution. Jupyter: `execute_result`. */
export interface ResultEvent {
  /** Tag of the union; told after all output of the execution. */
  readonly type: "result";
  /** The one of the `ExecutionStartedEvent` before it. */
  readonly executionCount: number;
  /** The value in one or more forms, `text/plain` among them. */
  readonly data: MimeBundle;
  /** Hints to renderers; often empty. */
  readonly metadata: MimeMetadata;
}

/** An execution failed. Jupyter: `error`. */
export interface ErrorEvent {
  /** Tag of the union; told in place of a `result`. */
  readonly type: "error";
  /** See `ScriptError.ename`. */
  readonly ename: string;
  /** See `ScriptError.evalue`. */
  readonly evalue: string;
  /** See `ScriptError.traceback`. */
  readonly traceback: readonly string[];
}

/** The kernel is going to stop. Jupyter: the `shutdown_reply` on iopub. */
export interface ShutdownEvent {
  /** Tag of the union; told once to every open session. */
  readonly type: "shutdown";
  /** True when whoever asked is going to start the kernel again. */
  readonly restart: boolean;
}

/** The engine of a session ended without being asked to, and was or was not replaced. */
export interface EngineExitEvent {
  /** Tag of the union; Jupyter front ends get it as `stderr` text. */
  readonly type: "engine_exit";
  /** What ended it, for a person. */
  readonly reason: string;
  /** True when a new engine takes over, with fresh globals. */
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
  /** Id of the session it happened in. */
  readonly session: string;
  /** Client whose request caused it; `undefined` when nobody asked. */
  readonly client: string | undefined;
  /** What the causing request's `RequestContext.parent` held; `undefined` when nobody asked. */
  readonly parent: unknown;
  /** What happened; `type` says which kind. */
  readonly body: SessionEventBody;
}
