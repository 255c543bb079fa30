// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { OperationParams, OperationResult } from "../../../lib/contracts/mod.ts";
import { KernelError } from "../../../lib/errors.ts";
import { replyUnreadable } from "../errors.ts";
import type { OperatorOperation, OperatorReply } from "../operator.ts";
import type { JupyterClient } from "./client.ts";

/**
 * Has a running kernel perform an operation, by an `llmspell_request` on control. Needs no channel
 * but control, and waits for the reply alone.
 *
 * @param client connected by `connectJupyter`; `channels: ["control"]` is enough
 * @param signal ends the waiting; a kernel that hangs or has no such request never answers
 * @returns what the operation results in, as the kernel says it
 * @throws {KernelError} that of the kernel, made anew from its code, text and hint; `request.invalid`
 * when the parameters do not fit, `internal` when the kernel failed, `jupyter.reply` when the reply
 * makes no sense, `jupyter.disconnected` when the client is disposed of meanwhile
 */
export async function operate<K extends OperatorOperation>(
  client: JupyterClient,
  operation: K,
  params: OperationParams<K>,
  signal?: AbortSignal,
): Promise<OperationResult<K>> {
  const { reply } = await client.request("control", "llmspell_request", { operation, params }, {
    idle: false,
    ...(signal === undefined ? {} : { signal }),
  });
  const content = reply?.content as unknown as OperatorReply<K> | undefined;
  if (content?.status === "ok" && "result" in content) return content.result;
  if (content?.status !== "error") throw replyUnreadable(operation);
  throw new KernelError(String(content.code), String(content.evalue), String(content.hint));
}
