// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { OperationParams } from "../../../lib/contracts/mod.ts";
import { errorAdvice, operationUnknown } from "../errors.ts";
import { OPERATOR_OPERATIONS, type OperatorOperation } from "../operator.ts";
import type { Route, RouteCall } from "./route.ts";

const content = z.object({
  operation: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
});

/**
 * The operators' door, beyond the specification: performs an operation of the kernel and replies
 * with its result. It serves while the kernel drains or stops, and publishes neither busy nor idle,
 * so that front ends do not take being looked at for being used.
 */
export const operate: Route<z.infer<typeof content>> = {
  method: "llmspell_request",
  reply: "llmspell_reply",
  channels: ["control"],
  quiet: true,
  content,
  handle: async ({ operation, params }, call) => {
    if (!isAllowed(operation)) throw operationUnknown(operation, OPERATOR_OPERATIONS);
    return { content: { status: "ok", result: await perform(operation, params, call) } };
  },
  errorFields: (_call, error) => ({ traceback: [], ...errorAdvice(error) }),
};

function isAllowed(operation: string): operation is OperatorOperation {
  return OPERATOR_OPERATIONS.some((allowed) => allowed === operation);
}

/** The Router checks the parameters by the schema of the operation. */
function perform(
  operation: OperatorOperation,
  params: Readonly<Record<string, unknown>>,
  call: RouteCall,
): Promise<unknown> {
  if (operation === "interrupt") return interruptAll(call);
  const { router, context } = call;
  return router.call(operation, params as OperationParams<typeof operation>, context);
}

/** An operator means the kernel, not the one session that these ports serve. */
async function interruptAll({ router, context }: RouteCall): Promise<unknown> {
  const { sessions } = await router.call("kernel.state", {}, context);
  await Promise.all(
    sessions.map(({ id }) => router.call("interrupt", {}, { ...context, session: id })),
  );
  return {};
}
