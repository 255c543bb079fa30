// SPDX-License-Identifier: Apache-2.0 OR MIT
// What acts on a kernel from outside its protocols: signals, and the end of the front end.

import type { RequestContext, Router } from "../../lib/contracts/mod.ts";
import type { Context } from "../../lib/zmq/mod.ts";
import { watchParent } from "../parent_process.ts";
import type { SignalSwitch } from "./signal_switch.ts";
import { signalActions, type SignalTargets } from "./signals.ts";

/** A control request of the program itself; the client says what it comes from. */
export function kernelContext(client: string, session: string): RequestContext {
  return {
    client,
    session,
    channel: "control",
    parent: undefined,
    signal: new AbortController().signal,
  };
}

/** Makes signals operations of the kernel. */
export function operateBySignals(
  signals: SignalSwitch,
  targets: Omit<SignalTargets, "terminalGone">,
): void {
  signals.lead(signalActions({ ...targets, terminalGone: watchTerminal() }));
}

/** Shuts the kernel down when the process of its front end ends. */
export function endWithParent(
  { router, session, parent, context }: {
    readonly router: Router;
    readonly session: string;
    readonly parent: number;
    readonly context: Context;
  },
): Disposable {
  return watchParent(context, parent, () => {
    const end = kernelContext("the front end's end", session);
    void router.call("kernel.shutdown", { restart: false }, end);
  });
}

/** Tells whether the terminal that standard input comes from has gone; one that was never there cannot go. */
function watchTerminal(): () => boolean {
  if (!Deno.stdin.isTerminal()) return () => false;
  return () => {
    try {
      Deno.openSync("/dev/tty").close();
      return false;
    } catch {
      return true;
    }
  };
}
