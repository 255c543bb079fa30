// SPDX-License-Identifier: Apache-2.0 OR MIT
// What comes out of Python is not to be relied on: a script can call whatever the prelude can call.

import type { EngineEvent, ExecuteOutcome } from "../worker/mod.ts";

type Json = Readonly<Record<string, unknown>>;

function record(value: unknown, what: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new TypeError(`Cannot take ${what}: an object is expected`);
}

function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new TypeError(`Cannot take ${what}: a text is expected`);
}

function rich({ data, metadata }: Json, what: string): void {
  record(data, `data of ${what}`);
  record(metadata, `metadata of ${what}`);
}

function failure({ ename, evalue, traceback }: Json): void {
  text(ename, "a name of an error");
  text(evalue, "a message of an error");
  if (!Array.isArray(traceback)) throw new TypeError("Cannot take a traceback: a list is expected");
  for (const line of traceback) text(line, "a line of a traceback");
}

function expression(value: unknown): void {
  const found = record(value, "the value of an expression");
  if (found.status === "ok") return rich(found, "an expression");
  if (found.status === "error") return failure(found);
  throw new TypeError("Cannot take the value of an expression: it is neither ok nor an error");
}

/** A text. @throws {TypeError} for anything else */
export function checkedText(value: unknown): string {
  return text(value, "what a script gives");
}

/** Attachments of an event, as a list of JavaScript's own. @throws {TypeError} for anything else */
export function checkedBuffers(value: unknown): readonly Uint8Array[] {
  if (Array.isArray(value) && value.every((item) => item instanceof Uint8Array)) return value;
  throw new TypeError("Cannot take buffers: a list of bytes is expected");
}

/** Content of a file. @throws {TypeError} for anything else */
export function checkedBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError("Cannot take a content: bytes are expected");
}

/** The name of a stream. @throws {TypeError} for any other */
export function checkedStream(name: unknown): "stdout" | "stderr" {
  if (name === "stdout" || name === "stderr") return name;
  throw new TypeError("Cannot write: there is no such stream");
}

/** The outcome of an execution in JSON. @throws {TypeError} or {SyntaxError} when it is none */
export function checkedOutcome(json: unknown): ExecuteOutcome {
  const outcome = record(JSON.parse(text(json, "an outcome")), "an outcome");
  if (outcome.status === "error") failure(outcome);
  else if (outcome.status === "ok") {
    Object.values(record(outcome.userExpressions, "user expressions")).forEach(expression);
    if (outcome.result !== undefined) rich(record(outcome.result, "a result"), "a result");
    if (outcome.exitCode !== undefined && !Number.isInteger(outcome.exitCode)) {
      throw new TypeError("Cannot take an exit code: an integer is expected");
    }
  } else throw new TypeError("Cannot take an outcome: it is neither ok nor an error");
  return outcome as unknown as ExecuteOutcome;
}

/** An event of a script in JSON, without buffers. @throws {TypeError} or {SyntaxError} for any other */
export function checkedEvent(json: unknown): EngineEvent {
  const event = record(JSON.parse(text(json, "an event")), "an event");
  switch (event.type) {
    case "display":
      rich(event, "a display");
      if (event.displayId !== undefined) text(event.displayId, "the id of a display");
      break;
    case "clear_output":
      break;
    case "comm":
      if (!["open", "msg", "close"].includes(text(event.action, "the action of a comm"))) {
        throw new TypeError("Cannot take an event: a comm is opened, closed or gets a message");
      }
      text(event.commId, "the id of a comm");
      if (event.action === "open") text(event.targetName, "the target of a comm");
      rich(event, "a comm");
      break;
    default:
      throw new TypeError("Cannot take an event: scripts have no such event");
  }
  return event as unknown as EngineEvent;
}
