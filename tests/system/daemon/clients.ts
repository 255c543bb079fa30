// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the tests have a client do.

import assert from "node:assert/strict";
import {
  type Exchange,
  type JupyterClient,
  type Message,
  operate,
} from "../../../protocols/jupyter/mod.ts";
import { executeContent } from "../kernel_process.ts";
import { soon } from "./await.ts";

/** Code that says that it runs and goes on until it is interrupted. */
export const spin = 'print("spinning") while true do end';

/** Code that says that it runs and then stays in one call of C, which nothing can interrupt. */
const hang = 'print("hanging") return ("a"):rep(40):find(("a*"):rep(40) .. "b")';

/** An execution that has begun. */
export interface Running {
  /** Its reply and all it published. */
  readonly ended: Promise<Exchange>;
}

/** Runs code that has to succeed; the result is the text of its value. */
export async function evaluate(client: JupyterClient, code: string): Promise<string | undefined> {
  const { reply, iopub } = await soon(`reply to ${code}`, execute(client, code));
  assert.equal(reply?.content["status"], "ok", JSON.stringify(reply?.content));
  const data = iopub.find(({ header }) => header.msg_type === "execute_result")?.content["data"];
  return (data as Record<string, string> | undefined)?.["text/plain"];
}

/** Runs code. */
export function execute(client: JupyterClient, code: string): Promise<Exchange> {
  return client.request("shell", "execute_request", executeContent(code));
}

/** Starts code that prints at its beginning, and waits for that. */
export async function begin(client: JupyterClient, code: string): Promise<Running> {
  const printed = Promise.withResolvers<void>();
  const ended = client.request("shell", "execute_request", executeContent(code), {
    onIopub: ({ header }) => header.msg_type === "stream" && printed.resolve(),
  });
  ended.catch(() => {}); // Whoever wants to know awaits it.
  await soon("output", printed.promise);
  return { ended };
}

/** Starts code that stays in one call of C, and waits until it is there: the engine then tells nothing of itself. */
export async function beginToHang(client: JupyterClient): Promise<Running> {
  const running = await begin(client, hang);
  for (;;) {
    const { sessions: [session] } = await soon("state", operate(client, "kernel.state", {}));
    if (session?.memory === undefined) return running;
  }
}

/** Resolves with the first message of a type that is published from now on, whoever caused it. */
export async function published(client: JupyterClient, type: string): Promise<Message> {
  const { promise, resolve } = Promise.withResolvers<Message>();
  using _ear = client.onIopub((message) => message.header.msg_type === type && resolve(message));
  return await soon(type, promise);
}
