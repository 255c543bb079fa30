// SPDX-License-Identifier: Apache-2.0 OR MIT
// What Python's side of a session can ask of the Worker.

import type { EngineEvent } from "../../contracts/mod.ts";
import type { Output } from "../worker/mod.ts";
import type { Scheduler } from "./scheduler.ts";
import type { PythonHost } from "./session.ts";

/** Functions over a session's scheduler and output, and nothing that leads further. */
export function createHost(
  scheduler: Scheduler,
  output: Output,
  bound: () => void,
): PythonHost {
  const encoder = new TextEncoder();
  const host: PythonHost = {
    write: (stream, text) => {
      const job = scheduler.current;
      if (job?.silent) return;
      output.write(job?.execution ?? -1, stream, encoder.encode(text));
      // The end of the line comes in a write of its own.
      if (text.endsWith("\n")) output.written();
      else scheduler.alarm();
    },
    emit: (text, buffers) => {
      const job = scheduler.current;
      if (job?.silent) return;
      const event = JSON.parse(text) as EngineEvent;
      const weight = buffers.reduce((sum, { length }) => sum + length, text.length);
      const whole = event.type === "comm" ? { ...event, buffers: [...buffers] } : event;
      output.emit(job?.execution ?? -1, whole, weight);
    },
    bound,
    soon: queueMicrotask.bind(globalThis),
    attend: (between) => scheduler.attend(between),
    yield: () => ({ promise: scheduler.yield() }),
    sleep: (seconds) => ({ promise: scheduler.sleep(seconds * 1_000) }),
    input: (prompt, password) => ({ promise: scheduler.input(prompt, password) }),
  };
  return Object.freeze(host);
}
