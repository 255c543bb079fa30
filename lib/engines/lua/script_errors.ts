// SPDX-License-Identifier: Apache-2.0 OR MIT
// How a failed execution is told to a person.

import type { ScriptError } from "../../contracts/mod.ts";
import type { DebugInfo } from "./debug_info.ts";
import { chunkNameOf, preludeName, stackOf } from "./debug_info.ts";
import type { State } from "./exports.ts";
import { Status, Type } from "./exports.ts";
import type { LuaRuntime } from "./runtime.ts";
import type { Stop } from "./job.ts";
import type { ChunkSources } from "./sources.ts";
import { describeValue } from "./text_values.ts";

const red = "\x1b[0;31m";
const green = "\x1b[0;32m";
const plain = "\x1b[0m";
/** Frames shown at each end of a deep traceback. */
const shownEnds = 10;

/** What an error is told from. */
export interface ErrorContext {
  readonly lua: LuaRuntime;
  readonly sources: ChunkSources;
  readonly maxChars: number;
}

/** Text of the error value on top of the stack. */
export function messageOf({ lua, maxChars }: ErrorContext, L: State): string {
  const { x } = lua;
  const type = x.lua_type(L, -1);
  if (type === Type.string || type === Type.number) return lua.toText(L, -1);
  let text = "";
  x.lua_pushvalue(L, -1);
  const status = lua.protect(L, 1, 0, (state) => {
    const limits = { maxChars, maxItems: 50, maxDepth: 4 };
    text = describeValue(lua, state, 1, { limits, metamethods: true });
    return 0;
  });
  if (status === Status.ok) return text;
  lua.pop(L, 1);
  return "(error object that cannot be shown)";
}

function nameOf(status: number, message: string, stop: Stop | undefined): string {
  if (stop?.kind === "interrupt") {
    return stop.reason === "time_limit" ? "TimeLimit" : "Interrupted";
  }
  if (status === Status.memory || /(^|: )not enough memory$/.test(message)) return "MemoryError";
  return status === Status.syntax ? "SyntaxError" : "LuaError";
}

function stopText(stop: Stop | undefined, message: string): string {
  if (stop?.kind !== "interrupt") return message;
  if (stop.reason === "time_limit") return "time limit exceeded";
  return stop.reason === "shutdown" ? "interrupted by shutdown" : "interrupted";
}

function isUserFrame(frame: DebugInfo): boolean {
  return frame.what !== "C" && frame.source !== `=${preludeName}`;
}

function frameLines({ sources }: ErrorContext, frame: DebugInfo): string {
  const chunk = chunkNameOf(frame.source);
  const place = `${green}${chunk}:${frame.line}${plain}`;
  const where = frame.what === "main"
    ? "main chunk"
    : frame.name === undefined
    ? `function <${chunk}:${frame.lineDefined}>`
    : `${frame.nameKind === "method" ? "method" : "function"} '${frame.name}'`;
  const line = sources.line(chunk, frame.line)?.trim();
  return `  ${place}: in ${where}${line === undefined || line === "" ? "" : `\n    ${line}`}`;
}

/** Frames of a traceback, the middle of a long one left out. */
function tracebackOf(context: ErrorContext, L: State): string[] {
  const { frames, hidden } = stackOf(context.lua, L, shownEnds);
  const lines = (part: readonly DebugInfo[]): string[] =>
    part.filter(isUserFrame).map((frame) => frameLines(context, frame));
  if (hidden === 0) return lines(frames);
  const mark = `  … ${hidden} more frames`;
  return [...lines(frames.slice(0, shownEnds)), mark, ...lines(frames.slice(shownEnds))];
}

/** The compile error on top of the stack. */
export function syntaxError(context: ErrorContext, L: State, status: number): ScriptError {
  const evalue = messageOf(context, L);
  const ename = nameOf(status, evalue, undefined);
  const at = /^(.+?):(\d+):/.exec(evalue);
  const line = at === null ? undefined : context.sources.line(at[1] ?? "", Number(at[2]));
  const shown = line === undefined || line.trim() === "" ? [] : [`    ${line.trim()}`];
  return { ename, evalue, traceback: [`${red}${ename}${plain}: ${evalue}`, ...shown] };
}

/** The error on top of a thread that ended with it; its stack still holds the frames. */
export function runtimeError(
  context: ErrorContext,
  L: State,
  status: number,
  stop: Stop | undefined,
): ScriptError {
  const message = messageOf(context, L);
  const evalue = stopText(stop, message);
  const ename = nameOf(status, message, stop);
  const frames = tracebackOf(context, L);
  const heading = `${red}${ename}${plain}: ${evalue}`;
  const title = frames.length === 0 ? [] : ["stack traceback (most recent call first):"];
  return { ename, evalue, traceback: [heading, ...title, ...frames] };
}
