// SPDX-License-Identifier: Apache-2.0 OR MIT
// What every command that runs scripts is made of: log, metrics, history, kernel, one session.

import type { Config } from "../lib/config/mod.ts";
import type { Assets, Logger } from "../lib/contracts/mod.ts";
import { Kernel } from "../lib/kernel/mod.ts";
import { MetricRegistry } from "../lib/observe/mod.ts";
import { openHistory } from "../lib/store/mod.ts";
import { engineLoaders, type Language } from "./engines.ts";
import { hostFunctions } from "../lib/api/mod.ts";
import { programName, programVersion } from "./version.ts";

/** Name of the session that a kernel's clients share. */
export const mainSession = "main";

/** What a core is made of. */
export interface CoreOptions {
  readonly config: Config;
  readonly assets: Assets;
  readonly language: Language;
  /** Path of the history's SQLite file, or `:memory:`. */
  readonly historyPath: string;
  /** Folders whose modules scripts may require. */
  readonly moduleFolders: readonly string[];
  /** `ARGS` and `arg` of a script; `path` is `arg[0]`. */
  readonly script?: { readonly path: string; readonly arguments: readonly string[] };
  /** The program's log; it stays the caller's. */
  readonly log: Logger;
  /** Registry to count in; one is made when absent. */
  readonly metrics?: MetricRegistry;
  /** Hears when the kernel begins and ends to drain. */
  readonly drained?: (draining: boolean) => void;
  readonly env: (name: string) => string | undefined;
}

/** Parts that live until they are disposed. */
export interface Core extends AsyncDisposable {
  readonly kernel: Kernel;
  readonly log: Logger;
  readonly metrics: MetricRegistry;
}

/** Builds the parts in order; the session's engine starts with the first request, or by `Kernel.startEngines`. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { config, assets, script, log, drained } = options;
  await using stack = new AsyncDisposableStack();
  const metrics = options.metrics ?? new MetricRegistry();
  const engine = await engineLoaders[options.language]();
  const history = stack.use(openHistory({ path: options.historyPath, now: Date.now }));
  const kernel = stack.use(
    new Kernel({
      implementation: { name: programName, version: programVersion },
      history,
      limits: config.limits,
      log: log.getChild("kernel"),
      metrics,
      now: () => performance.now(),
      randomUUID: () => crypto.randomUUID(),
      ...(drained === undefined ? {} : { drained }),
    }),
  );
  kernel.openSession(mainSession, {
    engine,
    assets,
    log: log.getChild("engine"),
    limits: config.limits,
    ...(script === undefined ? {} : { script }),
    call: hostFunctions({
      policy: config.policy,
      folder: Deno.cwd(),
      moduleFolders: options.moduleFolders,
      env: options.env,
    }),
  });
  const parts = stack.move();
  return {
    kernel,
    log,
    metrics,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
