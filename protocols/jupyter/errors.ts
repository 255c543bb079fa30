// SPDX-License-Identifier: Apache-2.0 OR MIT
// The situations in which this protocol fails, and how a failure looks to a Jupyter client.

import type { z } from "zod";
import { KernelError } from "../../lib/errors.ts";

/** Content of a reply whose `status` is `error`. @see Jupyter messaging 5.6, "Request-Reply" */
export interface ErrorContent {
  readonly status: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** Names of errors that clients shall tell from others; those of any other code are a `KernelError`. */
const NAMES: Readonly<Record<string, string>> = { "client.limit": "ClientLimitError" };

/** Codes by which the kernel says that it does as it was told, or that the client asks for too much. */
const REFUSALS: ReadonlySet<string> = new Set([
  ...["client.limit", "kernel.draining", "kernel.stopping"],
  ...["operation.unknown", "session.unknown", "subshell.unknown", "subshell.limit"],
]);

/** Shapes a failed operation for the client. A bug is an `InternalError` with its text, without its stack. */
export function errorContent(error: unknown): ErrorContent {
  if (error instanceof KernelError) {
    const traceback = [`${error.code}: ${error.message}`, error.hint];
    const ename = NAMES[error.code] ?? "KernelError";
    return { status: "error", ename, evalue: error.message, traceback };
  }
  const { message } = error instanceof Error ? error : new Error(String(error));
  const name = isMistake(error) ? error.name : "InternalError";
  return { status: "error", ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}

/** Code and hint of any failure, for the programs of operators. */
export function errorAdvice(error: unknown): { readonly code: string; readonly hint: string } {
  if (error instanceof KernelError) return { code: error.code, hint: error.hint };
  return isMistake(error)
    ? { code: "request.invalid", hint: "Correct what the text names, and send the request again" }
    : { code: "internal", hint: "The kernel's log has the whole failure: llmspell kernel logs" };
}

/** True for the kinds of error that a caller's mistake raises. */
export function isMistake(error: unknown): error is TypeError | RangeError | SyntaxError {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}

/** True for what speaks against the kernel's health: neither a caller's mistake nor a refusal by rule. */
export function isFailure(error: unknown): boolean {
  return !isMistake(error) && !(error instanceof KernelError && REFUSALS.has(error.code));
}

/** As many clients as may be are connected. */
export function clientLimit(max: number): KernelError {
  return new KernelError(
    "client.limit",
    `Cannot serve client: ${max} are connected, the limit of this kernel`,
    "Close another client, or start the kernel with a higher --max-clients",
  );
}

/** The content of a request does not fit its message type. */
export function contentRefused(method: string, error: z.ZodError): TypeError {
  return new TypeError(`Cannot read ${method}: ${issues("content", error)}`);
}

/** The metadata of a request does not fit. */
export function metadataRefused(method: string, error: z.ZodError): TypeError {
  return new TypeError(`Cannot read ${method}: ${issues("metadata.llmspell", error)}`);
}

/** A request that belongs to the other channel. */
export function wrongChannel(method: string, channel: string): TypeError {
  return new TypeError(`Cannot serve ${method}: it came on ${channel}`);
}

/** An `llmspell_request` for something that operators cannot ask for. */
export function operationUnknown(operation: string, allowed: readonly string[]): KernelError {
  return new KernelError(
    "operation.unknown",
    `Cannot perform "${operation.slice(0, 80)}": operators have no such operation`,
    `Ask for one of ${allowed.join(", ")}`,
  );
}

/** The debugger is not part of this kernel. */
export function debuggerMissing(command: string): string {
  return `Cannot perform "${command}": this kernel has no debugger`;
}

/** An unsigned kernel would obey everybody who can reach its ports. */
export function keyMissing(transport: string): KernelError {
  return new KernelError(
    "jupyter.key_missing",
    `Cannot listen on "${transport}": the connection has an empty key`,
    "Give the connection file a key, or use the transport ipc",
  );
}

/** A connection or registration file cannot be understood. */
export function connectionFileInvalid(
  path: string,
  problem: string,
  more?: ErrorOptions,
): KernelError {
  return new KernelError(
    "jupyter.connection_file",
    `Cannot read connection file "${path}": ${problem}`,
    "Correct the file, or remove it to have a new one written",
    more,
  );
}

/** The launcher did not acknowledge the registration. */
export function registrationFailed(
  endpoint: string,
  problem: string,
  cause?: unknown,
): KernelError {
  return new KernelError(
    "jupyter.registration",
    `Cannot register at "${endpoint}": ${problem}`,
    "Start the kernel anew from the program that wrote the registration file",
    cause === undefined ? undefined : { cause },
  );
}

/** The client that should answer a question has no stdin channel. */
export function inputUnreachable(client: string, cause?: unknown): KernelError {
  return new KernelError(
    "input.refused",
    `Cannot ask for input: ${client} has no stdin channel connected`,
    "Connect the stdin channel with the identity of the shell channel, or send allow_stdin false",
    cause === undefined ? undefined : { cause },
  );
}

/** The module is not listening. */
export function notListening(what: string): KernelError {
  return new KernelError(
    "jupyter.not_listening",
    `Cannot ${what}: the protocol is not listening`,
    "Await listen() first",
  );
}

/** The module listens already. */
export function listeningAlready(): KernelError {
  return new KernelError(
    "jupyter.listening",
    "Cannot listen: the protocol listens already",
    "Dispose what listen() returned, or make another protocol",
  );
}

/** The kernel did not answer the client in time. */
export function clientTimedOut(what: string, limitMs: number): KernelError {
  return new KernelError(
    "jupyter.no_answer",
    `Cannot ${what}: no answer within ${limitMs} ms`,
    "Check that the kernel of this connection file runs: llmspell kernel status",
  );
}

/** A reply that is neither a result nor an error. */
export function replyUnreadable(operation: string): KernelError {
  return new KernelError(
    "jupyter.reply",
    `Cannot read the reply to "${operation}": it has neither a result nor an error`,
    "Ask with the version of llmspell that the kernel runs: llmspell kernel status",
  );
}

/** Words for what zod found: `content.code: expected string`. */
export function issues(root: string, error: z.ZodError): string {
  return error.issues.map((issue) => {
    const path = [root, ...issue.path.map(String)].filter((part) => part !== "").join(".");
    return `${path}: ${issue.message}`;
  }).join("; ");
}
