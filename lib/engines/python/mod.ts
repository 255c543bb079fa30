// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The Python engine: CPython 3.14 in WebAssembly (Pyodide), one Worker without permissions for each session.
 *
 * @module
 */

import type { Assets, EngineFactory, LanguageInfo } from "../../contracts/mod.ts";
import { engineStart, startWorkerEngine, whileWanted } from "../worker/mod.ts";
import type { PythonBoot } from "./session.ts";
import { loadProgram, takeSnapshot } from "./snapshot.ts";

export type { Assets, EngineFactory } from "../../contracts/mod.ts";
export { makePythonSnapshot } from "./snapshot.ts";

/** Settings of the Python engine. */
export interface PythonEngineOptions {
  /** Time an interrupted script has to end before its Worker is terminated. */
  readonly interruptGraceMs?: number;
}

const language: LanguageInfo = {
  name: "python",
  version: "3.14.2",
  mimetype: "text/x-python",
  fileExtension: ".py",
  pygmentsLexer: "ipython3",
  codemirrorMode: "python",
  banner: "llmspell, Python 3.14",
  helpLinks: [
    { text: "Python Reference", url: "https://docs.python.org/3.14/" },
    { text: "Python Tutorial", url: "https://docs.python.org/3.14/tutorial/" },
  ],
};

/**
 * A factory of Python engines. The interpreter is compiled once for all of them, when the first one starts.
 * Assets it needs: `python.wasm` and `python_stdlib.zip`. With `python.snapshot` the first start is as short as the
 * others; where there is none the first start makes it.
 */
export function createPythonEngine(
  { interruptGraceMs = 5_000 }: PythonEngineOptions = {},
): EngineFactory {
  let loaded: Promise<PythonBoot> | undefined;
  const load = async (assets: Assets): Promise<PythonBoot> => {
    try {
      const program = await loadProgram(assets);
      return { ...program, snapshot: await takeSnapshot(assets, program) };
    } catch (error) {
      loaded = undefined;
      throw engineStart("python", error instanceof Error ? error.message : String(error), error);
    }
  };
  return {
    language,
    async start(options) {
      const boot = await whileWanted(loaded ??= load(options.assets), options.signal);
      return await startWorkerEngine(
        { language, workerName: "python", boot, interruptGraceMs },
        options,
      );
    },
  };
}
