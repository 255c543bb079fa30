// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the parts of one JavaScript session share.

import type { BootMessage, HostLink, Output } from "../worker/mod.ts";
import type { JavascriptDebugger } from "./debugger.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Vm } from "./vm.ts";

/** What the host sends beside the common part of the boot message. */
export interface JavascriptBoot {
  readonly module: WebAssembly.Module;
}

/** A session, handed to everything that works on it. */
export interface JavascriptSession {
  readonly vm: Vm;
  readonly scheduler: Scheduler;
  readonly output: Output;
  readonly link: HostLink;
  readonly boot: BootMessage<JavascriptBoot>;
  /** Open comms: target by id. */
  readonly comms: Map<string, string>;
  readonly debugger: JavascriptDebugger;
}
