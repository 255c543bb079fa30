// SPDX-License-Identifier: Apache-2.0 OR MIT
// The Router's operations: one schema of parameters and one of results for each name.

import { z } from "zod";
import type {
  Completeness,
  Completion,
  ExecuteOutcome,
  ExpressionValue,
  Inspection,
  ScriptError,
} from "./engine.ts";
import type { CommEvent } from "./events.ts";
import type { HistoryEntry, HistoryQuery } from "./history.ts";
import type { LanguageInfo } from "./language.ts";
import type { ConfigChange, HealthReport, KernelState } from "./state.ts";

const empty = z.object({});
const position = z.object({ code: z.string(), cursor: z.int().nonnegative() });
const commEvent = z.object({
  type: z.literal("comm"),
  action: z.enum(["open", "msg", "close"]),
  commId: z.string(),
  targetName: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
  buffers: z.array(z.instanceof(Uint8Array)),
});
const historyQuery = z.discriminatedUnion("access", [
  z.object({ access: z.literal("tail"), n: z.int().nonnegative() }),
  z.object({
    access: z.literal("range"),
    session: z.int(),
    start: z.int(),
    stop: z.int().optional(),
  }),
  z.object({
    access: z.literal("search"),
    pattern: z.string(),
    n: z.int().nonnegative().optional(),
    unique: z.boolean(),
  }),
]);

/** What a session is named by: part of file names, so no separators. */
const sessionId = z.string().regex(
  /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
  "not letters, digits, dots, dashes and underscores, at most 64, the first a letter or digit",
);

/** Schemas of the parameters, by operation. */
export const operationParams = {
  "kernel.info": empty,
  "kernel.usage": empty,
  /**
   * `force` skips the time of grace. `announce` tells the clients at once, as belongs to a client's own request;
   * without it they are told when the kernel's work has come to rest.
   */
  "kernel.shutdown": z.object({
    restart: z.boolean(),
    force: z.boolean().optional(),
    announce: z.boolean().optional(),
  }),
  "kernel.state": empty,
  "kernel.health": empty,
  "kernel.drain": empty,
  "kernel.resume": empty,
  "kernel.dump": empty,
  /** `dryRun` tells what would change and changes nothing. */
  "config.reload": z.object({ dryRun: z.boolean() }),
  /** Sets the least severity of a log category (`llmspell.jupyter`); `null` takes it back. */
  "log.level": z.object({
    category: z.string(),
    level: z.enum(["debug", "info", "warning", "error"]).nullable(),
  }),
  /** Opens a session with ports of its own. Without a name it gets one after its language. */
  "session.create": z.object({ language: z.string().optional(), session: sessionId.optional() }),
  "session.list": empty,
  "session.close": z.object({ session: sessionId }),
  "session.restart": z.object({ session: sessionId }),
  "execute": z.object({
    code: z.string(),
    silent: z.boolean(),
    storeHistory: z.boolean(),
    userExpressions: z.record(z.string(), z.string()),
    stopOnError: z.boolean(),
    /** The execution is interrupted when it has run this long. */
    timeLimitMs: z.number().positive().optional(),
    /** Ends when what the code leaves behind, such as timers, has ended too. */
    untilIdle: z.boolean().optional(),
    /** Name in tracebacks; `In[n]` when absent. */
    chunkName: z.string().optional(),
  }),
  "complete": position,
  "inspect": position.extend({ detail: z.union([z.literal(0), z.literal(1)]) }),
  "isComplete": z.object({ code: z.string() }),
  "history": historyQuery,
  "interrupt": empty,
  "comm": commEvent,
  "comm.info": z.object({ targetName: z.string().optional() }),
  "subshell.create": empty,
  "subshell.delete": z.object({ subshell: z.string() }),
  "subshell.list": empty,
} as const;

/** Operations that whoever composes the kernel performs: they reach beyond its sessions. */
export type ServiceOperation =
  | "kernel.state"
  | "kernel.health"
  | "kernel.dump"
  | "config.reload"
  | "log.level"
  | "session.create"
  | "session.list"
  | "session.close"
  | "session.restart";

/** Every operation's name. */
export type OperationName = keyof typeof operationParams;

/** Parameters of an operation, as its schema reads them. */
export type OperationParams<K extends OperationName> =
  (typeof operationParams)[K]["_zod"]["output"];

/** What the kernel says of itself. */
export interface KernelInfo {
  /** Name of the program: `llmspell`. */
  readonly implementation: string;
  /** Its version by Semantic Versioning: `0.1.0`. */
  readonly implementationVersion: string;
  /** What the session's engine runs. */
  readonly language: LanguageInfo;
}

