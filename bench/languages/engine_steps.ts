// SPDX-License-Identifier: Apache-2.0 OR MIT
// Measures the steps in which the first two engines of a process come to their results, and prints them as JSON.
// It is a program of its own, so that each run of it has a first engine: the language and the folder with the bundled
// modules of Workers are its arguments.

import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CheckoutAssets } from "../../daemon/assets.ts";
import { engineLoaders, languageOf } from "../../daemon/engines.ts";
import type {
  Assets,
  EngineFactory,
  EngineHost,
  Logger,
  ScriptEngine,
} from "../../lib/contracts/mod.ts";
import { makePythonSnapshot } from "../../lib/engines/python/mod.ts";
import type { ProbeMessage } from "./engine_probe.ts";
import { unexpected } from "./errors.ts";

/** Milliseconds that one engine took, step by step; they follow one another without a gap. */
export interface EngineSteps {
  /** The interpreter is read, and compiled where no engine was before. */
  readonly compile: number;
  /** The Worker's runtime comes up. */
  readonly worker: number;
  /** The engine's modules are loaded in the Worker. */
  readonly modules: number;
  /** The interpreter and its library are made. */
  readonly engine: number;
  /** The first execution, from the call to its end. */
  readonly first: number;
  /** The second one. */
  readonly second: number;
}

/** The part of `worker` in which the kernel's own thread can do nothing else. */
export type MeasuredEngine = EngineSteps & { readonly held: number };

const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  getChild: () => silent,
};

/** When something happened to the Worker made last, in milliseconds since 1970 with fractions. */
const marks: Record<"made" | "returned" | ProbeMessage["step"], number> = {
  made: 0,
  returned: 0,
  runtime: 0,
  modules: 0,
};

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Notes what the probe in it tells. It may read, since the probe loads the engine's module by its path. */
class WatchedWorker extends Worker {
  constructor(specifier: string | URL, options?: WorkerOptions) {
    marks.made = nowMs();
    super(specifier, { ...options, deno: { permissions: { read: true } } } as WorkerOptions);
    marks.returned = nowMs();
    this.addEventListener("message", ({ data }: MessageEvent<Partial<ProbeMessage>>) => {
      if (data.type === "probe") marks[data.step!] = data.atMs!;
    });
  }
}

/**
 * Files of the checkout, with Python's snapshot beside them as in the compiled program, and Workers that start with the
 * probe.
 */
async function probedAssets(language: string, folder: string): Promise<Assets> {
  const checkout = new CheckoutAssets(new URL("../../", import.meta.url));
  const snapshot = language === "python" ? await makePythonSnapshot(checkout) : undefined;
  const isSnapshot = (name: string) => snapshot !== undefined && name === "python.snapshot";
  return {
    bytes: (name) => isSnapshot(name) ? Promise.resolve(snapshot!.slice()) : checkout.bytes(name),
    file: (name) => checkout.file(name),
    worker: (name) => {
      const url = new URL("engine_probe.ts", import.meta.url);
      url.searchParams.set("module", pathToFileURL(join(folder, `${name}_worker.js`)).href);
      return url;
    },
  };
}

async function measureEngine(factory: EngineFactory, assets: Assets): Promise<MeasuredEngine> {
  const refuse = (): Promise<never> => Promise.reject(new TypeError("Cannot call: not granted"));
  const host: EngineHost = { emit: () => {}, requestInput: refuse, call: refuse };
  const limits = { memoryBytes: 2 ** 29, maxDisplayChars: 20_000, maxOutputBytes: 2 ** 20 };
  const begin = nowMs();
  await using engine = await factory.start({ host, assets, log: silent, limits });
  const ready = nowMs();
  const { made, returned, runtime, modules } = marks;
  const first = await measureResult(engine, 1);
  const second = await measureResult(engine, 2);
  return {
    ...{ compile: made - begin, held: returned - made, worker: runtime - made },
    ...{ modules: modules - runtime, engine: ready - modules, first, second },
  };
}

async function measureResult(engine: ScriptEngine, id: number): Promise<number> {
  const begin = nowMs();
  const chunkName = `In[${id}]`;
  const request = { id, code: "6 * 7", chunkName, silent: false, userExpressions: {} };
  const outcome = await engine.execute(request);
  const ms = nowMs() - begin;
  const text = outcome.status === "ok" && outcome.result?.data["text/plain"];
  if (text !== "42") throw unexpected("6 * 7", outcome);
  return ms;
}

/** The first two engines of a process that had none. */
export async function measureEngines(language: string, folder: string): Promise<MeasuredEngine[]> {
  const assets = await probedAssets(language, folder);
  globalThis.Worker = WatchedWorker;
  const factory = await engineLoaders[languageOf(language)]();
  return [await measureEngine(factory, assets), await measureEngine(factory, assets)];
}

/** Path of this program. */
export const engineStepsProgram: string = fileURLToPath(import.meta.url);

if (import.meta.main) {
  const [language = "", folder = ""] = Deno.args;
  const engines = await measureEngines(language, folder);
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(engines)}\n`));
  // Not when the last Worker's thread has ended: all that was measured is told.
  Deno.exit(0);
}
