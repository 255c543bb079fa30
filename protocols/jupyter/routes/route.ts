// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a request of the Jupyter protocol is made of.

import type { z } from "zod";
import type { RequestContext, Router } from "../../../lib/contracts/mod.ts";
import type { ConnectionInfo } from "../connection_file.ts";
import type { JsonObject, Message } from "../messages.ts";

/** Channels on which requests arrive. */
export type RequestChannel = "shell" | "control";

/** One request in progress. */
export interface RouteCall {
  readonly router: Router;
  readonly context: RequestContext;
  readonly message: Message;
  readonly connection: ConnectionInfo;
  readonly hostname: string;
  /** `supported_features` of this kernel. */
  readonly features: readonly string[];
  /** Latest execution count that was seen, for replies that need one and have none. */
  readonly executionCount: number;
}

/** Content and metadata of a reply. */
export interface Reply {
  readonly content: object;
  readonly metadata?: JsonObject;
}

/** One request of the protocol under its specification's name. */
export interface Route<T = unknown> {
  readonly method: string;
  /** `msg_type` of the answer; absent when none is sent. */
  readonly reply?: string;
  /** Where it may arrive. */
  readonly channels: readonly RequestChannel[];
  /** True: publishes neither busy nor idle, and is no work of the kernel's. */
  readonly quiet?: boolean;
  readonly content: z.ZodType<T>;
  /** Serves the request. Calls the Router before it waits for anything, to keep the order of arrival. */
  handle(content: T, call: RouteCall): Promise<Reply | undefined>;
  /** Fields that an error reply has beyond the usual ones, or instead of them. */
  errorFields?(call: RouteCall, error: unknown): JsonObject;
}