/** A session as who works with it wants to know it. */
export interface SessionInfo {
  /** Unique within the kernel. */
  readonly session: string;
  /** Name of its language. */
  readonly language: string;
  /** Path of the file by which Jupyter front ends connect to it. */
  readonly connectionFile: string;
}

/** Resources in use. CPU is a share of one core in percent, since the previous call. */
export interface KernelUsage {
  /** Id of the kernel's process. */
  readonly pid: number;
  /** Of the kernel's process, engines included: 0 or more, beyond 100 on several cores. */
  readonly cpuPercent: number;
  /** Resident memory of the kernel's process. */
  readonly rssBytes: number;
  /** Of all cores of the host together, by whatever runs there: 0 to 100. */
  readonly hostCpuPercent: number;
  /** Logical cores of the host. */
  readonly hostCpuCount: number;
  /** Physical memory of the host in bytes; `percent` is the used part, 0 to 100. */
  readonly hostMemory: {
    readonly total: number;
    readonly available: number;
    readonly used: number;
    readonly free: number;
    readonly percent: number;
  };
}

/** The end of an execution, as the client that asked gets it. */
export type ExecuteResult =
  & { readonly executionCount: number }
  & (
    | {
      readonly status: "ok";
      readonly userExpressions: Readonly<Record<string, ExpressionValue>>;
      readonly exitCode?: number;
    }
    | ({ readonly status: "error" } & ScriptError)
    /** An execution queued before it failed and stopped the queue. */
    | { readonly status: "aborted" }
  );

/** Results, by operation. */
export interface OperationResults {
  /** Jupyter: `kernel_info_reply`, less what the protocol itself adds. */
  "kernel.info": KernelInfo;
  /** Jupyter: `usage_reply` of jupyter-resource-usage. */
  "kernel.usage": KernelUsage;
  /** Echoes the request; the kernel ends after the reply. Jupyter: `shutdown_reply`. */
  "kernel.shutdown": { readonly restart: boolean };
  /** All that the kernel tells of itself. */
  "kernel.state": KernelState;
  /** Every health check, made now. */
  "kernel.health": HealthReport;
  /** New work is refused from now on; what runs and waits goes on. */
  "kernel.drain": { readonly phase: "Draining" };
  /** New work is taken again. */
  "kernel.resume": { readonly phase: "Running" };
  /** Path of the state dump that was written. */
  "kernel.dump": { readonly path: string };
  /** What changed, or would change; empty when nothing does. */
  "config.reload": { readonly changes: readonly ConfigChange[] };
  /** Empty: the level is in force. */
  "log.level": Record<string, never>;
  /** The new session, ready for clients; its engine may still be starting. */
  "session.create": SessionInfo;
  /** All sessions, in the order opened. */
  "session.list": { readonly sessions: readonly SessionInfo[] };
  /** Empty: the session and what ran in it have ended. */
  "session.close": Record<string, never>;
  /** Empty: the session has a new engine, with fresh globals. */
  "session.restart": Record<string, never>;
  /** A script's failure is a result, not a rejection. Jupyter: `execute_reply`. */
  "execute": ExecuteResult;
  /** Jupyter: `complete_reply`. */
  "complete": Completion;
  /** Jupyter: `inspect_reply`. */
  "inspect": Inspection;
  /** Jupyter: `is_complete_reply`. */
  "isComplete": Completeness;
  /** Oldest first. Jupyter: `history_reply`. */
  "history": readonly HistoryEntry[];
  /** Empty: the interrupt is on its way, what it stops ends later. */
  "interrupt": Record<string, never>;
  /** How the script's handler ended. Jupyter has no reply to comm messages. */
  "comm": ExecuteOutcome;
  /** Open comms by comm id, those of `targetName` if given. Jupyter: `comm_info_reply`. */
  "comm.info": { readonly comms: Readonly<Record<string, { readonly targetName: string }>> };
  /** Id of the new subshell. Jupyter: `create_subshell_reply`. */
  "subshell.create": { readonly subshell: string };
  /** Empty: new requests for it are refused. Jupyter: `delete_subshell_reply`. */
  "subshell.delete": Record<string, never>;
  /** Ids, oldest first, without the main shell. Jupyter: `list_subshell_reply`. */
  "subshell.list": { readonly subshells: readonly string[] };
}

/** Result of an operation. */
export type OperationResult<K extends OperationName> = OperationResults[K];

// The schemas and the types they mirror must agree: these lines fail to compile when they part.
type Same<A, B> = A extends B ? (B extends A ? true : never) : never;
const _query: Same<z.infer<typeof historyQuery>["access"], HistoryQuery["access"]> = true;
const _comm: Same<z.infer<typeof commEvent>["action"], CommEvent["action"]> = true;
