// SPDX-License-Identifier: Apache-2.0 OR MIT
// What every command that runs scripts is made of: log, metrics, history, kernel, one session.

import type { Config } from "../lib/config/mod.ts";
import type { Assets, Logger } from "../lib/contracts/mod.ts";
import { Kernel, type SessionOptions } from "../lib/kernel/mod.ts";
import { MetricRegistry } from "../lib/observe/mod.ts";
import { openHistory, SharedStore } from "../lib/store/mod.ts";
import { EngineFactories } from "./engine_factories.ts";
import { type Language, languageOf } from "./engines.ts";
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
  /** What a further session in a language is made of. */
  sessionOptions(language: Language): Promise<SessionOptions>;
  /** Starts the engines of the open sessions, and those that are to be kept ready. */
  startEngines(): void;
}

/**
 * Builds the parts in order; the session's engine starts with the first request, or by `Core.startEngines`.
 *
 * @throws {KernelError} `engine.unknown` when an engine is to be kept warm for a language there is none for
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { config, assets, script, log, drained } = options;
  await using stack = new AsyncDisposableStack();
  const metrics = options.metrics ?? new MetricRegistry();
  const engineParts = { assets, log: log.getChild("engine"), limits: config.limits };
  const warm = config.kernel.warmEngines.map(languageOf);
  const factories = stack.use(new EngineFactories({ ...engineParts, warm }));
  const call = hostFunctions({
    policy: config.policy,
    folder: Deno.cwd(),
    moduleFolders: options.moduleFolders,
    state: new SharedStore(config.limits.stateBytes),
    env: options.env,
  });
  const sessionOptions = async (language: Language): Promise<SessionOptions> => ({
    ...engineParts,
    engine: await factories.get(language),
    call,
  });
  const main = await sessionOptions(options.language);
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
  kernel.openSession(mainSession, { ...main, ...(script === undefined ? {} : { script }) });
  const parts = stack.move();
  return {
    kernel,
    log,
    metrics,
    sessionOptions,
    startEngines() {
      kernel.startEngines();
      factories.warm().catch((error: unknown) => {
        log.error("Cannot keep engines warm: {error}", { error });
      });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
