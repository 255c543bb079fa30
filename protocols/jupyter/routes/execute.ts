// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { ExecuteResult, OperationParams } from "../../../lib/contracts/mod.ts";
import { metadataRefused } from "../errors.ts";
import type { JsonObject } from "../messages.ts";
import type { Reply, Route, RouteCall } from "./route.ts";

const content = z.object({
  code: z.string(),
  silent: z.boolean().default(false),
  store_history: z.boolean().optional(),
  user_expressions: z.record(z.string(), z.string()).default({}),
  allow_stdin: z.boolean().default(false),
  stop_on_error: z.boolean().default(true),
});

/** `metadata.llmspell` of an `execute_request`. */
const extension = z.object({
  /** Interrupts the execution when it has run this long. */
  time_limit_ms: z.number().positive().optional(),
  /** Name of the code in tracebacks; `In[n]` when absent. */
  chunk_name: z.string().optional(),
});

/**
 * Runs code. Beyond the specification, `metadata.llmspell.time_limit_ms` bounds the run,
 * `metadata.llmspell.chunk_name` names the code in tracebacks, and the reply's `metadata.llmspell.exit_code` is
 * what the script ended itself with.
 *
 * @see Jupyter messaging 5.6, "Execute"
 */
export const execute: Route<z.infer<typeof content>> = {
  method: "execute_request",
  reply: "execute_reply",
  channels: ["shell"],
  content,
  handle: async (request, { router, context, message }) => {
    const params = paramsOf(request, message.metadata);
    if (request.allow_stdin) return replyOf(await router.call("execute", params, context));
    const { requestInput: _, ...mute } = context;
    return replyOf(await router.call("execute", params, mute));
  },
  errorFields: ({ executionCount }: RouteCall): JsonObject => ({ execution_count: executionCount }),
};

function paramsOf(
  request: z.infer<typeof content>,
  metadata: JsonObject,
): OperationParams<"execute"> {
  const { code, silent, user_expressions: userExpressions } = request;
  const params = {
    code,
    silent,
    storeHistory: !silent && (request.store_history ?? true),
    userExpressions,
    stopOnError: request.stop_on_error,
  };
  if (metadata["llmspell"] === undefined) return params;
  const result = extension.safeParse(metadata["llmspell"]);
  if (!result.success) throw metadataRefused("execute_request", result.error);
  const { time_limit_ms: timeLimitMs, chunk_name: chunkName } = result.data;
  return {
    ...params,
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    ...(chunkName === undefined ? {} : { chunkName }),
  };
}

function replyOf(result: ExecuteResult): Reply {
  const { status, executionCount: execution_count } = result;
  if (status === "aborted") return { content: { status, execution_count } };
  if (status === "error") {
    const { ename, evalue, traceback } = result;
    return { content: { status, execution_count, ename, evalue, traceback } };
  }
  const { userExpressions: user_expressions, exitCode } = result;
  const body = { status, execution_count, payload: [], user_expressions };
  return exitCode === undefined
    ? { content: body }
    : { content: body, metadata: { llmspell: { exit_code: exitCode } } };
}
