// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The Lua engine: Lua 5.4 in WebAssembly, one Worker without permissions for each session.
 *
 * @module
 */

import type { Assets, EngineFactory, LanguageInfo } from "../../contracts/mod.ts";
import { engineStart, startWorkerEngine, whileWanted } from "../worker/mod.ts";
import type { LuaBoot } from "./session.ts";
import { patchLuaModule } from "./wasm_patch.ts";

export type { EngineFactory } from "../../contracts/mod.ts";

/** Settings of the Lua engine. */
export interface LuaEngineOptions {
  /** Time an interrupted script has to end before its Worker is terminated. */
  readonly interruptGraceMs?: number;
}

const language: LanguageInfo = {
  name: "lua",
  version: "5.4.6",
  mimetype: "text/x-lua",
  fileExtension: ".lua",
  pygmentsLexer: "lua",
  codemirrorMode: "text/x-lua",
  banner: "llmspell, Lua 5.4",
  helpLinks: [
    { text: "Lua 5.4 Reference Manual", url: "https://www.lua.org/manual/5.4/" },
    { text: "Programming in Lua", url: "https://www.lua.org/pil/" },
  ],
};

/** A factory of Lua engines. The Lua module is compiled once for all of them. */
export function createLuaEngine(
  { interruptGraceMs = 5_000 }: LuaEngineOptions = {},
): EngineFactory {
  let compiled: Promise<WebAssembly.Module> | undefined;
  const compile = async (assets: Assets): Promise<WebAssembly.Module> => {
    try {
      return await WebAssembly.compile(await patchLuaModule(await assets.bytes("lua.wasm")));
    } catch (error) {
      compiled = undefined;
      throw engineStart("lua", error instanceof Error ? error.message : String(error), error);
    }
  };
  return {
    language,
    async start(options) {
      const module = await whileWanted(compiled ??= compile(options.assets), options.signal);
      const boot: LuaBoot = { module };
      return await startWorkerEngine(
        { language, workerName: "lua", boot, interruptGraceMs },
        options,
      );
    },
  };
}
