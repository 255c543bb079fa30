// SPDX-License-Identifier: Apache-2.0 OR MIT
// Functions of the Worker that the prelude calls. Their arguments are the script's and are checked here.

import type { CommEvent } from "../../contracts/mod.ts";
import { imageType } from "../worker/mod.ts";
import { bundleFrom } from "./execution.ts";
import type { Reply } from "./host_calls.ts";
import { fromText } from "./host_values.ts";
import type { JavascriptSession } from "./session.ts";
import type { HostFunction } from "./vm.ts";

const encoder = new TextEncoder();

function text(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("a text is expected");
  return value;
}

function whole(value: unknown): number {
  if (typeof value !== "number") throw new TypeError("a number is expected");
  return value;
}

function list(value: unknown): unknown[] {
  const items: unknown = fromText(text(value));
  if (!Array.isArray(items)) throw new TypeError("a list is expected");
  return items;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new TypeError("an object is expected");
}

/** What the script reads of an answer that it waited for. */
function answerText(reply: Reply | undefined): string {
  if (reply === undefined) return "{}";
  const answer = reply.type === "reply"
    ? { value: reply.value ?? null }
    : { code: reply.code, message: reply.message };
  return JSON.stringify(answer, (_key, item: unknown) => {
    if (!(item instanceof Uint8Array)) return item;
    return { "\0bytes": Array.from(item, (byte) => String.fromCharCode(byte)).join("") };
  });
}

function outputFunctions({ output, scheduler }: JavascriptSession): Record<string, HostFunction> {
  return {
    write: (stream, written, isEncoded) => {
      const owner = scheduler.current;
      if (owner === undefined || owner.silent) return;
      const content = isEncoded === true ? text(JSON.parse(text(written))) : text(written);
      const bytes = encoder.encode(content);
      output.write(owner.execution, stream === "stderr" ? "stderr" : "stdout", bytes);
      output.written();
    },
    clearOutput: (wait) => {
      const owner = scheduler.current;
      if (owner === undefined || owner.silent) return;
      output.emit(owner.execution, { type: "clear_output", wait: wait === true }, 0);
    },
    display: (bundle, options) => {
      const { displayId: given, metadata, update } = record(fromText(text(options)));
      const displayId = typeof given === "string" ? given : crypto.randomUUID();
      const owner = scheduler.current;
      if (owner === undefined || owner.silent) return displayId;
      const data = bundleFrom(text(bundle));
      const event = {
        type: "display",
        data,
        metadata: record(metadata ?? {}),
        displayId,
        ...(update === true ? { update } : {}),
      } as const;
      output.emit(owner.execution, event, text(bundle).length + text(options).length);
      return displayId;
    },
    imageType: (encoded) => {
      const bytes: unknown = fromText(text(encoded));
      return bytes instanceof Uint8Array ? imageType(bytes) : undefined;
    },
  };
}

function commFunctions(
  { output, scheduler, comms }: JavascriptSession,
): Record<string, HostFunction> {
  return {
    comm: (action, id, target, encoded) => {
      if (action !== "open" && action !== "msg" && action !== "close") {
        throw new TypeError("open, msg or close is expected");
      }
      const { data, metadata, buffers } = record(fromText(text(encoded)));
      const event: CommEvent = {
        type: "comm",
        action,
        commId: text(id),
        data: record(data),
        metadata: record(metadata),
        buffers: Array.isArray(buffers) ? buffers.filter((it) => it instanceof Uint8Array) : [],
        ...(action === "open" ? { targetName: text(target) } : {}),
      };
      if (action === "open") comms.set(event.commId, text(target));
      if (action === "close") comms.delete(event.commId);
      output.emit(scheduler.current?.execution ?? -1, event, text(encoded).length);
    },
    commOpened: (id, target) => void comms.set(text(id), text(target)),
    commClosed: (id) => void comms.delete(text(id)),
    newId: () => crypto.randomUUID(),
  };
}

function callFunctions({ scheduler }: JavascriptSession): Record<string, HostFunction> {
  return {
    call: (name, args) => {
      const [called, values] = [text(name), list(args)];
      return scheduler.call((call, execution) => ({
        type: "call",
        call,
        execution,
        name: called,
        args: values,
      }));
    },
    callNow: (name, args) => {
      const [called, values] = [text(name), list(args)];
      return answerText(scheduler.callNow((call, execution) => ({
        type: "call",
        call,
        execution,
        name: called,
        args: values,
      })));
    },
    input: (prompt, isPassword) => {
      const request = { prompt: text(prompt), password: isPassword === true };
      return scheduler.call((call, execution) => ({ type: "input", call, execution, request }));
    },
    promptNow: (prompt, isPassword) => {
      const request = { prompt: text(prompt), password: isPassword === true };
      return answerText(
        scheduler.callNow((call, execution) => ({ type: "input", call, execution, request })),
      );
    },
  };
}

/** All functions the prelude is given. */
export function libraryFunctions(session: JavascriptSession): Record<string, HostFunction> {
  const { scheduler } = session;
  const start = performance.now();
  return {
    ...outputFunctions(session),
    ...commFunctions(session),
    ...callFunctions(session),
    stopping: () => scheduler.isStopping,
    exit: (code) => scheduler.exit(whole(code)),
    setTimer: (ms, repeats) => scheduler.setTimer(whole(ms), repeats === true),
    clearTimer: (id) => scheduler.clearTimer(whole(id)),
    now: () => performance.now() - start,
  };
}
