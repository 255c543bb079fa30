// SPDX-License-Identifier: Apache-2.0 OR MIT
// When a kernel's engines start: after its first answer.

/** How long an engine's start waits for a first request; front ends send one as soon as the ports are open. */
const FIRST_REQUEST_MS = 30;

/** A start that is due; whichever comes first makes it happen, once. */
export interface EngineStart extends Disposable {
  /** The first request has been answered. */
  answered(): void;
}

/**
 * Starts engines once the first request is answered, or after 30 ms without one. To start a Worker holds this thread
 * for some tens of milliseconds, in which a front end would wait for its first `kernel_info_reply`.
 *
 * @param start called once, never synchronously
 */
export function startEnginesLater(start: () => void): EngineStart {
  let timer = setTimeout(start, FIRST_REQUEST_MS);
  let due = false;
  return {
    answered() {
      if (due) return;
      due = true;
      clearTimeout(timer);
      timer = setTimeout(start, 0); // The answer itself has yet to leave.
    },
    [Symbol.dispose]() {
      due = true;
      clearTimeout(timer);
    },
  };
}
