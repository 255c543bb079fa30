// SPDX-License-Identifier: Apache-2.0 OR MIT
// What Python's side of a session can ask of the Worker.

import type { Output } from "../worker/mod.ts";
import {
  checkedBuffers,
  checkedBytes,
  checkedEvent,
  checkedStream,
  checkedText,
} from "./checked.ts";
import type { PythonDebugger } from "./debugger.ts";
import type { Scheduler } from "./scheduler.ts";
import type { PythonHost } from "./session.ts";

/** Functions over a session's scheduler, output and debugger, and nothing that leads further. */
export function createHost(
  scheduler: Scheduler,
  output: Output,
  debugging: PythonDebugger,
  bound: () => void,
): PythonHost {
  const encoder = new TextEncoder();
  const host: PythonHost = {
    write: (stream, text) => {
      const job = scheduler.current;
      if (job?.silent) return;
      output.write(job?.execution ?? -1, checkedStream(stream), encoder.encode(checkedText(text)));
      // The end of the line comes in a write of its own.
      if (text.endsWith("\n")) output.written();
      else scheduler.alarm();
    },
    flush: () => output.flush(),
    emit: (text, buffers) => {
      const job = scheduler.current;
      if (job?.silent) return;
      const event = checkedEvent(text);
      const weight = checkedBuffers(buffers).reduce((sum, { length }) => sum + length, text.length);
      const whole = event.type === "comm" ? { ...event, buffers: [...buffers] } : event;
      output.emit(job?.execution ?? -1, whole, weight);
    },
    bound,
    soon: queueMicrotask.bind(globalThis),
    attend: (between) => scheduler.attend(between),
    alarm: () => scheduler.alarm(),
    yield: () => ({ promise: scheduler.yield() }),
    sleep: (seconds) => ({ promise: scheduler.sleep(seconds * 1_000) }),
    call: (name, args, content) => {
      const given = JSON.parse(args) as unknown[];
      if (content !== undefined && content !== null) given.splice(1, 0, checkedBytes(content));
      const answer = scheduler.callNow(name, given);
      if (answer === undefined) return "";
      if (answer.type === "refusal") return JSON.stringify([answer.code, answer.message]);
      if (answer.value instanceof Uint8Array) return answer.value;
      return JSON.stringify(["", answer.value ?? null]);
    },
    halt: (reason, source, line) => debugging.halt(reason, source, line),
    input: (prompt, password, all) => ({
      promise: scheduler.input({
        prompt: checkedText(prompt),
        password: password === true,
        ...(all === true ? { all } : {}),
      }),
    }),
  };
  return Object.freeze(host);
}
