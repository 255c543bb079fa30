// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The JavaScript engine: QuickJS in WebAssembly, one Worker without permissions for each session. Code is JavaScript
 * (ES2023 and most of what came after) or TypeScript, whose types are removed before it runs.
 *
 * Of the two families of QuickJS this is quickjs-ng: it tells a stack overflow as the `RangeError` scripts expect, has
 * `Promise.try`, `RegExp.escape` and `Float16Array`, and its module of 528 kB is as large as the other's (503 kB).
 *
 * @module
 */

import type { Assets, EngineFactory, LanguageInfo } from "../../contracts/mod.ts";
import { engineStart, startWorkerEngine, whileWanted } from "../worker/mod.ts";
import type { JavascriptBoot } from "./session.ts";
import { exportInternals } from "./wasm_exports.ts";

export type { EngineFactory } from "../../contracts/mod.ts";

/** Settings of the JavaScript engine. */
export interface JavascriptEngineOptions {
  /** Time an interrupted script has to end before its Worker is terminated. */
  readonly interruptGraceMs?: number;
}

const language: LanguageInfo = {
  name: "javascript",
  version: "ES2023",
  mimetype: "text/javascript",
  fileExtension: ".js",
  pygmentsLexer: "javascript",
  codemirrorMode: "javascript",
  banner: "llmspell, JavaScript (QuickJS)",
  helpLinks: [
    { text: "JavaScript Reference", url: "https://developer.mozilla.org/docs/Web/JavaScript" },
  ],
};

/** A factory of JavaScript engines. The interpreter's module is compiled once for all of them. */
export function createJavascriptEngine(
  { interruptGraceMs = 5_000 }: JavascriptEngineOptions = {},
): EngineFactory {
  let compiled: Promise<WebAssembly.Module> | undefined;
  const compile = async (assets: Assets): Promise<WebAssembly.Module> => {
    try {
      return await WebAssembly.compile(exportInternals(await assets.bytes("quickjs.wasm")));
    } catch (error) {
      compiled = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      throw engineStart("javascript", reason, error);
    }
  };
  return {
    language,
    async start(options) {
      const module = await whileWanted(compiled ??= compile(options.assets), options.signal);
      const boot: JavascriptBoot = { module };
      return await startWorkerEngine(
        { language, workerName: "javascript", boot, interruptGraceMs },
        options,
      );
    },
  };
}
