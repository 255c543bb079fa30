// SPDX-License-Identifier: Apache-2.0 OR MIT
// The steps of a run: the code itself, then the user expressions, then its outcome.

import type { QuickJSHandle } from "quickjs-emscripten-core";
import type {
  CommEvent,
  ExecuteOutcome,
  ExecuteRequest,
  ExpressionValue,
  MimeBundle,
} from "../../contracts/mod.ts";
import { isBinaryType, toBase64 } from "../worker/mod.ts";
import { fromText, toText } from "./host_values.ts";
import type { Settled, Steps, Stop } from "./runs.ts";
import { interruptedError, noteInterrupted, sourceError, thrownError } from "./script_errors.ts";
import type { JavascriptSession } from "./session.ts";
import { prepareCell, type Prepared, SourceError } from "./source.ts";
import type { Ran } from "./vm.ts";

function stopped(stop: Stop): ExecuteOutcome {
  if (stop.kind === "exit") return { status: "ok", userExpressions: {}, exitCode: stop.code };
  return { status: "error", ...(stop.kind === "failure" ? stop.error : interruptedError(stop)) };
}

/** Representations as front ends take them: bytes in base64. */
export function bundleFrom(text: string): MimeBundle {
  const bundle: Record<string, unknown> = {};
  for (const [mime, value] of Object.entries(Object(fromText(text)))) {
    if (value instanceof Uint8Array) {
      bundle[mime] = isBinaryType(mime) ? toBase64(value) : new TextDecoder().decode(value);
    } else bundle[mime] = value;
  }
  return bundle;
}

/** A part of the steps of a run. */
type Waiting<T> = Generator<QuickJSHandle | "idle", T, Settled | undefined>;

/** Waits for a promise that was made, if it was. */
function* awaited({ vm, scheduler }: JavascriptSession, ran: Ran): Waiting<Settled> {
  const stop = scheduler.current?.stop;
  if (stop !== undefined) {
    if ("value" in ran) ran.value.dispose();
    else noteInterrupted(vm, stop, ran.thrown);
    return { stopped: stop };
  }
  if ("thrown" in ran) return ran;
  const settled = yield ran.value;
  if (settled === undefined) throw new TypeError("Cannot go on: the promise was not settled");
  return settled;
}

/** Runs the code of a request. */
export function* executeSteps(session: JavascriptSession, request: ExecuteRequest): Steps {
  const { vm } = session;
  const { code, chunkName, silent } = request;
  let prepared: Prepared;
  try {
    prepared = prepareCell(code);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { status: "error", ...sourceError(error, code, chunkName) };
  }
  const ready = session.debugger.load(prepared.code, chunkName, chunkName, false);
  const settled = yield* awaited(session, vm.run(ready, chunkName));
  if ("stopped" in settled) return stopped(settled.stopped);
  if ("thrown" in settled) return { status: "error", ...thrownError(vm, settled.thrown) };
  vm.refill();
  let data: MimeBundle | undefined;
  try {
    if (prepared.hasValue && !silent) {
      const text = vm.call("result", settled.value);
      if (text !== undefined) data = bundleFrom(text);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    data = { "text/plain": `<${error.message}>` };
  } finally {
    settled.value.dispose();
  }
  const stop = session.scheduler.current?.stop;
  if (stop !== undefined) return stopped(stop);
  const values: Record<string, ExpressionValue> = {};
  for (const [name, expression] of Object.entries(request.userExpressions)) {
    const value = yield* expressionSteps(session, expression);
    if ("kind" in value) return stopped(value);
    values[name] = value;
  }
  if (request.untilIdle) {
    const ended = yield "idle";
    if (ended !== undefined && "stopped" in ended) return stopped(ended.stopped);
  }
  const exitCode = vm.ask("exitCode") as number | undefined;
  return {
    status: "ok",
    userExpressions: values,
    ...(data === undefined ? {} : { result: { data, metadata: {} } }),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}

function* expressionSteps(
  session: JavascriptSession,
  code: string,
): Waiting<ExpressionValue | Stop> {
  const { vm } = session;
  const chunkName = "expression";
  let prepared: Prepared;
  try {
    prepared = prepareCell(`(${code}\n)`);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { status: "error", ...sourceError(error, code, chunkName) };
  }
  const settled = yield* awaited(session, vm.run(prepared.code, chunkName));
  if ("stopped" in settled) return settled.stopped;
  if ("thrown" in settled) return { status: "error", ...thrownError(vm, settled.thrown) };
  try {
    const data = bundleFrom(vm.call("bundle", settled.value) ?? "{}");
    return { status: "ok", data, metadata: {} };
  } finally {
    settled.value.dispose();
  }
}

/** Hands a comm message to the script. */
export function* commSteps(session: JavascriptSession, message: CommEvent): Steps {
  const { vm } = session;
  const { action, commId, targetName, data, metadata, buffers } = message;
  vm.call("queueComm", action, commId, targetName ?? "", toText({ data, metadata, buffers }));
  const settled = yield* awaited(session, vm.invoke("runComm"));
  if ("stopped" in settled) return stopped(settled.stopped);
  if ("thrown" in settled) return { status: "error", ...thrownError(vm, settled.thrown) };
  settled.value.dispose();
  return { status: "ok", userExpressions: {} };
}
